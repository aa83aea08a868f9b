"""Letting held money go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.holds import held_attempt
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.movements import plan, send
from commerce.payments.application.use_cases.capture_payment import NothingHeld
from commerce.payments.domain.conversations import OperationKind


def void_payment(*, payment_id: int, now: datetime) -> int:
    """The gateway was asked to let go of what the payer's bank holds; returns the movement's id, of which
    `movement_end` says what came of it. Refuses NothingHeld and MovementUnderWay.

    Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        attempt = held_attempt(payment)
        if attempt is None:
            raise NothingHeld
        held = Money(attempt.authorised_minor, payment.currency)
        operation = plan(attempt, OperationKind.VOID, held, by_sums=False, now=now)
    send(operation.pk, now)
    return int(operation.pk)
