"""Answers about transfers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commerce.core.money import Money
from commerce.payments.domain.iban import in_groups
from commerce.payments.models import BankDetails, TransferConfirmation, TransferReceipt


@dataclass(frozen=True, slots=True)
class BankView:
    """`iban` in groups of four."""

    bank_name: str
    account_holder: str
    iban: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    id: int
    is_pdf: bool
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """Money that staff saw on the store's account, and the bank's reference for it."""

    amount: Money
    bank_reference: str
    confirmed_at: datetime


def bank_details() -> BankView | None:
    """Where shoppers of this store transfer to; None before it was said."""
    row = BankDetails.objects.first()
    return None if row is None else BankView(row.bank_name, row.account_holder, in_groups(row.iban))


def receipts_for(payment_id: int) -> tuple[ReceiptView, ...]:
    """What the payer has shown, the oldest first."""
    rows = TransferReceipt.objects.filter(payment_id=payment_id).order_by("id")
    return tuple(ReceiptView(row.pk, row.is_pdf, row.uploaded_at) for row in rows)


def with_receipts(payment_ids: Iterable[int]) -> set[int]:
    """Those of these payments whose payer has shown a receipt; one statement."""
    rows = TransferReceipt.objects.filter(payment_id__in=list(payment_ids))
    return set(rows.order_by().values_list("payment_id", flat=True))


def receipt_file(receipt_id: int) -> Any | None:
    """The stored file of this receipt, open to be read; None for none."""
    row = TransferReceipt.objects.filter(pk=receipt_id).first()
    return None if row is None else row.file.open("rb")


def arrivals_of(payment_id: int) -> tuple[ArrivalView, ...]:
    """What staff saw arrive, the oldest first."""
    rows = TransferConfirmation.objects.filter(payment_id=payment_id).order_by("id")
    return tuple(
        ArrivalView(Money(row.amount_minor, row.currency), row.bank_reference, row.confirmed_at) for row in rows
    )
