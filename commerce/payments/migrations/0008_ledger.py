import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import commerce.core.owned
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_bank_transfers"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Discrepancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("contradiction", "contradiction"),
                            ("paid_twice", "paid_twice"),
                            ("refunded_elsewhere", "refunded_elsewhere"),
                            ("charged_back", "charged_back"),
                            ("collected_otherwise", "collected_otherwise"),
                            ("outcome_unknown", "outcome_unknown"),
                            ("in_review", "in_review"),
                            ("not_returned", "not_returned"),
                            ("books_differ", "books_differ"),
                        ],
                        max_length=30,
                    ),
                ),
                ("key", models.CharField(max_length=160)),
                ("facts", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "book",
                    models.CharField(
                        choices=[
                            ("gateway_receivable", "gateway_receivable"),
                            ("courier_receivable", "courier_receivable"),
                            ("bank", "bank"),
                            ("order_funds", "order_funds"),
                            ("refunds_in_flight", "refunds_in_flight"),
                            ("unapplied_funds", "unapplied_funds"),
                            ("chargeback_loss", "chargeback_loss"),
                            ("holds", "holds"),
                            ("holds_contra", "holds_contra"),
                        ],
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("debit_minor", models.BigIntegerField(default=0)),
                ("credit_minor", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerTransaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("held", "held"),
                            ("hold_released", "hold_released"),
                            ("captured", "captured"),
                            ("captured_unapplied", "captured_unapplied"),
                            ("refund_submitted", "refund_submitted"),
                            ("return_submitted", "return_submitted"),
                            ("refund_succeeded", "refund_succeeded"),
                            ("refund_failed", "refund_failed"),
                            ("return_failed", "return_failed"),
                            ("refunded_elsewhere", "refunded_elsewhere"),
                            ("returned_elsewhere", "returned_elsewhere"),
                            ("charged_back", "charged_back"),
                            ("chargeback_reversed", "chargeback_reversed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("source_kind", models.CharField(max_length=20)),
                ("source_id", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=60)),
                ("posted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("capture", "capture"), ("void", "void"), ("refund", "refund")], max_length=10
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("before_captured", models.BigIntegerField(null=True)),
                ("before_refunded", models.BigIntegerField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("sent", "sent"),
                            ("succeeded", "succeeded"),
                            ("declined", "declined"),
                            ("pending", "pending"),
                            ("unknown", "unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                ("gateway_reference", models.CharField(blank=True, max_length=100)),
                ("code", models.CharField(blank=True, max_length=100)),
                ("sends", models.PositiveSmallIntegerField(default=0)),
                ("checks", models.PositiveSmallIntegerField(default=0)),
                ("check_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("is_of_unapplied", models.BooleanField(default=False)),
                (
                    "source",
                    models.CharField(
                        choices=[("staff", "staff"), ("system", "system"), ("external", "external")], max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("pending", "pending"),
                            ("succeeded", "succeeded"),
                            ("failed", "failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("asked_by", models.CharField(blank=True, max_length=60)),
                ("request_key", models.UUIDField(default=uuid.uuid4)),
                ("requested_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="gatewayevent",
            name="movement",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="authorised_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="payment",
            name="captured_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="payment",
            name="charged_back_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="payment",
            name="owed_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="refund_pending_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="payment",
            name="refunded_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="authorised_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="captured_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="is_unapplied",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="refund_pending_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="refunded_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("owed_back_at__isnull", False)), fields=["owed_back_at"], name="payment_owed_back"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("authorised_minor__gte", 0),
                    ("refund_pending_minor__gte", 0),
                    ("refunded_minor__gte", 0),
                    (
                        "captured_minor__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("refunded_minor"), "+", models.F("refund_pending_minor")
                        ),
                    ),
                ),
                name="payment_refunds_what_it_took",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("captured_minor__gte", models.F("charged_back_minor")), ("charged_back_minor__gte", 0)
                ),
                name="payment_charged_back_of_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("authorised_minor__gte", 0),
                    ("refund_pending_minor__gte", 0),
                    ("refunded_minor__gte", 0),
                    (
                        "captured_minor__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("refunded_minor"), "+", models.F("refund_pending_minor")
                        ),
                    ),
                ),
                name="attempt_refunds_what_it_took",
            ),
        ),
        migrations.AddField(
            model_name="discrepancy",
            name="payment",
            field=commerce.core.owned.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="discrepancies",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="discrepancy",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="gateway_account",
            field=commerce.core.owned.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="books",
                to="payments.gatewayaccount",
            ),
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="account",
            field=commerce.core.owned.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="payments.ledgeraccount"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="ledgertransaction",
            name="payment",
            field=commerce.core.owned.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ledger_transactions", to="payments.payment"
            ),
        ),
        migrations.AddField(
            model_name="ledgertransaction",
            name="reverses",
            field=commerce.core.owned.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversed_by",
                to="payments.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="ledgertransaction",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="transaction",
            field=commerce.core.owned.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="payments.ledgertransaction"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="attempt",
            field=commerce.core.owned.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="payments.paymentattempt"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="attempt",
            field=commerce.core.owned.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="payments.paymentattempt",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="operation",
            field=commerce.core.owned.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.operation"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="payment",
            field=commerce.core.owned.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.payment"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(fields=["tenant", "payment"], name="discrepancy_of_payment"),
        ),
        migrations.AddConstraint(
            model_name="discrepancy",
            constraint=models.UniqueConstraint(fields=("tenant", "finding", "key"), name="discrepancy_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(
                fields=("tenant", "book", "gateway_account", "currency"),
                name="ledger_account_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="ledgertransaction",
            index=models.Index(fields=["tenant", "payment"], name="ledger_of_payment"),
        ),
        migrations.AddConstraint(
            model_name="ledgertransaction",
            constraint=models.UniqueConstraint(
                fields=("tenant", "source_kind", "source_id", "purpose"), name="ledger_source_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgertransaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses__isnull", False)),
                fields=("tenant", "reverses"),
                name="ledger_reversed_once",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["tenant", "transaction"], name="ledger_entry_of_transaction"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["tenant", "account"], name="ledger_entry_of_account"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credit_minor", 0), ("debit_minor__gt", 0)),
                    models.Q(("credit_minor__gt", 0), ("debit_minor", 0)),
                    _connector="OR",
                ),
                name="ledger_entry_one_side",
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(fields=["tenant", "attempt"], name="operation_of_attempt"),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                condition=models.Q(("status__in", ["pending", "planned", "sent", "unknown"])),
                fields=["check_at"],
                name="operation_to_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(fields=("tenant", "key"), name="operation_key_once"),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["capture", "void"]), ("status__in", ["planned", "sent", "unknown"])),
                fields=("tenant", "attempt"),
                name="operation_no_rival",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("before_refunded__isnull", False), ("status__in", ["planned", "sent", "unknown"])),
                fields=("tenant", "attempt", "kind"),
                name="operation_one_of_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="operation_of_something"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["tenant", "payment"], name="refund_of_payment"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(fields=("tenant", "request_key"), name="refund_request_once"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="refund_of_something"),
        ),
        ProtectTenantTable("ledgeraccount"),
        ProtectTenantTable("ledgertransaction"),
        ProtectTenantTable("ledgerentry"),
        ProtectTenantTable("operation"),
        ProtectTenantTable("refund"),
        ProtectTenantTable("discrepancy"),
    ]
