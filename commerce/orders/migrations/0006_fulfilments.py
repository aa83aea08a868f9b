import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import AppendOnly, FixedExcept, ProtectTenantTable

# The table of domain/fulfilments.py as it stood here; a test compares the two.
REFUSE_OTHER_MOVES = """
CREATE FUNCTION orders_refuse_other_fulfilment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'planned' THEN
            RAISE EXCEPTION 'a fulfilment begins as planned, not as %', NEW.status USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN (
        ('planned', 'packed'),
        ('planned', 'cancelled'),
        ('packed', 'shipped'),
        ('packed', 'cancelled'),
        ('shipped', 'delivered')
    ) THEN
        RAISE EXCEPTION 'a fulfilment does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER fulfilment_begins BEFORE INSERT ON orders_fulfilment
    FOR EACH ROW EXECUTE FUNCTION orders_refuse_other_fulfilment_moves();
CREATE TRIGGER fulfilment_moves BEFORE UPDATE OF status ON orders_fulfilment
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION orders_refuse_other_fulfilment_moves();
"""
# What is cancelled never comes back, so pieces can only become too many when some are added.
NO_MORE_THAN_ORDERED = """
CREATE FUNCTION orders_no_more_than_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ordered bigint;
    sent bigint;
BEGIN
    SELECT line.quantity INTO ordered FROM orders_orderline AS line
    JOIN orders_fulfilment AS fulfilment
        ON fulfilment.tenant_id = line.tenant_id AND fulfilment.order_id = line.order_id
    WHERE line.tenant_id = NEW.tenant_id AND line.id = NEW.line_id AND fulfilment.id = NEW.fulfilment_id
    FOR UPDATE OF line;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'line % is not of the order of fulfilment %', NEW.line_id, NEW.fulfilment_id
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT sum(part.quantity) INTO sent FROM orders_fulfilmentline AS part
    JOIN orders_fulfilment AS fulfilment
        ON fulfilment.tenant_id = part.tenant_id AND fulfilment.id = part.fulfilment_id
    WHERE part.tenant_id = NEW.tenant_id AND part.line_id = NEW.line_id AND fulfilment.status <> 'cancelled';
    IF sent > ordered THEN
        RAISE EXCEPTION 'line % has % pieces, not %', NEW.line_id, ordered, sent USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER no_more_than_ordered AFTER INSERT ON orders_fulfilmentline
    FOR EACH ROW EXECUTE FUNCTION orders_no_more_than_ordered();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_lines_are_not_taken_out"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("packed", "packed"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tracking_number", models.CharField(blank=True, max_length=60)),
                (
                    "order",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fulfilments", to="orders.order"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FulfilmentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "fulfilment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.fulfilment"
                    ),
                ),
                (
                    "line",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FulfilmentMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("customer", "customer"),
                            ("guest", "guest"),
                            ("staff", "staff"),
                            ("system", "system"),
                            ("gateway", "gateway"),
                            ("command", "command"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "fulfilment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="orders.fulfilment"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.UniqueConstraint(fields=("tenant", "order", "position"), name="fulfilment_position_once"),
        ),
        migrations.AddIndex(
            model_name="fulfilmentline",
            index=models.Index(fields=["tenant", "line"], name="fulfilled_of_line"),
        ),
        migrations.AddConstraint(
            model_name="fulfilmentline",
            constraint=models.UniqueConstraint(fields=("tenant", "fulfilment", "line"), name="fulfilment_line_once"),
        ),
        migrations.AddConstraint(
            model_name="fulfilmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="fulfilment_line_of_pieces"
            ),
        ),
        migrations.AddIndex(
            model_name="fulfilmentmove",
            index=models.Index(fields=["tenant", "fulfilment", "id"], name="moves_of_fulfilment"),
        ),
        ProtectTenantTable("fulfilment"),
        ProtectTenantTable("fulfilmentline"),
        ProtectTenantTable("fulfilmentmove"),
        FixedExcept("fulfilment", ["status", "tracking_number"]),
        AppendOnly("fulfilmentline"),
        AppendOnly("fulfilmentmove"),
        migrations.RunSQL(REFUSE_OTHER_MOVES, "DROP FUNCTION orders_refuse_other_fulfilment_moves CASCADE"),
        migrations.RunSQL(NO_MORE_THAN_ORDERED, "DROP FUNCTION orders_no_more_than_ordered CASCADE"),
    ]
