from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_shelf_prices_begin")]

    operations = [
        migrations.AlterField(
            model_name="stockmovement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("adjusted", "adjusted"),
                    ("reserved", "reserved"),
                    ("released", "released"),
                    ("committed", "committed"),
                    ("returned", "returned"),
                    ("sent_back", "sent_back"),
                ],
                max_length=10,
            ),
        )
    ]
