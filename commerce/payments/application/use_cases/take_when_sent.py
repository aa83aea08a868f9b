"""Taking what is held because the goods are on their way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.payments.application.discrepancies import found
from commerce.payments.application.money_queries import hold_of, movement_end
from commerce.payments.application.use_cases.capture_payment import NothingHeld, capture_payment
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.operations import OperationStatus
from commerce.payments.models import Payment


def take_when_sent(*, payment_id: int, now: datetime) -> None:
    """All that is held for the payment is asked for, where its account says so; again, it is the same.

    What the gateway refuses is a person's. Refuses MovementUnderWay: ask again. Call with no transaction open
    (TransactionOpen).
    """
    with transaction.atomic():
        hold = hold_of(payment_id)
    if hold is None or hold.taking is not Taking.WHEN_SENT:
        return
    try:
        operation_id = capture_payment(payment_id=payment_id, now=now)
    except NothingHeld:
        return
    if operation_id is not None:
        _tell_if_refused(payment_id, operation_id, now)


def _tell_if_refused(payment_id: int, operation_id: int, now: datetime) -> None:
    with transaction.atomic():
        end = movement_end(operation_id)
        if end.status is OperationStatus.DECLINED:
            payment = Payment.objects.get(pk=payment_id)
            facts = {"amount": str(payment.amount), "code": end.code}
            found(Finding.NOT_TAKEN, f"operation:{operation_id}", payment, facts, now)
