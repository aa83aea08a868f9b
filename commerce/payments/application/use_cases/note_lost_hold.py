"""Goods were sent on money that is held no longer."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_payment
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import PaymentStatus


def note_lost_hold(*, payment_id: int, now: datetime) -> None:
    """A person is told, once, that nobody has paid for what was sent. Nothing where the payment has not failed."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.status == PaymentStatus.FAILED:
            facts = {"amount": str(payment.amount)}
            found(Finding.HOLD_LAPSED, f"payment:{payment_id}", payment, facts, now)
