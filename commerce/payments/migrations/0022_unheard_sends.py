from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0021_takes_what_is_owed")]

    operations = [
        migrations.AddField(model_name="operation", name="unheard", field=models.PositiveSmallIntegerField(default=0)),
    ]
