from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_ways_of_old_stores"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="heard_at",
            field=models.DateTimeField(null=True),
        ),
    ]
