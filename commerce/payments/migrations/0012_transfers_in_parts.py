from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0011_other_mode"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="transferconfirmation", name="transfer_confirmed_once"),
        migrations.AddIndex(
            model_name="transferconfirmation",
            index=models.Index(fields=["tenant", "payment"], name="confirmation_of_payment"),
        ),
    ]
