from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0024_page_reference")]

    operations = [
        migrations.AddField(model_name="operation", name="failing_since", field=models.DateTimeField(null=True)),
    ]
