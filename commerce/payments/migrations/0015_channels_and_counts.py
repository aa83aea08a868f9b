from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0014_findings_of_settling"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="channel",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="count_again_at",
            field=models.DateTimeField(null=True),
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
                    ("refunded_late", "refunded_late"),
                    ("not_moved", "not_moved"),
                    ("hold_lapsed", "hold_lapsed"),
                    ("not_sent", "not_sent"),
                    ("account_refused", "account_refused"),
                    ("not_settled", "not_settled"),
                    ("books_differ", "books_differ"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="refund",
            name="source",
            field=models.CharField(
                choices=[("staff", "staff"), ("return", "return"), ("system", "system"), ("external", "external")],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="gatewayevent",
            index=models.Index(
                condition=models.Q(("status", "received")),
                fields=["received_at"],
                name="gateway_event_unseen",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("count_again_at__isnull", False)),
                fields=["count_again_at"],
                name="attempt_to_count_again",
            ),
        ),
    ]
