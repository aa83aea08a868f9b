"""Finding out what came of a movement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.movements import asked_about, call_of, send
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.operations import ANSWERED_WITHIN, MOST_SENDS, UNSETTLED_OPERATIONS, OperationStatus
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Operation


def resolve_operation(*, operation_id: int, now: datetime) -> None:
    """What never was sent was sent; of what was, without a clear answer, the gateway was asked, and it stands where
    that leaves it. Planned again, it is sent again when the gateway, asked once more, has still not heard of it.

    One that another process may be hearing the answer of is left alone. Call with no transaction open
    (TransactionOpen).
    """
    with transaction.atomic():
        operation = Operation.objects.select_related("attempt__payment", "attempt__account").get(pk=operation_id)
        status, sends, tries = OperationStatus(operation.status), operation.sends, operation.tries
        is_awaited = status is OperationStatus.SENT and now < (operation.sent_at or now) + ANSWERED_WITHIN
        if status not in UNSETTLED_OPERATIONS or is_awaited:
            return
        call = call_of(operation, now)
    is_planned = status is OperationStatus.PLANNED
    if is_planned and not sends:
        send(operation_id, now)
        return
    snapshot = asked_about(call)
    if is_planned and snapshot.outcome is Outcome.NOT_FOUND and tries < MOST_SENDS:
        send(operation_id, now, sent_before=sends)
        return
    deliver(settle_operation(operation_id=operation_id, snapshot=snapshot, now=now))
