"""Finding out what came of a movement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.movements import call_of, send
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.operations import ANSWERED_WITHIN, UNSETTLED_OPERATIONS, OperationStatus
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Operation


def resolve_operation(*, operation_id: int, now: datetime) -> None:
    """What is planned was sent; of what was sent without a clear answer the gateway was asked, and it stands where that
    leaves it. One that another process may be hearing the answer of is left alone.

    Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        operation = Operation.objects.select_related("attempt__payment", "attempt__account").get(pk=operation_id)
        status = OperationStatus(operation.status)
        is_awaited = status is OperationStatus.SENT and now < (operation.sent_at or now) + ANSWERED_WITHIN
        if status not in UNSETTLED_OPERATIONS or is_awaited:
            return
        call = call_of(operation, now)
    if status is OperationStatus.PLANNED:
        send(operation_id, now)
        return
    snapshot = call.gateway.find_operation(call.account, call.request)
    if snapshot.outcome is Outcome.NOT_SENT:  # the question was not: of the movement that says nothing
        snapshot = replace(snapshot, outcome=Outcome.UNKNOWN)
    deliver(settle_operation(operation_id=operation_id, snapshot=snapshot, now=now))
