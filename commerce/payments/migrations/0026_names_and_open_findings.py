from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0025_failing_looks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="paymentattempt",
            name="attempt_reference_once",
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["tenant", "id"], name="discrepancy_open"
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                condition=models.Q(("gateway_reference", ""), _negated=True),
                fields=["tenant", "gateway_reference"],
                name="operation_named",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("page_reference", ""), _negated=True),
                fields=["tenant", "page_reference"],
                name="attempt_of_page",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("capture_reference", ""), _negated=True),
                fields=["tenant", "capture_reference"],
                name="attempt_of_capture",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gateway_reference", ""), _negated=True),
                fields=("tenant", "gateway_reference", "gateway"),
                name="attempt_reference_once",
            ),
        ),
    ]
