from django.db import migrations, models

from commerce.core.row_security import FixedExcept


class Migration(migrations.Migration):
    dependencies = [("promotions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="coupon",
            name="is_given_up",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(model_name="coupon", name="coupon_code_once"),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_given_up", False)), fields=("tenant", "code_key"), name="coupon_code_once"
            ),
        ),
        FixedExcept("coupon", ["is_given_up"]),
    ]
