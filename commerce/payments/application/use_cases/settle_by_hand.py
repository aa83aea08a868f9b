"""A person says what became of a movement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.core.outbox import deliver
from commerce.payments.application.discrepancies import close
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.use_cases.close_discrepancy import DiscrepancyNeedsReason
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.operations import BY_HAND, OperationStatus, outcome_of
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Discrepancy, Operation


class NotForAPerson(Refusal):
    """What became of the movement is known by now."""

    code = "movement_not_for_a_person"


def settle_by_hand(*, discrepancy_id: int, is_done: bool, reason: str, actor: Actor, now: datetime) -> None:
    """The movement of which this finding says that only a person can tell has taken place, or has not, as they say; the
    finding is off the list with who said so and why.

    Whatever they say is what the gateway would have said: a refund that was not done is the store's to send again.
    Refuses DiscrepancyNeedsReason, and NotForAPerson once the gateway has said it.
    """
    why = reason.strip()[:300]
    if not why:
        raise DiscrepancyNeedsReason
    with transaction.atomic():
        operation, finding = _asked_about(discrepancy_id)
        done = outcome_of(OperationKind(operation.kind))
        said = Snapshot(done if is_done else Outcome.DECLINED, code=BY_HAND)
        close(finding, why, actor, now, movement="done" if is_done else "not_done")
        deliveries = settle_operation(operation_id=operation.pk, snapshot=said, now=now)
    deliver(deliveries)


def _asked_about(discrepancy_id: int) -> tuple[Operation, Discrepancy]:
    """Of the locked payment, so that no answer comes between."""
    told = Discrepancy.objects.open().filter(finding=Finding.OUTCOME_UNKNOWN, key__startswith=MOVEMENT)
    finding = told.filter(pk=discrepancy_id).first()
    if finding is None or finding.payment_id is None:
        raise NotForAPerson
    finding.payment = lock_payment(finding.payment_id)
    operation = Operation.objects.get(pk=finding.key.removeprefix(MOVEMENT))
    if operation.status not in {OperationStatus.UNKNOWN, OperationStatus.PENDING}:
        raise NotForAPerson
    return operation, finding
