from django.db import migrations

# An error ends the transaction where it stands, so that who waits for its locks goes on without the client's rollback.
REFUSE = """
CREATE FUNCTION catalog_refuse_stock(pieces_left jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'out of stock' USING ERRCODE = 'WS001', DETAIL = coalesce(pieces_left, '{}');
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_pieces_sent_back")]

    operations = [migrations.RunSQL(REFUSE, "DROP FUNCTION catalog_refuse_stock(jsonb)")]
