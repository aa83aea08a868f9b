"""Money that staff or a courier took, in the payment's sums and in the books."""

from __future__ import annotations

from datetime import datetime

from commerce.core.money import Money
from commerce.payments.application.discrepancies import found
from commerce.payments.application.ledger import Source, offline_till, post
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.postings import Entry
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment


def take_by_hand(payment: Payment, amount: Money, now: datetime) -> None:
    """The locked payment is captured by that amount, in its own currency.

    What is more than was owed belongs to no order; that, and what is less, is told as a discrepancy.
    """
    till = offline_till(payment)
    owed = min(amount, payment.amount)
    post(payment, Entry.CAPTURED, owed, till, _source(payment, "captured"), now)
    post(payment, Entry.CAPTURED_UNAPPLIED, amount - owed, till, _source(payment, "unapplied"), now)
    if amount != payment.amount:
        facts = {"taken": str(amount), "owed": str(payment.amount)}
        found(Finding.COLLECTED_OTHERWISE, f"payment:{payment.pk}", payment, facts, now)
    if payment.status == PaymentStatus.CANCELLED:
        payment.owed_back_at = now
    payment.captured_minor = owed.minor
    payment.status = PaymentStatus.CAPTURED
    payment.changed_at = now
    payment.save(update_fields=["captured_minor", "owed_back_at", "status", "changed_at"])


def _source(payment: Payment, purpose: str) -> Source:
    return Source("payment", str(payment.pk), purpose)
