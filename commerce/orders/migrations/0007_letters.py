import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_fulfilments"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                            ("refunded", "refunded"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.BigIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "order",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="orders.order"
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "order", "kind", "about"), name="order_letter_once")
                ],
            },
        ),
        ProtectTenantTable("orderletter"),
    ]
