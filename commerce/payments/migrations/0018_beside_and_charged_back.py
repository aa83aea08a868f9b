from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0017_normal_references"),
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
