"""Asking a gateway for a movement: planned, committed as sent, called, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_of_none, opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.ports import OnlineGateway, online_gateway_for
from commerce.payments.application.sums_before import begin_from
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.accounts import KEYS_LOST, GatewayAccount
from commerce.payments.domain.conversations import OperationKind, OperationRequest
from commerce.payments.domain.operations import ANSWERED_WITHIN, OperationStatus
from commerce.payments.domain.values import Outcome, Snapshot, Totals
from commerce.payments.models import Operation, PaymentAttempt


@dataclass(frozen=True, slots=True)
class Call:
    gateway: OnlineGateway
    account: GatewayAccount
    request: OperationRequest


def plan(attempt: PaymentAttempt, kind: OperationKind, amount: Money, *, by_sums: bool, now: datetime) -> Operation:
    """A movement that nobody has sent yet; the sums before it are kept where the gateway goes `by_sums`."""
    return Operation.objects.create(
        attempt=attempt,
        kind=kind,
        amount_minor=amount.minor,
        currency=amount.currency,
        before_captured=attempt.captured_minor if by_sums else None,
        before_refunded=attempt.refunded_minor if by_sums else None,
        status=OperationStatus.PLANNED,
        check_at=now + ANSWERED_WITHIN,
        created_at=now,
    )


def send(operation_id: int, now: datetime, *, sent_before: int = 0) -> None:
    """The planned movement was asked for once, and stands where the answer leaves it. A gateway that goes by sums was
    asked for them before, and it is not sent while those are not told.

    One that is no longer planned is left alone, and so is one that was sent another number of times than `sent_before`:
    who sends it again has just been told by the gateway that it never heard of those. Call with no transaction open
    (TransactionOpen).
    """
    if not sent_before and not _has_a_beginning(operation_id, now):
        return
    with transaction.atomic():
        operation = Operation.objects.select_for_update().get(pk=operation_id)
        if operation.status != OperationStatus.PLANNED or operation.sends != sent_before:
            return
        operation.status = OperationStatus.SENT
        operation.sends += 1
        operation.sent_at = now
        operation.check_at = now + ANSWERED_WITHIN
        operation.save(update_fields=["status", "sends", "sent_at", "check_at"])
        call = call_of(operation, now)
    ask = {
        OperationKind.CAPTURE: call.gateway.capture,
        OperationKind.VOID: call.gateway.void,
        OperationKind.REFUND: call.gateway.refund,
    }[call.request.kind]
    deliver(settle_operation(operation_id=operation_id, snapshot=_verdict(ask(call.account, call.request)), now=now))


def _has_a_beginning(operation_id: int, now: datetime) -> bool:
    with transaction.atomic():
        operation = Operation.objects.select_related("attempt__payment", "attempt__account").get(pk=operation_id)
        is_by_sums = operation.before_refunded is not None and operation.kind != OperationKind.VOID
        if not is_by_sums or operation.status != OperationStatus.PLANNED or operation.sends:
            return True
        call = call_of(operation, now)
    return begin_from(operation_id, call.gateway.find(call.account, call.request.attempt), now)


def asked_about(call: Call) -> Snapshot:
    """What the gateway says became of a movement that was sent."""
    snapshot = call.gateway.find_operation(call.account, call.request)
    if snapshot.outcome is not Outcome.NOT_SENT:
        return snapshot
    # The question was not sent, or turned away: of the movement that says nothing. Once lost keys are entered anew the
    # gateway tells, so no person is to say at once what became of it.
    needs_operator = snapshot.needs_operator and snapshot.code != KEYS_LOST
    return replace(snapshot, outcome=Outcome.UNKNOWN, needs_operator=needs_operator)


def _verdict(answer: Snapshot) -> Snapshot:
    """What was asked for builds on a payment that the gateway does not know: nothing will come of it."""
    is_gone = answer.outcome is Outcome.NOT_FOUND
    return replace(answer, outcome=Outcome.DECLINED, needs_operator=True) if is_gone else answer


def call_of(operation: Operation, now: datetime) -> Call:
    """How the gateway is spoken to about this movement."""
    attempt = operation.attempt
    account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
    before = None
    if operation.before_captured is not None and operation.before_refunded is not None:
        currency = operation.currency
        before = Totals(Money(operation.before_captured, currency), Money(operation.before_refunded, currency))
    request = OperationRequest(
        key=operation.key,
        kind=OperationKind(operation.kind),
        attempt=reference_of(attempt),
        reference=_reference(operation),
        amount=operation.amount,
        before=before,
    )
    return Call(online_gateway_for(attempt.gateway), account, request)


def _reference(operation: Operation) -> str:
    """What a refund builds on is the capture, where there was one of its own, asked for here or at the gateway's own
    desk."""
    attempt = operation.attempt
    capture = attempt.capture_reference if operation.kind == OperationKind.REFUND else ""
    return str(capture or attempt.gateway_reference)
