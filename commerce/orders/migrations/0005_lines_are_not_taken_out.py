from django.db import migrations

# A line that goes parts the sums as one that is written does. With its order it may go: that is then gone too.
LINE_GONE = """
CREATE FUNCTION orders_line_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM orders_lines_sum(OLD.order_id);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER line_gone AFTER DELETE ON orders_orderline DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION orders_line_gone();
"""
NO_LINE_GONE = """
DROP TRIGGER line_gone ON orders_orderline;
DROP FUNCTION orders_line_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_prices_of_orders")]

    operations = [migrations.RunSQL(LINE_GONE, NO_LINE_GONE)]
