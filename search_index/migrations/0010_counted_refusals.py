from django.db import migrations, models


class Migration(migrations.Migration):
    """What was given up was refused; of what is being tried nobody counted why it failed."""

    dependencies = [("search_index", "0009_filled_places")]

    operations = [
        migrations.AddField("documentstate", "refusals", models.PositiveSmallIntegerField(default=0, db_default=0)),
    ]
