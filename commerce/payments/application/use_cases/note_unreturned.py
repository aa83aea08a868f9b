"""A refund that its way does not offer, with nobody before the page that says so."""

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.use_cases.refund_payment import RefundNotOffered
from commerce.payments.domain.discrepancies import ASKED, Finding


def note_unreturned(*, payment_id: int, asked_by: str, amount: Money, now: datetime) -> None:
    """A person is told, once, that this amount can't go back by the way that it was paid by, to who asks for it."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        told = {"amount": str(amount), "code": RefundNotOffered.code}
        found(Finding.NOT_RETURNED, f"{ASKED}{asked_by}", payment, told, now)
