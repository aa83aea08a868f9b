import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import AppendOnly, FixedExcept, ProtectTenantTable

# The table of domain/returns.py as it stood here; a test compares the two.
REFUSE_OTHER_MOVES = """
CREATE FUNCTION orders_refuse_other_return_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'a return begins as requested, not as %', NEW.status USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN (
        ('requested', 'received'),
        ('requested', 'refused'),
        ('received', 'refunded'),
        ('received', 'refused')
    ) THEN
        RAISE EXCEPTION 'a return does not move from % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER return_begins BEFORE INSERT ON orders_return
    FOR EACH ROW EXECUTE FUNCTION orders_refuse_other_return_moves();
CREATE TRIGGER return_moves BEFORE UPDATE OF status ON orders_return
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION orders_refuse_other_return_moves();
"""
# Neither more pieces than were sold nor more money than was paid for them comes back.
NO_MORE_THAN_SOLD = """
CREATE FUNCTION orders_no_more_than_sold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sold record;
    back record;
BEGIN
    SELECT line.quantity, line.paid_minor, line.vat_minor INTO sold FROM orders_orderline AS line
    JOIN orders_return AS parcel ON parcel.tenant_id = line.tenant_id AND parcel.order_id = line.order_id
    WHERE line.tenant_id = NEW.tenant_id AND line.id = NEW.line_id AND parcel.id = NEW.parcel_id
    FOR UPDATE OF line;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'line % is not of the order of return %', NEW.line_id, NEW.parcel_id
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT sum(part.quantity) AS pieces, sum(part.amount_minor) AS amount, sum(part.vat_minor) AS vat INTO back
    FROM orders_returnline AS part
    JOIN orders_return AS parcel ON parcel.tenant_id = part.tenant_id AND parcel.id = part.parcel_id
    WHERE part.tenant_id = NEW.tenant_id AND part.line_id = NEW.line_id AND parcel.status <> 'refused';
    IF back.pieces > sold.quantity OR back.amount > sold.paid_minor OR back.vat > sold.vat_minor THEN
        RAISE EXCEPTION 'of line % (% pieces, % paid) % pieces and % would come back',
            NEW.line_id, sold.quantity, sold.paid_minor, back.pieces, back.amount USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER no_more_than_sold AFTER INSERT OR UPDATE OF amount_minor, vat_minor ON orders_returnline
    FOR EACH ROW EXECUTE FUNCTION orders_no_more_than_sold();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0007_letters"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("received", "received"),
                            ("refunded", "refunded"),
                            ("refused", "refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("refund_key", models.UUIDField()),
                (
                    "order",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="returns", to="orders.order"
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
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("is_restocked", models.BooleanField(default=False)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("vat_minor", models.BigIntegerField(null=True)),
                (
                    "line",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "parcel",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.return"
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
            name="ReturnMove",
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
                    "parcel",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="orders.return"
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
            model_name="return",
            constraint=models.UniqueConstraint(fields=("tenant", "order", "position"), name="return_position_once"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("tenant", "refund_key"), name="return_refund_key_once"),
        ),
        migrations.AddIndex(
            model_name="returnline",
            index=models.Index(fields=["tenant", "line"], name="returned_of_line"),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(fields=("tenant", "parcel", "line"), name="return_line_once"),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="return_line_of_pieces"),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_minor", None), ("vat_minor", None)),
                    models.Q(("amount_minor__gte", 0), ("vat_minor", None)),
                    models.Q(("amount_minor__gte", models.F("vat_minor")), ("vat_minor__gte", 0)),
                    _connector="OR",
                ),
                name="return_line_amounts",
            ),
        ),
        migrations.AddIndex(
            model_name="returnmove",
            index=models.Index(fields=["tenant", "parcel", "id"], name="moves_of_return"),
        ),
        ProtectTenantTable("return"),
        ProtectTenantTable("returnline"),
        ProtectTenantTable("returnmove"),
        FixedExcept("return", ["status"]),
        FixedExcept("returnline", ["is_restocked", "amount_minor", "vat_minor"]),
        AppendOnly("returnmove"),
        migrations.RunSQL(REFUSE_OTHER_MOVES, "DROP FUNCTION orders_refuse_other_return_moves CASCADE"),
        migrations.RunSQL(NO_MORE_THAN_SOLD, "DROP FUNCTION orders_no_more_than_sold CASCADE"),
    ]
