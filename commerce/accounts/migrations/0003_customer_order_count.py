from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_invitation"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="order_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
