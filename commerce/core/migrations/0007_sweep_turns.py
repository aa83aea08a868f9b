from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_tenant_known_to_the_planner"),
    ]

    operations = [
        migrations.CreateModel(
            name="SweepTurn",
            fields=[
                ("path", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
            ],
        ),
    ]
