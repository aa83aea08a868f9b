from django.db import migrations

# What is written of a document again and again stands in no index: with room in its page a new version of the row
# needs no new entries in any.
ROOM = "ALTER TABLE {0} SET (fillfactor = 50)"
FULL = "ALTER TABLE {0} RESET (fillfactor)"
TABLES = ("search_index_searchdocument", "search_index_documentstate")


class Migration(migrations.Migration):
    """Pages that are there already are emptied by their own updates."""

    dependencies = [("search_index", "0010_counted_refusals")]

    operations = [migrations.RunSQL(ROOM.format(table), FULL.format(table)) for table in TABLES]
