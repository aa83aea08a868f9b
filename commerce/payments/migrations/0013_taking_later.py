from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0012_transfers_in_parts")]

    operations = [
        migrations.AddField(
            model_name="gatewayaccount",
            name="taking",
            field=models.CharField(
                choices=[("at_once", "at_once"), ("when_sent", "when_sent"), ("by_hand", "by_hand")],
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="brand",
            field=models.CharField(blank=True, max_length=30, default=""),
            preserve_default=False,
        ),
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
                    ("not_taken", "not_taken"),
                    ("books_differ", "books_differ"),
                ],
                max_length=30,
            ),
        ),
    ]
