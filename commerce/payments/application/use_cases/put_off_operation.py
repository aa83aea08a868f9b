"""A movement that could not be looked into, by a defect of ours."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.discrepancies import found
from commerce.payments.application.locks import lock_operation
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.operations import ESCALATED_AFTER, UNSETTLED_OPERATIONS, OperationStatus
from commerce.payments.domain.states import CALL_LIMIT
from commerce.payments.models import Operation, Payment


def put_off_operation(*, operation_id: int, now: datetime) -> None:
    """It is looked into again after `CALL_LIMIT`, and a person is told, once, of one that was decided `ESCALATED_AFTER`
    ago: that it was not sent, or that they are to say what became of it. Of one that the bank has taken on, so long
    after the first look that failed, if none has ended since: banks take their time."""
    with transaction.atomic():
        payment, _, operation = lock_operation(operation_id)
        operation.check_at = now + CALL_LIMIT
        operation.failing_since = operation.failing_since or now
        if operation.status in UNSETTLED_OPERATIONS and now - _unclear_since(operation) >= ESCALATED_AFTER:
            _tell(payment, operation, now)
        operation.save(update_fields=["status", "check_at", "failing_since"])


def _unclear_since(operation: Operation) -> datetime:
    is_with_the_bank = operation.status == OperationStatus.PENDING
    return (operation.failing_since if is_with_the_bank else None) or operation.created_at


def _tell(payment: Payment, operation: Operation, now: datetime) -> None:
    facts = {"kind": operation.kind, "amount": str(operation.amount), "code": operation.code}
    key = f"{MOVEMENT}{operation.pk}"
    if operation.status == OperationStatus.PLANNED:
        found(Finding.NOT_SENT, key, payment, facts, now)
    else:
        if operation.status == OperationStatus.SENT:
            operation.status = OperationStatus.UNKNOWN  # who was to hear the answer is dead by now
        found(Finding.OUTCOME_UNKNOWN, key, payment, facts, now)
