from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stocklocation",
            name="created_at",
            field=models.DateTimeField(),
        ),
    ]
