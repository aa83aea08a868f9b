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
    ]
