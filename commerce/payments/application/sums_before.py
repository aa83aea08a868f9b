"""What a gateway that names no refund says of its sums before one is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.locks import lock_operation
from commerce.payments.application.sums_told import sent_back_elsewhere
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.operations import OperationStatus
from commerce.payments.domain.values import NO_ANSWERS, Outcome, Snapshot

MORE_THAN_IS_LEFT = "more_than_is_left"


def begin_from(operation_id: int, seen: Snapshot, now: datetime) -> bool:
    """The planned movement begins from the sums that the gateway tells, and what went back at its own desk before is
    booked, so that it is never taken for ours.

    False where it is not to be sent: it was not told, so it stays planned; or more is asked for than is left there,
    which refuses it.
    """
    if seen.outcome in NO_ANSWERS:
        deliver(settle_operation(operation_id=operation_id, snapshot=replace(seen, outcome=Outcome.NOT_SENT), now=now))
        return False
    if seen.totals is None:  # what it does not know it will refuse
        return True
    left = seen.totals.captured - seen.totals.refunded
    with transaction.atomic():
        payment, attempt, operation = lock_operation(operation_id)
        if operation.status != OperationStatus.PLANNED or operation.sends:
            return False
        if operation.currency != left.currency:
            return True
        is_too_much = operation.kind == OperationKind.REFUND and operation.amount > left
        deliveries = []
        if is_too_much:
            said = Snapshot(Outcome.DECLINED, code=MORE_THAN_IS_LEFT)
            deliveries += settle_operation(operation_id=operation_id, snapshot=said, now=now)
            payment.refresh_from_db()
            attempt.refresh_from_db()
        else:
            operation.before_captured = seen.totals.captured.minor
            operation.before_refunded = seen.totals.refunded.minor
            operation.save(update_fields=["before_captured", "before_refunded"])
        deliveries += sent_back_elsewhere(payment, attempt, seen, now, unsent=operation)
    deliver(deliveries)
    return not is_too_much
