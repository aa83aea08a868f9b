import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
import commerce.payments.domain.webhooks
from commerce.core.row_security import AddCompositeKey, ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_no_practice_gateway"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="paymentattempt",
            name="notification_token",
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="GatewayAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=40)),
                ("mode", models.CharField(choices=[("test", "test"), ("live", "live")], max_length=4)),
                ("region", models.CharField(blank=True, max_length=20)),
                ("settings", models.JSONField(default=dict)),
                ("sealed", models.BinaryField(default=b"")),
                ("seal_key", models.CharField(blank=True, max_length=16)),
                ("tails", models.JSONField(default=dict)),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("secrets_before_until", models.DateTimeField(null=True)),
                ("webhook_token", models.CharField(max_length=64, unique=True)),
                ("is_in_use", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
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
        migrations.AddField(
            model_name="paymentattempt",
            name="account",
            field=commerce.core.owned.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="payments.gatewayaccount",
            ),
        ),
        migrations.CreateModel(
            name="GatewayEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dedupe_key", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "payment"),
                            ("operation", "operation"),
                            ("chargeback", "chargeback"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=64)),
                ("references", models.JSONField(default=list)),
                ("body", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("applied", "applied"),
                            ("ignored", "ignored"),
                            ("parked", "parked"),
                            ("unmatched", "unmatched"),
                        ],
                        max_length=10,
                    ),
                ),
                ("looks", models.PositiveSmallIntegerField(default=0)),
                ("look_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "account",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="payments.gatewayaccount"
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
            name="PaymentWay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=40)),
                ("is_enabled", models.BooleanField()),
                ("position", models.PositiveSmallIntegerField()),
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
            model_name="gatewayaccount",
            constraint=models.UniqueConstraint(
                fields=("tenant", "provider", "mode"), name="gateway_account_once_per_mode"
            ),
        ),
        migrations.AddConstraint(
            model_name="gatewayaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_in_use", True)),
                fields=("tenant", "provider"),
                name="gateway_account_one_in_use",
            ),
        ),
        migrations.AddIndex(
            model_name="gatewayevent",
            index=models.Index(
                condition=models.Q(("status", commerce.payments.domain.webhooks.EventStatus["PARKED"])),
                fields=["look_at"],
                name="gateway_event_parked",
            ),
        ),
        migrations.AddIndex(
            model_name="gatewayevent",
            index=models.Index(
                condition=models.Q(("body", ""), _negated=True), fields=["received_at"], name="gateway_event_with_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="gatewayevent",
            constraint=models.UniqueConstraint(fields=("tenant", "account", "dedupe_key"), name="gateway_event_once"),
        ),
        migrations.AddConstraint(
            model_name="paymentway",
            constraint=models.UniqueConstraint(fields=("tenant", "method"), name="payment_way_once"),
        ),
        ProtectTenantTable("gatewayaccount"),
        ProtectTenantTable("gatewayevent"),
        ProtectTenantTable("paymentway"),
        AddCompositeKey("paymentattempt", "account"),
    ]
