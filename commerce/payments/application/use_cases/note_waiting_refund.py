"""A refund that can't be sent before another one has ended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.refunds import waiting_key
from commerce.payments.domain.discrepancies import Finding

PATIENCE = timedelta(days=1)


def note_waiting_refund(*, payment_id: int, request_key: UUID, amount: Money, since: datetime, now: datetime) -> None:
    """A person is told, once, of what has been waiting to be asked for under this key for longer than `PATIENCE`; it is
    off the list when it was asked for."""
    if now - since < PATIENCE:
        return
    with transaction.atomic():
        payment = lock_payment(payment_id)
        found(Finding.NOT_SENT, waiting_key(request_key), payment, {"amount": str(amount)}, now)
