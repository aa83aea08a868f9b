"""Giving money back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commerce.core.actors import SYSTEM
from commerce.core.errors import Refusal
from commerce.core.idempotency import KeyReused
from commerce.core.money import Money, total
from commerce.core.outbox import publish
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.activity import record_refund
from commerce.payments.application.ledger import Till, excess_of, offline_till, own_till
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.movements import plan, send
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.refund_parts import part_key, parts_of
from commerce.payments.application.refund_ways import is_offered, may_go_back_of, waits_for_another
from commerce.payments.application.refunds import give_by_hand, reserve_refund
from commerce.payments.domain.capabilities import Voids
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.events import RefundSucceeded
from commerce.payments.domain.operations import RefundSource, RefundStatus
from commerce.payments.models import Operation, Payment, PaymentAttempt, Refund


class RefundTooLarge(Refusal):
    """No more than `left` (Money) can go back: the rest was not taken, went back, or is on its way."""

    code = "refund_too_large"

    def __init__(self, left: Money) -> None:
        self.left = left
        super().__init__(left=left)


class RefundOfNothing(Refusal):
    """The amount is not above nought, or of another currency."""

    code = "refund_of_nothing"


class RefundNotOffered(Refusal):
    """The way it was paid by gives no money back, or not a part of it."""

    code = "refund_not_offered"


class RefundUnderWay(Refusal):
    """The gateway keeps sums and names no refund: one goes after the other."""

    code = "refund_under_way"


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """`key` is the asking form's: the same key again is the same refund. Where money that belongs to no order goes
    back, `attempt_id` says what took it, or `is_excess` that it was taken by hand. `may_void`: undo the sale instead,
    as long as the gateway can. `source` BY_HAND: no gateway sends it, and it is there, by `handed_by`
    (`give_back_by_hand`)."""

    amount: Money
    key: UUID
    reason: str = ""
    source: RefundSource = RefundSource.STAFF
    asked_by: str = ""
    handed_by: str = ""
    attempt_id: int | None = None
    is_excess: bool = False
    may_void: bool = False


def refund_payment(*, payment_id: int, request: RefundRequest, now: datetime) -> int:
    """The amount is on its way to the payer, or there already; returns the refund's id.

    It is reserved, and the movement committed as sent, before the gateway is called; an unclear answer keeps it
    reserved until it is known what came of it. More than any one capture has left is sent in parts, one for each, of
    which the first one's id is returned. What was paid by hand is given back by hand, and recorded. Refuses
    RefundOfNothing, RefundTooLarge, RefundNotOffered, RefundUnderWay, and KeyReused for another amount under a key that
    was used. Call with no transaction open (TransactionOpen).
    """
    refund_ids = _reserve(payment_id, request, now)
    for refund_id in refund_ids:
        _send(refund_id, now)
        _send(refund_id, now)  # a void that was refused has become a refund
    return refund_ids[0]


def _reserve(payment_id: int, request: RefundRequest, now: datetime) -> list[int]:
    """All of its parts, or none."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        asked_before = Refund.objects.filter(request_key=request.key).first()
        if asked_before is not None:
            return _same(asked_before, payment_id, request)
        if request.amount.minor <= 0:
            raise RefundOfNothing
        parts = _parts(payment, request)
        if not parts:
            return [_by_hand(payment, request, now)]
        return [_reserve_part(payment, attempt, part, now) for attempt, part in parts]


def _reserve_part(payment: Payment, attempt: PaymentAttempt, part: RefundRequest, now: datetime) -> int:
    if part.source is RefundSource.BY_HAND:
        return _hand_over(payment, part, own_till(attempt), now, attempt=attempt)
    by_sums, kind = _way(attempt, part)
    operation = plan(attempt, kind, part.amount, by_sums=by_sums, now=now)
    refund = _refund(payment, part, now, attempt=attempt, operation=operation)
    _record(payment, refund)
    reserve_refund(payment, attempt, refund, now)
    return int(refund.pk)


def _same(asked_before: Refund, payment_id: int, request: RefundRequest) -> list[int]:
    parts = parts_of(request.key, asked_before.payment_id)
    amount = total([part.amount for part in parts], asked_before.currency)
    if (asked_before.payment_id, amount) != (payment_id, request.amount):
        raise KeyReused(key=str(request.key))
    return [int(part.pk) for part in parts]


def _send(refund_id: int, now: datetime) -> None:
    with transaction.atomic():
        operation_id = Refund.objects.values_list("operation_id", flat=True).get(pk=refund_id)
    if operation_id is not None:
        send(operation_id, now)


def _parts(payment: Payment, request: RefundRequest) -> list[tuple[PaymentAttempt, RefundRequest]]:
    """What the money was taken by, and what is asked of each; empty when no gateway took it. Of several, one that has
    enough left, or as few as have it together; of those that can give it now, where they have enough."""
    taken = PaymentAttempt.objects.select_for_update().filter(payment=payment, captured_minor__gt=0)
    named = request.attempt_id
    meant = taken.filter(is_unapplied=False) if named is None else taken.filter(pk=named)
    attempts: list[PaymentAttempt] = list(meant.order_by("id"))
    if not attempts:
        return []
    left = total([one.refundable for one in attempts], attempts[0].refundable.currency)
    if not attempts[0].is_unapplied:
        left = min(left, payment.refundable)
    _require_left(request.amount, left)
    if len(attempts) > 1:
        able = [one for one in attempts if may_go_back_of(one)]
        attempts = able if sum(one.refundable.minor for one in able) >= request.amount.minor else attempts
    enough = next((one for one in attempts if one.refundable.minor >= request.amount.minor), None)
    if enough is not None:
        return [(enough, request)]
    return list(_split(sorted(attempts, key=lambda one: -one.refundable.minor), request))


def _split(attempts: list[PaymentAttempt], request: RefundRequest) -> Iterator[tuple[PaymentAttempt, RefundRequest]]:
    left = request.amount
    for number, attempt in enumerate(attempts):
        amount = min(left, attempt.refundable)
        if amount.minor:
            yield attempt, replace(request, amount=amount, key=part_key(request.key, number))
        left = left - amount


def _way(attempt: PaymentAttempt, request: RefundRequest) -> tuple[bool, OperationKind]:
    if not is_offered(attempt, request.amount):
        raise RefundNotOffered
    if waits_for_another(attempt):
        raise RefundUnderWay
    can = capabilities_of(attempt)
    is_whole = request.amount.minor == attempt.captured_minor
    is_undone = request.may_void and is_whole and can.voids is Voids.UNTIL_SETTLED
    return not can.names_each_refund, OperationKind.VOID if is_undone else OperationKind.REFUND


def _by_hand(payment: Payment, request: RefundRequest, now: datetime) -> int:
    if not gateway_for(payment.gateway).method.capabilities.offline or request.attempt_id is not None:
        raise RefundNotOffered
    _require_left(request.amount, excess_of(payment) if request.is_excess else payment.refundable)
    return _hand_over(payment, request, offline_till(payment), now)


def _hand_over(
    payment: Payment, request: RefundRequest, till: Till, now: datetime, attempt: PaymentAttempt | None = None
) -> int:
    refund = _refund(payment, request, now, attempt=attempt)
    _record(payment, refund)
    give_by_hand(payment, refund, till, now)
    publish(RefundSucceeded(payment.pk, refund.pk, payment.subject, refund.amount_minor, refund.currency))
    return int(refund.pk)


def _record(payment: Payment, refund: Refund) -> None:
    """What belongs to no order was never given back for one."""
    gone = 0 if refund.is_of_unapplied else payment.refunded_minor + payment.refund_pending_minor
    actor = SYSTEM if refund.source == RefundSource.SYSTEM else None
    record_refund(refund, before=Money(gone, refund.currency), actor=actor)


def _require_left(amount: Money, left: Money) -> None:
    if amount.currency != left.currency:
        raise RefundOfNothing
    if amount > left:
        raise RefundTooLarge(left=left)


def _refund(
    payment: Payment,
    request: RefundRequest,
    now: datetime,
    *,
    attempt: PaymentAttempt | None = None,
    operation: Operation | None = None,
) -> Refund:
    is_by_hand = operation is None
    return Refund.objects.create(
        payment=payment,
        attempt=attempt,
        operation=operation,
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
        is_of_unapplied=request.is_excess if attempt is None else attempt.is_unapplied,
        source=request.source,
        status=RefundStatus.SUCCEEDED if is_by_hand else RefundStatus.SUBMITTED,
        reason=request.reason.strip()[:300],
        asked_by=request.asked_by[:60],
        handed_by=request.handed_by[:60],
        request_key=request.key,
        requested_at=now,
        ended_at=now if is_by_hand else None,
    )
