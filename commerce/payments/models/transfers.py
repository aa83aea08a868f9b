"""Transfers from a payer's own bank: to where, what payers show for them, and what staff saw arrive."""

from __future__ import annotations

from django.db import models

from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.media.models import random_path
from commerce.payments.models.payments import Payment


def receipt_path(receipt: TransferReceipt, file_name: str) -> str:
    return random_path("receipts", file_name)


class BankDetails(TenantOwned):
    """The store's account at its bank."""

    bank_name = models.CharField(max_length=120)
    account_holder = models.CharField(max_length=120)
    iban = models.CharField(max_length=34)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="bank_details_once")]

    def __str__(self) -> str:
        return self.bank_name


class TransferReceipt(TenantOwned):
    """A picture, encoded by us, or a PDF as it came, for staff alone. It proves nothing."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    file = models.FileField(upload_to=receipt_path, max_length=200)
    is_pdf = models.BooleanField()
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "payment"], name="receipt_of_payment")]

    def __str__(self) -> str:
        return str(self.file.name)


class TransferConfirmation(TenantOwned):
    """Staff saw the amount arrive, under the reference by which the bank knows it; no reference pays twice."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, related_name="confirmations")
    bank_reference = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "bank_reference"], name="bank_reference_once"),
        ]
        indexes = [models.Index(fields=["tenant", "payment"], name="confirmation_of_payment")]

    def __str__(self) -> str:
        return self.bank_reference
