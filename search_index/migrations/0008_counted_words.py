from django.db import migrations, models

COUNTED = """
    UPDATE search_index_searchdocument AS document SET word_count = words, word_sum = stamps
    FROM (
        SELECT tenant_id, kind, object_id, count(*) AS words,
            sum(('x' || left(md5(word || ' ' || weight || ' ' || only_whole::int), 8))::bit(32)::bigint) AS stamps
        FROM search_index_searchword GROUP BY tenant_id, kind, object_id
    ) AS counted
    WHERE (document.tenant_id, document.kind, document.object_id)
        = (counted.tenant_id, counted.kind, counted.object_id)
"""


class Migration(migrations.Migration):
    dependencies = [("search_index", "0007_rankings")]

    operations = [
        migrations.AddField("searchdocument", "word_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("searchdocument", "word_sum", models.PositiveBigIntegerField(default=0)),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
