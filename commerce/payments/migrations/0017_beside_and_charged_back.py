from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0015_channels_and_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="known_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="charged_back_minor",
            field=models.BigIntegerField(default=0),
        ),
    ]
