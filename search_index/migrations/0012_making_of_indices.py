from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """What is being made while this is applied counts as just worked at."""

    dependencies = [("search_index", "0011_room_in_pages")]

    operations = [
        migrations.AddField("searchgeneration", "worked_at", models.DateTimeField(db_default=Now())),
    ]
