from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_key_age"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlatformTriesWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100, unique=True)),
                ("count", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at", "id"], name="platform_tries_window_age")],
            },
        ),
    ]
