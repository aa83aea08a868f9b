"""A movement that a gateway tells of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commerce.core.outbox import deliver
from commerce.payments.application import takings
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.resolve_operation import resolve_operation
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt

_BY_THE_GATEWAY = frozenset({Outcome.CAPTURED, Outcome.VOIDED})


def note_movement(*, attempt_id: int, movement: Snapshot, now: datetime) -> bool:
    """Ours was looked into; a chargeback, or what somebody moved at the gateway's own desk, is recorded, once.

    False while one of ours is unclear that it may be: look again later. Call with no transaction open
    (TransactionOpen).
    """
    with transaction.atomic():
        ours = _ours(attempt_id, movement)
    if ours is not None:
        resolve_operation(operation_id=ours, now=now)
        return True
    with transaction.atomic():
        payment_id = PaymentAttempt.objects.values_list("payment_id", flat=True).get(pk=attempt_id)
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
        if _may_be_ours(attempt, movement):
            return False
        deliveries = _record(payment, attempt, movement, now)
    deliver(deliveries)
    return True


def _ours(attempt_id: int, movement: Snapshot) -> int | None:
    same = Q(gateway_reference=movement.reference)
    if len(movement.key) == len("00000000-0000-0000-0000-000000000000"):
        same |= Q(key=movement.key)
    found = Operation.objects.filter(same, attempt_id=attempt_id)
    operation_id: int | None = found.values_list("pk", flat=True).first()
    return operation_id


def _may_be_ours(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """A follow-up may bear the payment's key instead of its own."""
    kind = {Outcome.REFUNDED: OperationKind.REFUND, Outcome.CAPTURED: OperationKind.CAPTURE}.get(movement.outcome)
    return Operation.objects.unsettled().filter(attempt=attempt, kind=kind or OperationKind.VOID).exists()


def _record(payment: Payment, attempt: PaymentAttempt, movement: Snapshot, now: datetime) -> list[int]:
    amount = movement.amount
    if amount is None or amount.currency != attempt.refundable.currency:
        return []
    if movement.outcome is Outcome.CHARGED_BACK:
        return takings.charge_back(payment, attempt, amount, movement.reference, now)
    if movement.outcome is Outcome.CHARGEBACK_REVERSED:
        takings.win_chargeback(payment, attempt, amount, movement.reference, now)
    elif movement.outcome is Outcome.REFUNDED:
        return takings.give_back_elsewhere(payment, attempt, amount, movement.reference, now)
    elif movement.outcome in _BY_THE_GATEWAY and attempt.status == AttemptStatus.SETTLING:
        seen = Snapshot(movement.outcome, attempt.gateway_reference, amount)
        return apply_observation(attempt_id=attempt.pk, snapshot=seen, now=now)
    return []
