from django.db import migrations

# Orders have queued for their stock by then, so nobody waits for the counter.
NEXT_NUMBER = """
CREATE OR REPLACE FUNCTION orders_next_number(store bigint, first integer) RETURNS integer LANGUAGE sql AS $$
    INSERT INTO orders_ordercounter (tenant_id, last) VALUES (store, first)
    ON CONFLICT (tenant_id) DO UPDATE SET last = orders_ordercounter.last + 1
    RETURNING last;
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION orders_next_number(store bigint, first integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    dependencies = [("orders", "0014_numbers_drawn_with_orders")]

    operations = [migrations.RunSQL(NEXT_NUMBER, BEFORE)]
