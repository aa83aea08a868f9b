"""Holds that nothing waits for."""

from __future__ import annotations

from datetime import datetime

from commerce.core.money import Money
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.operations import OperationStatus
from commerce.payments.models import Operation, PaymentAttempt


def let_go_late(attempt: PaymentAttempt, held: Money, now: datetime) -> None:
    """The void of a hold that was found when its locked attempt had ended is planned, once; the sweep sends it, and a
    person is told where the gateway refuses.

    It was in no books, so nothing is posted. One that the books had is over by our own doing, or its time's: gateways
    go on telling of it.
    """
    if attempt.authorised_minor or attempt.captured_minor:
        return
    if Operation.objects.filter(attempt=attempt, kind=OperationKind.VOID).exists():
        return
    Operation.objects.create(
        attempt=attempt,
        kind=OperationKind.VOID,
        amount_minor=held.minor,
        currency=held.currency,
        status=OperationStatus.PLANNED,
        check_at=now,
        created_at=now,
    )
