from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0020_findings_of_banks_and_strangers")]

    operations = [
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("captured_minor__lte", models.F("amount_minor"))),
                name="payment_takes_what_is_owed",
            ),
        ),
    ]
