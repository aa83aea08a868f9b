from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_unpaid_letters")]

    operations = [
        migrations.AlterField(
            model_name="orderletter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("placed", "placed"),
                    ("held", "held"),
                    ("paid", "paid"),
                    ("shipped", "shipped"),
                    ("delivered", "delivered"),
                    ("refunded", "refunded"),
                    ("cancelled", "cancelled"),
                    ("unpaid", "unpaid"),
                ],
                max_length=20,
            ),
        ),
    ]
