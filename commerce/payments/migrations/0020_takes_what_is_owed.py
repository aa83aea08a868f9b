from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0019_reviews_captures_and_looks")]

    operations = [
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("captured_minor__lte", models.F("amount_minor"))),
                name="payment_takes_what_is_owed",
            ),
        ),
    ]
