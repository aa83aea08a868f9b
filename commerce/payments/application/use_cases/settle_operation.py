"""What a gateway said of a movement: in its row, its refund, the sums and the books."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import SYSTEM, ActorKind, current_actor
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application import takings
from commerce.payments.application.activity import record_failed_refund, record_refund
from commerce.payments.application.discrepancies import found, no_longer_true, tell_of_account
from commerce.payments.application.late_holds import let_go_of_rest
from commerce.payments.application.locks import lock_operation
from commerce.payments.application.pages import counted_again_from
from commerce.payments.application.payment_moves import move_payment
from commerce.payments.application.refunds import end_after_all, end_refund
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.events import RefundFailed, RefundSucceeded
from commerce.payments.domain.operations import (
    ANSWERED_WITHIN,
    BY_HAND,
    ESCALATED_AFTER,
    PENDING_FOR,
    UNSETTLED_OPERATIONS,
    OperationStatus,
    RefundSource,
    RefundStatus,
    is_unheard,
    next_check,
    operation_after,
)
from commerce.payments.domain.states import OPEN_ATTEMPTS, AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt, Refund

_SETTLED = [
    "status",
    "sends",
    "unheard",
    "code",
    "gateway_reference",
    "checks",
    "check_at",
    "failing_since",
    "ended_at",
]
# What is told of one that nobody knows to have arrived, and untrue of what the bank has taken on.
_OF_WHAT_IS_UNCLEAR = (Finding.OUTCOME_UNKNOWN, Finding.NOT_SENT)
_OF_WHAT_IS_OPEN = (*_OF_WHAT_IS_UNCLEAR, Finding.STILL_PENDING)


def settle_operation(*, operation_id: int, snapshot: Snapshot, now: datetime) -> list[int]:
    """The movement stands where this answer leaves it; returns the deliveries of what happened.

    Idempotent: one that has ended stays so, but that it took place after all is the truth. What is unclear is looked
    into again, and is a person's when the gateway says so or after `ESCALATED_AFTER`; so is what has not left our side
    by then, and what the bank has not ended after `PENDING_FOR`. A send whose process died, and of which the gateway
    never heard, uses up no try. A void that is refused because the sale was settled
    becomes a refund, planned. A refund that fails is a person's too, but for what staff are told this moment of one
    that they just sent, and so is a hold that was neither taken nor let go. What a capture leaves of a hold is let go.
    """
    with transaction.atomic():
        payment, attempt, operation = lock_operation(operation_id)
        before = OperationStatus(operation.status)
        age = now - operation.created_at
        operation.unheard += is_unheard(before, snapshot.outcome, age)
        after = operation_after(OperationKind(operation.kind), snapshot, operation.tries, age)
        is_overtaken = before is OperationStatus.DECLINED and after is OperationStatus.SUCCEEDED
        if before not in UNSETTLED_OPERATIONS and not is_overtaken:
            return []
        if before is OperationStatus.PENDING and after is OperationStatus.PLANNED:
            after = before  # it was taken on: never again
        tell_of_account(attempt, snapshot, now)
        _record(operation, after, snapshot, now)
        if after in {OperationStatus.UNKNOWN, OperationStatus.PLANNED}:
            _escalate(payment, operation, snapshot, now)
        elif after is OperationStatus.PENDING:
            no_longer_true(payment, _OF_WHAT_IS_UNCLEAR, [f"{MOVEMENT}{operation.pk}"], now)
            _tell_of_the_bank(payment, operation, now)
        else:
            no_longer_true(payment, _OF_WHAT_IS_OPEN, [f"{MOVEMENT}{operation.pk}"], now)
        if after is OperationStatus.SUCCEEDED:
            return _succeeded(payment, attempt, operation, now)
        if after is OperationStatus.DECLINED:
            never_arrived = snapshot.outcome is not Outcome.DECLINED
            is_told = never_arrived or not _is_seen(before)
            return _declined(payment, attempt, operation, now, is_told=is_told)
        if after is OperationStatus.PENDING:
            Refund.objects.filter(operation=operation).update(status=RefundStatus.PENDING)
        return []


def _record(operation: Operation, after: OperationStatus, snapshot: Snapshot, now: datetime) -> None:
    if operation.status == OperationStatus.SENT and snapshot.outcome is Outcome.NOT_SENT:
        operation.sends -= 1
    operation.status = after
    operation.code = snapshot.code or operation.code
    operation.failing_since = None
    if after in {OperationStatus.SUCCEEDED, OperationStatus.PENDING}:
        operation.gateway_reference = snapshot.reference or operation.gateway_reference
    if after in UNSETTLED_OPERATIONS:
        operation.checks += 1
        operation.check_at = next_check(operation.checks - 1, now)
    else:
        operation.ended_at = now
    operation.save(update_fields=_SETTLED)


def _escalate(payment: Payment, operation: Operation, snapshot: Snapshot, now: datetime) -> None:
    is_unknown, is_old = operation.status == OperationStatus.UNKNOWN, now - operation.created_at >= ESCALATED_AFTER
    if is_old or (is_unknown and snapshot.needs_operator):
        finding = Finding.OUTCOME_UNKNOWN if is_unknown else Finding.NOT_SENT
        found(finding, f"{MOVEMENT}{operation.pk}", payment, _facts(operation), now)


def _tell_of_the_bank(payment: Payment, operation: Operation, now: datetime) -> None:
    if now - operation.created_at >= PENDING_FOR:
        found(Finding.STILL_PENDING, f"{MOVEMENT}{operation.pk}", payment, _facts(operation), now)


def _facts(operation: Operation) -> dict[str, str]:
    return {"kind": operation.kind, "amount": str(operation.amount), "code": operation.code}


def _succeeded(payment: Payment, attempt: PaymentAttempt, operation: Operation, now: datetime) -> list[int]:
    refund = Refund.objects.filter(operation=operation).first()
    if refund is not None:
        return _refunded(payment, attempt, refund, operation, now)
    if operation.kind == OperationKind.CAPTURE:
        total = Money(attempt.captured_minor or operation.amount_minor, operation.currency)
        deliveries = takings.take(payment, attempt, total, now)
        attempt.status = AttemptStatus.SUCCEEDED
        attempt.capture_reference = operation.gateway_reference or attempt.capture_reference
        # A person's word brings no name for it, and what is given back must name it: the gateway is asked at once.
        is_named = operation.code != BY_HAND
        attempt.count_again_at = counted_again_from(attempt) if is_named else now
        attempt.save(update_fields=["status", "capture_reference", "count_again_at"])
        let_go_of_rest(attempt, total, now)
        return deliveries + move_payment(payment, Outcome.CAPTURED, now)
    takings.let_go(payment, attempt, now)
    if AttemptStatus(attempt.status) not in OPEN_ATTEMPTS:
        return []  # a hold that was found too late: nothing waited for it
    attempt.status = AttemptStatus.DECLINED
    attempt.count_again_at = counted_again_from(attempt)
    attempt.save(update_fields=["status", "count_again_at"])
    return move_payment(payment, Outcome.VOIDED, now)


def _refunded(
    payment: Payment, attempt: PaymentAttempt, refund: Refund, operation: Operation, now: datetime
) -> list[int]:
    if refund.status == RefundStatus.FAILED:
        end_after_all(payment, attempt, refund, now)
        record_refund(refund, before=_given_back(payment, refund) - refund.amount, actor=SYSTEM)
        told = {"amount": str(refund.amount), "reference": operation.gateway_reference}
        found(Finding.REFUNDED_LATE, f"refund:{refund.pk}", payment, told, now)
    else:
        end_refund(payment, attempt, refund, RefundStatus.SUCCEEDED, now)
    return publish(RefundSucceeded(payment.pk, refund.pk, payment.subject, refund.amount_minor, refund.currency))


def _given_back(payment: Payment, refund: Refund) -> Money:
    """Or on its way; what belongs to no order was never given back for one."""
    gone = refund.amount_minor if refund.is_of_unapplied else payment.refunded_minor + payment.refund_pending_minor
    return Money(gone, refund.currency)


def _is_seen(before: OperationStatus) -> bool:
    """Whoever asked for it stands before the page that says what the first answer is. Of a later one, and of what the
    outbox sends, nobody reads."""
    is_first_answer = before in {OperationStatus.PLANNED, OperationStatus.SENT}
    return is_first_answer and current_actor().kind is ActorKind.STAFF


def _declined(
    payment: Payment, attempt: PaymentAttempt, operation: Operation, now: datetime, *, is_told: bool
) -> list[int]:
    refund = Refund.objects.filter(operation=operation).first()
    if refund is None:
        found(Finding.NOT_MOVED, f"{MOVEMENT}{operation.pk}", payment, _facts(operation), now)
        return []
    if operation.kind == OperationKind.VOID:
        refund.operation = Operation.objects.create(
            attempt=attempt,
            kind=OperationKind.REFUND,
            amount_minor=operation.amount_minor,
            currency=operation.currency,
            before_captured=operation.before_captured,
            before_refunded=operation.before_refunded,
            status=OperationStatus.PLANNED,
            check_at=now + ANSWERED_WITHIN,
            created_at=now,
        )
        refund.save(update_fields=["operation"])
        return []
    end_refund(payment, attempt, refund, RefundStatus.FAILED, now)
    left = Money.zero(refund.currency) if refund.is_of_unapplied else _given_back(payment, refund)
    record_failed_refund(refund, left=left, actor=SYSTEM)
    if is_told or refund.source == RefundSource.SYSTEM:
        told = {"amount": str(refund.amount), "code": operation.code or "refund_failed"}
        found(Finding.NOT_RETURNED, f"refund:{refund.pk}", payment, told, now)
    return publish(RefundFailed(payment.pk, payment.subject, refund.amount_minor, refund.currency))
