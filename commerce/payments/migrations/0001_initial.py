import uuid

import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=80)),
                ("gateway", models.CharField(max_length=40)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("pending", "pending"),
                            ("collect_on_delivery", "collect_on_delivery"),
                            ("captured", "captured"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField()),
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
        migrations.CreateModel(
            name="PaymentAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=40)),
                ("gateway_key", models.UUIDField(default=uuid.uuid4)),
                ("gateway_reference", models.CharField(blank=True, max_length=100)),
                ("notification_token", models.CharField(max_length=64, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("intent", "intent"),
                            ("pending", "pending"),
                            ("unknown", "unknown"),
                            ("succeeded", "succeeded"),
                            ("declined", "declined"),
                            ("abandoned", "abandoned"),
                            ("mismatched", "mismatched"),
                        ],
                        max_length=20,
                    ),
                ),
                ("next_action", models.JSONField(null=True)),
                ("reported_minor", models.BigIntegerField(null=True)),
                ("reported_currency", models.CharField(blank=True, max_length=3)),
                ("code", models.CharField(blank=True, max_length=100)),
                ("call_started_at", models.DateTimeField(null=True)),
                ("asks", models.PositiveSmallIntegerField(default=0)),
                ("ask_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "payment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="payments.payment"
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
            name="PretendPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway_key", models.UUIDField()),
                ("reference", models.CharField(max_length=40)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("return_url", models.CharField(max_length=500)),
                ("notification_url", models.CharField(max_length=500)),
                ("play", models.CharField(blank=True, max_length=20)),
                ("settles_at", models.DateTimeField(null=True)),
                ("notify_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
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
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("tenant", "subject"), name="payment_once_per_subject"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 0)), name="payment_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(fields=["tenant", "payment"], name="attempt_of_payment"),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("status__in", ["intent", "pending", "unknown"])),
                fields=["ask_at"],
                name="attempt_to_ask",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(fields=("tenant", "gateway_key"), name="attempt_key_once"),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gateway_reference", ""), _negated=True),
                fields=("tenant", "gateway", "gateway_reference"),
                name="attempt_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["intent", "pending", "unknown"])),
                fields=("tenant", "payment"),
                name="attempt_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="pretendpayment",
            index=models.Index(
                condition=models.Q(("notified_at", None), ("notify_at__isnull", False)),
                fields=["notify_at"],
                name="pretend_to_notify",
            ),
        ),
        migrations.AddConstraint(
            model_name="pretendpayment",
            constraint=models.UniqueConstraint(fields=("tenant", "gateway_key"), name="pretend_key_once"),
        ),
        migrations.AddConstraint(
            model_name="pretendpayment",
            constraint=models.UniqueConstraint(fields=("tenant", "reference"), name="pretend_reference_once"),
        ),
        ProtectTenantTable("payment"),
        ProtectTenantTable("paymentattempt"),
        ProtectTenantTable("pretendpayment"),
    ]
