import django.db.models.deletion
from django.db import migrations, models

import commerce.core.owned
import commerce.payments.models.transfers
from commerce.core.row_security import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_answers_heard"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank_name", models.CharField(max_length=120)),
                ("account_holder", models.CharField(max_length=120)),
                ("iban", models.CharField(max_length=34)),
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
                "constraints": [models.UniqueConstraint(fields=("tenant",), name="bank_details_once")],
            },
        ),
        migrations.CreateModel(
            name="TransferConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank_reference", models.CharField(max_length=60)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "payment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="payments.payment"
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
                    models.UniqueConstraint(fields=("tenant", "bank_reference"), name="bank_reference_once"),
                    models.UniqueConstraint(fields=("tenant", "payment"), name="transfer_confirmed_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(max_length=200, upload_to=commerce.payments.models.transfers.receipt_path)),
                ("is_pdf", models.BooleanField()),
                ("uploaded_at", models.DateTimeField()),
                (
                    "payment",
                    commerce.core.owned.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="payments.payment"
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
                "indexes": [models.Index(fields=["tenant", "payment"], name="receipt_of_payment")],
            },
        ),
        ProtectTenantTable("bankdetails"),
        ProtectTenantTable("transferreceipt"),
        ProtectTenantTable("transferconfirmation"),
    ]
