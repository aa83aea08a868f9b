import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import AppendOnly, ProtectTenantTable

# The table of domain/states.py as it stood here; a test compares the two. Whatever statement moves an order, from
# whatever code, this refuses what is not in it.
REFUSE_OTHER_MOVES = """
CREATE FUNCTION orders_refuse_other_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'created' THEN
            RAISE EXCEPTION 'an order begins as created, not as %', NEW.status USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN (
        ('created', 'payment_pending'),
        ('created', 'confirmed'),
        ('created', 'cancelled'),
        ('payment_pending', 'confirmed'),
        ('payment_pending', 'failed'),
        ('payment_pending', 'cancelled'),
        ('confirmed', 'shipped'),
        ('confirmed', 'cancelled'),
        ('shipped', 'delivered')
    ) THEN
        RAISE EXCEPTION 'an order does not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER order_begins BEFORE INSERT ON orders_order
    FOR EACH ROW EXECUTE FUNCTION orders_refuse_other_moves();
CREATE TRIGGER order_moves BEFORE UPDATE OF status ON orders_order
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION orders_refuse_other_moves();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("carts", "0001_initial"),
        ("catalog", "0001_initial"),
        ("payments", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("token", models.CharField(max_length=64)),
                ("public_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("payment_pending", "payment_pending"),
                            ("confirmed", "confirmed"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                            ("cancelled", "cancelled"),
                            ("failed", "failed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("payment_method", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("city", models.CharField(max_length=80)),
                ("district", models.CharField(blank=True, max_length=120)),
                ("street", models.CharField(blank=True, max_length=200)),
                ("building_number", models.CharField(blank=True, max_length=10)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                ("short_address", models.CharField(blank=True, max_length=8)),
                ("notes", models.CharField(blank=True, max_length=300)),
                ("currency", models.CharField(max_length=3)),
                ("subtotal_minor", models.BigIntegerField()),
                ("shipping_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("actor", models.CharField(max_length=100)),
                ("idempotency_key", models.CharField(max_length=255)),
                ("placed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "cart",
                    commerce.core.owned.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="carts.cart"
                    ),
                ),
                (
                    "customer",
                    commerce.core.owned.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.customer",
                    ),
                ),
                (
                    "payment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
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
            options={"verbose_name": "order", "verbose_name_plural": "orders"},
        ),
        migrations.CreateModel(
            name="OrderCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last", models.PositiveIntegerField()),
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
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("sku", models.CharField(max_length=100)),
                ("title_ar", models.CharField(blank=True, max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("option_label_ar", models.CharField(blank=True, max_length=400)),
                ("option_label_en", models.CharField(blank=True, max_length=400)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price_minor", models.BigIntegerField()),
                ("line_total_minor", models.BigIntegerField()),
                (
                    "order",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
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
                (
                    "variant",
                    commerce.core.owned.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalog.variant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderMove",
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
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "order",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="orders.order"
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
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant", "-placed_at", "-id"], name="order_age"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant", "customer", "-placed_at"], name="order_of_customer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant", "status", "-placed_at"], name="order_by_status"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant", "phone"], name="order_by_phone"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status__in", ["created", "payment_pending"])),
                fields=["expires_at"],
                name="order_to_expire",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="order_number_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("tenant", "token"), name="order_token_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("tenant", "public_id"), name="order_public_id_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("tenant", "payment"), name="order_payment_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("tenant", "actor", "idempotency_key"), name="order_once_per_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shipping_minor__gte", 0),
                    ("subtotal_minor__gte", 0),
                    (
                        "total_minor",
                        django.db.models.expressions.CombinedExpression(
                            models.F("subtotal_minor"), "+", models.F("shipping_minor")
                        ),
                    ),
                ),
                name="order_amounts_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="ordercounter",
            constraint=models.UniqueConstraint(fields=("tenant",), name="order_counter_once"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("tenant", "order", "position"), name="order_line_position_once"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="order_line_of_pieces"),
        ),
        migrations.AddIndex(
            model_name="ordermove",
            index=models.Index(fields=["tenant", "order", "id"], name="moves_of_order"),
        ),
        ProtectTenantTable("order"),
        ProtectTenantTable("orderline"),
        ProtectTenantTable("ordermove"),
        ProtectTenantTable("ordercounter"),
        AppendOnly("ordermove"),
        migrations.RunSQL(REFUSE_OTHER_MOVES, migrations.RunSQL.noop),
    ]
