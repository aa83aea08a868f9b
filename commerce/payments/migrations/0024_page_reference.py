from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0023_moves_of_payments")]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="page_reference",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
