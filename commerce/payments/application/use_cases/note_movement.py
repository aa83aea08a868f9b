"""A movement that a gateway tells of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commerce.core.money import Money
from commerce.core.outbox import deliver
from commerce.payments.application import takings
from commerce.payments.application.discrepancies import found
from commerce.payments.application.given_back import no_longer_kept
from commerce.payments.application.holds import was_held
from commerce.payments.application.late_holds import rest_is_gone
from commerce.payments.application.ledger import Source, stands
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.movements import asked_about, call_of
from commerce.payments.application.paid_beside import beside
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.operations import BY_HAND, OperationStatus, RefundStatus, is_done
from commerce.payments.domain.states import OPEN_ATTEMPTS, AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt, Refund

_KIND_OF = {
    Outcome.REFUNDED: OperationKind.REFUND,
    Outcome.CAPTURED: OperationKind.CAPTURE,
    Outcome.VOIDED: OperationKind.VOID,
}
_UNCLEAR = frozenset({OperationStatus.UNKNOWN, OperationStatus.PENDING})
_OF_TAKEN_MONEY = frozenset({Outcome.REFUNDED, Outcome.CHARGED_BACK})


def note_movement(*, attempt_id: int, movement: Snapshot, now: datetime) -> bool:
    """Ours stands where the gateway says; a chargeback, or what somebody moved at the gateway's own desk, is recorded,
    once. Nothing is sent by it. What a part left of a hold and was let go there is nobody's, and what was taken of it
    stays the store's: by their contracts gateways let go of holds, and of no capture. What is taken of a hold after a
    part of it is money as well, by an attempt of its own; a person is told of it, and of a part of a hold that was let
    go before anything was taken: the hold is not over by that.

    False while it can't be told yet: one of ours is unclear that it may be, or the money that it takes back is not
    known, or on its way back already. Look again later. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        ours = _ours(attempt_id, movement)
        if _is_said_to_be_done(attempt_id, ours, movement):
            return True
    if ours is not None:
        return _settle_ours(ours, movement, now)
    with transaction.atomic():
        payment, attempt = lock_attempt(attempt_id)
        if _may_be_ours(attempt, movement) or _is_early(attempt, movement):
            return False
        deliveries = _record(payment, attempt, movement, now)
    deliver(deliveries)
    return True


def _ours(attempt_id: int, movement: Snapshot) -> Operation | None:
    """The movement of ours that it is. A second one under the same key, done as well, is money that moved once more."""
    same = Q(gateway_reference=movement.reference) if movement.reference else Q(pk=None)
    if len(movement.key) == len("00000000-0000-0000-0000-000000000000"):
        same |= Q(key=movement.key)
    operation: Operation | None = Operation.objects.filter(same, attempt_id=attempt_id).first()
    if operation is None or operation.status != OperationStatus.SUCCEEDED:
        return operation
    is_another = is_done(OperationKind(operation.kind), movement.outcome) and "" not in {
        operation.gateway_reference,
        movement.reference,
    }
    return None if is_another and operation.gateway_reference != movement.reference else operation


def _settle_ours(operation: Operation, movement: Snapshot, now: datetime) -> bool:
    kind = OperationKind(operation.kind)
    if not is_done(kind, movement.outcome):
        _ask(operation, now)
        return True
    if kind is not OperationKind.VOID and movement.amount != operation.amount:
        movement = replace(movement, contradiction="amount", needs_operator=True)
    with transaction.atomic():
        payment, attempt = lock_attempt(operation.attempt_id)
        if not _has_room(attempt, operation):
            return False
        _tell_of_another_amount(payment, operation.pk, movement, now)
        deliveries = settle_operation(operation_id=operation.pk, snapshot=movement, now=now)
    deliver(deliveries)
    return True


def _tell_of_another_amount(payment: Payment, operation_id: int, movement: Snapshot, now: datetime) -> None:
    """Of what a person said was done: it bears the gateway's name from now on, and which amount is right they say."""
    said = Operation.objects.filter(pk=operation_id, status=OperationStatus.SUCCEEDED, code=BY_HAND).first()
    if said is None or movement.amount in (None, said.amount):
        return
    facts = {"kind": said.kind, "amount": str(movement.amount), "asked": str(said.amount), "what": "said_by_hand"}
    found(Finding.CONTRADICTION, f"{MOVEMENT}{said.pk}:{movement.amount}", payment, facts, now)
    if not said.gateway_reference:
        said.gateway_reference = movement.reference
        said.save(update_fields=["gateway_reference"])


def _ask(operation: Operation, now: datetime) -> None:
    """Of what was not done, or not yet, the gateway has the last word: the same key may have been tried twice."""
    with transaction.atomic():
        row = Operation.objects.select_related("attempt__payment", "attempt__account").get(pk=operation.pk)
        if row.status not in _UNCLEAR:
            return
        call = call_of(row, now)
    deliver(settle_operation(operation_id=row.pk, snapshot=asked_about(call), now=now))


def _has_room(attempt: PaymentAttempt, operation: Operation) -> bool:
    """A refund that had failed gave its reserve back, and another may have it."""
    failed = Refund.objects.filter(operation=operation, status=RefundStatus.FAILED).first()
    return failed is None or failed.amount_minor <= attempt.kept.minor


def _may_be_ours(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """A follow-up may bear the payment's key instead of its own."""
    kind = _KIND_OF.get(movement.outcome, OperationKind.VOID)
    return Operation.objects.unsettled().filter(attempt=attempt, kind=kind).exists()


def _is_early(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """Whether the money that it is about is not known here yet, or is partly on its way back."""
    is_waited_for = AttemptStatus(attempt.status) in OPEN_ATTEMPTS - {AttemptStatus.SETTLING}
    if not attempt.captured_minor:
        return movement.outcome in _OF_TAKEN_MONEY or (movement.outcome in _KIND_OF and is_waited_for)
    takes_back = movement.outcome in {Outcome.REFUNDED, Outcome.VOIDED}
    wanted = attempt.captured_minor if movement.amount is None else movement.amount.minor
    return takes_back and attempt.refund_pending_minor > 0 and wanted > attempt.unreturned.minor


def _is_said_to_be_done(attempt_id: int, ours: Operation | None, movement: Snapshot) -> bool:
    """A person said that it was done before the gateway told of it: it bears the gateway's name from now on, and is in
    the books already."""
    kind = _KIND_OF.get(movement.outcome)
    if kind is None or not movement.reference:
        return False
    _, attempt = lock_attempt(attempt_id)
    said = Operation.objects.filter(
        attempt=attempt, kind=kind, status=OperationStatus.SUCCEEDED, code=BY_HAND, gateway_reference=""
    )
    if ours is not None:
        said = said.filter(pk=ours.pk)
    if movement.amount is not None:
        said = said.filter(amount_minor=movement.amount.minor, currency=movement.amount.currency)
    operation = said.order_by("id").first()
    if operation is None or _is_booked(attempt, movement):
        return False
    operation.gateway_reference = movement.reference
    operation.save(update_fields=["gateway_reference"])
    if kind is OperationKind.CAPTURE:
        _name_capture(attempt, movement)
    return True


def _is_booked(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """As one from the gateway's own desk: looked at again, it is nobody else's."""
    names = (f"elsewhere:{movement.reference}", f"above:{movement.reference}")
    return any(stands(Source("attempt", str(attempt.pk), name)) for name in names)


def _name_capture(attempt: PaymentAttempt, capture: Snapshot) -> None:
    if not attempt.capture_reference and capture.reference != attempt.gateway_reference:
        attempt.capture_reference = capture.reference  # what is given back builds on it
        attempt.save(update_fields=["capture_reference"])


def _record(payment: Payment, attempt: PaymentAttempt, movement: Snapshot, now: datetime) -> list[int]:
    is_further = _is_further(attempt, movement)
    if movement.outcome is Outcome.CAPTURED and not is_further:
        _name_capture(attempt, movement)
    left = attempt.unreturned
    amount = movement.amount or left
    if amount.currency != left.currency:
        told = {"amount": str(amount), "reference": movement.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{movement.reference}", payment, told, now)
    elif movement.outcome is Outcome.CHARGED_BACK:
        deliveries = takings.charge_back(payment, attempt, amount, movement.reference, now)
        no_longer_kept(payment, attempt, now)
        return deliveries
    elif movement.outcome is Outcome.CHARGEBACK_REVERSED:
        takings.win_chargeback(payment, attempt, amount, movement.reference, now)
    elif movement.outcome is Outcome.REFUNDED:
        return takings.give_back_elsewhere(payment, attempt, amount, movement.reference, now)
    elif movement.outcome is Outcome.VOIDED and attempt.captured_minor and attempt.status != AttemptStatus.SETTLING:
        return _undo(payment, attempt, movement, now)
    elif _lets_a_part_go(attempt, movement):
        told = {"amount": str(amount), "reference": movement.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{movement.reference}", payment, told, now)
    elif is_further:
        return _take_further(payment, attempt, amount, movement.reference, now)
    elif movement.outcome in _KIND_OF and attempt.status != AttemptStatus.SUCCEEDED:
        seen = Snapshot(movement.outcome, attempt.gateway_reference, movement.amount)
        return apply_observation(attempt_id=attempt.pk, snapshot=seen, now=now)
    return []


def _lets_a_part_go(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """Of a hold of which nothing was taken: its rest is held as before."""
    is_void = movement.outcome is Outcome.VOIDED and not attempt.captured_minor
    return is_void and movement.amount is not None and movement.amount.minor < attempt.authorised_minor


def _undo(payment: Payment, attempt: PaymentAttempt, void: Snapshot, now: datetime) -> list[int]:
    """A void of what was held names the hold, or nothing. Where all of it was taken there was nothing to let go: only
    a person can tell what that was."""
    names_capture = bool(attempt.capture_reference) and void.parent == attempt.capture_reference
    if not was_held(attempt) or names_capture:
        return takings.undo_elsewhere(payment, attempt, void.reference, now)
    if attempt.captured_minor >= (attempt.authorised_minor or payment.amount_minor):
        told = {"amount": str(void.amount or attempt.unreturned), "reference": void.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{void.reference}", payment, told, now)
    else:
        rest_is_gone(payment, attempt, now)
    return []


def _is_further(attempt: PaymentAttempt, movement: Snapshot) -> bool:
    """A capture beside the one that the attempt has its money by. One whose name was not kept is known by its sum."""
    if movement.outcome is not Outcome.CAPTURED or attempt.status != AttemptStatus.SUCCEEDED:
        return False
    if movement.amount is None or movement.reference in {"", attempt.gateway_reference, attempt.capture_reference}:
        return False
    return bool(attempt.capture_reference) or movement.amount.minor != attempt.captured_minor


def _take_further(payment: Payment, attempt: PaymentAttempt, amount: Money, reference: str, now: datetime) -> list[int]:
    """It pays what is open of the payment; where there is no room for it, it belongs to no order and goes back."""
    second = beside(attempt, reference, AttemptStatus.SUCCEEDED, now)
    deliveries = takings.take(payment, second, amount, now)
    rest_is_gone(payment, attempt, now)
    if not second.is_unapplied:
        told = {"amount": str(amount), "reference": reference, "what": "further_capture"}
        found(Finding.CONTRADICTION, f"attempt:{second.pk}:further_capture", payment, told, now)
    return deliveries
