from django.db import migrations, models


class Migration(migrations.Migration):
    """Of an index that is being made nobody knew when somebody last did."""

    dependencies = [("search_index", "0011_room_in_pages")]

    operations = [migrations.AddField("searchgeneration", "worked_at", models.DateTimeField(null=True))]
