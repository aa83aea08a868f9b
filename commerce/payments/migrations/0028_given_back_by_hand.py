from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("payments", "0027_ending_holds")]

    operations = [
        migrations.AddField(
            model_name="paymentattempt", name="handed_back_minor", field=models.BigIntegerField(default=0)
        ),
        migrations.RemoveConstraint(model_name="paymentattempt", name="attempt_refunds_what_it_took"),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=Q(authorised_minor__gte=0, refunded_minor__gte=0, refund_pending_minor__gte=0)
                & Q(handed_back_minor__gte=0)
                & Q(captured_minor__gte=F("refunded_minor") + F("refund_pending_minor") + F("handed_back_minor")),
                name="attempt_refunds_what_it_took",
            ),
        ),
        migrations.AlterField(
            model_name="refund",
            name="source",
            field=models.CharField(
                choices=[
                    ("staff", "staff"),
                    ("return", "return"),
                    ("system", "system"),
                    ("external", "external"),
                    ("by_hand", "by_hand"),
                ],
                max_length=10,
            ),
        ),
    ]
