from django.db import migrations, models
from django.db.models import F, Q

# Lines are written before their order, and never again: each statement that could part the two is looked at.
LINES_SUM = """
CREATE FUNCTION orders_lines_sum(of_order bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    placed orders_order%ROWTYPE;
    lines bigint;
    paid bigint;
    vat bigint;
BEGIN
    SELECT * INTO placed FROM orders_order WHERE id = of_order;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(line_total_minor), 0), coalesce(sum(paid_minor), 0), coalesce(sum(vat_minor), 0)
    INTO lines, paid, vat FROM orders_orderline WHERE tenant_id = placed.tenant_id AND order_id = of_order;
    IF lines <> placed.subtotal_minor OR paid <> placed.subtotal_minor - placed.discount_minor THEN
        RAISE EXCEPTION 'the lines of order % come to % and % paid, not to % and %',
            of_order, lines, paid, placed.subtotal_minor, placed.subtotal_minor - placed.discount_minor
            USING ERRCODE = 'check_violation';
    END IF;
    -- What is not in the lines is in delivery and fee, whose own VAT no column keeps.
    IF vat > placed.vat_minor OR vat < placed.vat_minor AND placed.shipping_minor + placed.fee_minor = 0 THEN
        RAISE EXCEPTION 'the lines of order % have % VAT, the order %', of_order, vat, placed.vat_minor
            USING ERRCODE = 'check_violation';
    END IF;
END
$$;
CREATE FUNCTION orders_order_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM orders_lines_sum(NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION orders_line_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM orders_lines_sum(NEW.order_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER order_sums AFTER INSERT OR UPDATE OF subtotal_minor, discount_minor, shipping_minor, fee_minor, vat_minor
    ON orders_order
    FOR EACH ROW EXECUTE FUNCTION orders_order_sums();
CREATE TRIGGER line_sums AFTER INSERT OR UPDATE OF order_id, line_total_minor, paid_minor, vat_minor ON orders_orderline
    FOR EACH ROW EXECUTE FUNCTION orders_line_sums();
"""
NO_SUMS = """
DROP TRIGGER order_sums ON orders_order;
DROP TRIGGER line_sums ON orders_orderline;
DROP FUNCTION orders_order_sums();
DROP FUNCTION orders_line_sums();
DROP FUNCTION orders_lines_sum(bigint);
"""
# What was ordered so far had neither discounts nor fees: every total stays what it was.
LINES_SO_FAR = """
    UPDATE orders_orderline SET gross_minor = line_total_minor, paid_minor = line_total_minor
"""
CUSTOMERS_SO_FAR = """
    UPDATE accounts_customer AS customer SET order_count = placed.count
    FROM (
        SELECT tenant_id, customer_id, count(*) AS count FROM orders_order
        WHERE customer_id IS NOT NULL AND status NOT IN ('cancelled', 'failed')
        GROUP BY tenant_id, customer_id
    ) AS placed
    WHERE customer.tenant_id = placed.tenant_id AND customer.id = placed.customer_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_customer_order_count"),
        ("orders", "0003_commands_move_orders"),
    ]

    operations = [
        migrations.AddField("order", "discount_minor", models.BigIntegerField(default=0)),
        migrations.AddField("order", "fee_minor", models.BigIntegerField(default=0)),
        migrations.AddField("order", "vat_minor", models.BigIntegerField(null=True)),
        migrations.AddField("order", "trace", models.JSONField(null=True)),
        migrations.AddField("orderline", "gross_minor", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("orderline", "paid_minor", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("orderline", "vat_minor", models.BigIntegerField(null=True)),
        migrations.AddField("orderline", "is_gift", models.BooleanField(default=False)),
        migrations.RunSQL(LINES_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(CUSTOMERS_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint("order", "order_amounts_sum"),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(subtotal_minor__gte=0, discount_minor__gte=0, shipping_minor__gte=0, fee_minor__gte=0)
                & Q(total_minor=F("subtotal_minor") - F("discount_minor") + F("shipping_minor") + F("fee_minor")),
                name="order_amounts_sum",
            ),
        ),
        migrations.AddConstraint(
            "order", models.CheckConstraint(condition=Q(total_minor__gte=0), name="order_total_not_negative")
        ),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(vat_minor=None) | Q(vat_minor__gte=0, vat_minor__lte=F("total_minor")),
                name="order_vat_within_total",
            ),
        ),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(vat_minor__isnull=True, trace__isnull=True)
                | Q(vat_minor__isnull=False, trace__isnull=False),
                name="order_vat_with_trace",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(gross_minor=F("quantity") * F("unit_price_minor"))
                & Q(line_total_minor__lte=F("gross_minor"))
                & Q(paid_minor__gte=0, paid_minor__lte=F("line_total_minor")),
                name="order_line_amounts",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(vat_minor=None) | Q(vat_minor__gte=0, vat_minor__lte=F("paid_minor")),
                name="order_line_vat_within_paid",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(condition=Q(is_gift=False) | Q(unit_price_minor=0), name="order_gift_for_nothing"),
        ),
        migrations.RunSQL(LINES_SUM, NO_SUMS),
    ]
