from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_ledger_holds")]

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
                    ("in_review", "in_review"),
                    ("not_returned", "not_returned"),
                    ("books_differ", "books_differ"),
                ],
                max_length=30,
            ),
        )
    ]
