"""Taking what is held because the goods are on their way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.payments.application.money_queries import hold_of
from commerce.payments.application.use_cases.capture_payment import NothingHeld, capture_payment
from commerce.payments.domain.accounts import Taking


def take_when_sent(*, payment_id: int, now: datetime) -> None:
    """All that is held for the payment is asked for, unless its account says that this is done by hand; again, it is
    the same.

    What the gateway refuses is a person's (`Finding.NOT_MOVED`). Refuses MovementUnderWay: ask again. Call with no
    transaction open (TransactionOpen).
    """
    with transaction.atomic():
        hold = hold_of(payment_id)
    if hold is None or hold.taking is Taking.BY_HAND:
        return
    try:
        capture_payment(payment_id=payment_id, now=now)
    except NothingHeld:
        return
