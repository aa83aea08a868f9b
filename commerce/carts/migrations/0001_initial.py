import django.db.models.deletion
from django.db import migrations, models

import commerce.carts.domain.values
import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guest_key", models.CharField(blank=True, max_length=64)),
                ("status", models.CharField(choices=[("open", "open"), ("ordered", "ordered")], max_length=10)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "customer",
                    commerce.core.owned.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.customer"
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
            name="CartLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "cart",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="carts.cart"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="cart",
            index=models.Index(fields=["tenant", "changed_at"], name="cart_age"),
        ),
        migrations.AddConstraint(
            model_name="cart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("customer__isnull", True), models.Q(("guest_key", ""), _negated=True)),
                    models.Q(("customer__isnull", False), ("guest_key", "")),
                    _connector="OR",
                ),
                name="cart_of_customer_or_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="cart",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("customer__isnull", False), ("status", commerce.carts.domain.values.CartStatus["OPEN"])
                ),
                fields=("tenant", "customer"),
                name="cart_one_open_per_customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="cart",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status", commerce.carts.domain.values.CartStatus["OPEN"]),
                    models.Q(("guest_key", ""), _negated=True),
                ),
                fields=("tenant", "guest_key"),
                name="cart_one_open_per_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="cartline",
            constraint=models.UniqueConstraint(fields=("tenant", "cart", "variant"), name="cart_line_once_per_variant"),
        ),
        migrations.AddConstraint(
            model_name="cartline",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="cart_line_of_pieces"),
        ),
        ProtectTenantTable("cart"),
        ProtectTenantTable("cartline"),
    ]
