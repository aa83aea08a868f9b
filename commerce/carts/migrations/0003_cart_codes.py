import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("carts", "0002_cart_instants"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CartCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("code_key", models.CharField(max_length=80)),
                (
                    "cart",
                    commerce.core.owned.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="carts.cart",
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
            model_name="cartcode",
            constraint=models.UniqueConstraint(fields=("tenant", "cart", "code_key"), name="cart_code_once"),
        ),
        migrations.AddConstraint(
            model_name="cartcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code_key", ""), _negated=True), name="cart_code_not_empty"
            ),
        ),
        ProtectTenantTable("cartcode"),
    ]
