from django.db import migrations

# Those who wait for one row are all woken by each commit, and all but one lie down again; an advisory lock wakes the
# next in line alone. It ends with the transaction, as the row's own would.
NEXT_NUMBER = """
CREATE FUNCTION orders_next_number(store bigint, first integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    drawn integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('order_number', store));
    INSERT INTO orders_ordercounter (tenant_id, last) VALUES (store, first)
    ON CONFLICT (tenant_id) DO UPDATE SET last = orders_ordercounter.last + 1
    RETURNING last INTO drawn;
    RETURN drawn;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_pieces_never_sent")]

    operations = [
        migrations.RunSQL(NEXT_NUMBER, "DROP FUNCTION orders_next_number(bigint, integer)"),
    ]
