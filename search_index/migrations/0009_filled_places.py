from django.db import migrations, models


class Migration(migrations.Migration):
    """Stores that have a place already were filled, and are found there."""

    dependencies = [("search_index", "0008_counted_words")]

    operations = [
        migrations.AddField("storeplacement", "is_filled", models.BooleanField(default=False)),
        migrations.RunSQL("UPDATE search_index_storeplacement SET is_filled = true", migrations.RunSQL.noop),
    ]
