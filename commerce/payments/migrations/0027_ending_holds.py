from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0026_names_and_open_findings")]

    operations = [
        migrations.AlterField(
            model_name="discrepancy",
            name="finding",
            field=models.CharField(
                choices=[
                    ("contradiction", "contradiction"),
                    ("other_mode", "other_mode"),
                    ("paid_twice", "paid_twice"),
                    ("refunded_elsewhere", "refunded_elsewhere"),
                    ("charged_back", "charged_back"),
                    ("collected_otherwise", "collected_otherwise"),
                    ("outcome_unknown", "outcome_unknown"),
                    ("still_pending", "still_pending"),
                    ("in_review", "in_review"),
                    ("not_returned", "not_returned"),
                    ("refunded_late", "refunded_late"),
                    ("not_moved", "not_moved"),
                    ("hold_ending", "hold_ending"),
                    ("hold_lapsed", "hold_lapsed"),
                    ("not_sent", "not_sent"),
                    ("account_refused", "account_refused"),
                    ("not_settled", "not_settled"),
                    ("unmatched", "unmatched"),
                    ("books_differ", "books_differ"),
                ],
                max_length=30,
            ),
        )
    ]
