"""Holds that nothing waits for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, Sum

from commerce.core.money import Money
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.discrepancies import movements_of, no_longer_true
from commerce.payments.application.holds import held_until
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.operations import OperationStatus
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.models import Operation, Payment, PaymentAttempt


def let_go_late(attempt: PaymentAttempt, held: Money, now: datetime) -> None:
    """The void of a hold that was found when its locked attempt had ended is planned, once; the sweep sends it, and a
    person is told where the gateway refuses.

    It was in no books, so nothing is posted. One that the books had is over by our own doing, or its time's: gateways
    go on telling of it.
    """
    if not attempt.authorised_minor and not attempt.captured_minor and not _is_tried(attempt):
        _plan_void(attempt, held, now)


def let_go_of_reviewed(attempt: PaymentAttempt, held: Money, now: datetime) -> None:
    """As `let_go_late`, of a hold that the books had till its review ended, after its own time: that the bank has let
    it go is what we reckon, and the gateway says that it stands. One that is being moved is left alone; what it refused
    to let go while it had its review is asked once more."""
    voids = Operation.objects.filter(attempt=attempt, kind=OperationKind.VOID).exclude(status=OperationStatus.DECLINED)
    if not Operation.objects.unsettled().filter(attempt=attempt).exists() and not voids.exists():
        _plan_void(attempt, held, now)


def let_go_of_paid(payment: Payment, now: datetime) -> None:
    """The void of a hold for a locked payment that is paid by other money is planned, once: its payer was at two pages,
    or at two tabs of one. One that is being moved is left alone; whoever asks about it again comes here again."""
    if not payment.captured_minor or not payment.authorised_minor:
        return
    holding = PaymentAttempt.objects.open().filter(payment=payment, authorised_minor__gt=0, captured_minor=0)
    for attempt in holding.select_for_update():
        if not Operation.objects.unsettled().filter(attempt=attempt).exists() and not _is_tried(attempt):
            _plan_void(attempt, Money(attempt.authorised_minor, payment.currency), now)


def let_go_of_rest(attempt: PaymentAttempt, taken: Money, now: datetime) -> None:
    """The end of what our capture of a part leaves of the hold is planned where the gateway keeps it, though a void of
    the whole was refused before; the sweep sends it, and a person is told where the gateway refuses."""
    left = Money(attempt.authorised_minor - taken.minor, taken.currency)
    is_moving = Operation.objects.unsettled().filter(attempt=attempt).exists()
    if left.minor > 0 and capabilities_of(attempt).keeps_rest and not is_moving:
        _plan_void(attempt, left, now)


def let_go_of_remains(payment: Payment, now: datetime) -> None:
    """As `let_go_of_rest`, of what captures at the gateway's own desk left of a locked payment's hold; once, and while
    the bank holds it."""
    partly = PaymentAttempt.objects.select_for_update().filter(
        payment=payment, status=AttemptStatus.SUCCEEDED, captured_minor__gt=0, authorised_minor__gt=F("captured_minor")
    )
    for attempt in partly:
        until = held_until(attempt)
        if not _is_tried(attempt) and (until is None or now < until):
            let_go_of_rest(attempt, _taken_of_hold(attempt), now)


def _taken_of_hold(attempt: PaymentAttempt) -> Money:
    """By the attempt, and by those that are known by its key: each capture but the first is one."""
    its_own = PaymentAttempt.objects.filter(Q(pk=attempt.pk) | Q(known_by=attempt.gateway_key))
    return Money(its_own.aggregate(all=Sum("captured_minor"))["all"], attempt.payment.currency)


def rest_is_gone(payment: Payment, attempt: PaymentAttempt, now: datetime) -> None:
    """At the gateway's own desk: what was not asked for yet is not, and that it was refused is no news."""
    planned = Operation.objects.filter(attempt=attempt, kind=OperationKind.VOID, sends=0)
    overtaken = {"status": OperationStatus.DECLINED, "code": "overtaken", "ended_at": now}
    planned.filter(status=OperationStatus.PLANNED).update(**overtaken)
    no_longer_true(payment, (Finding.NOT_MOVED,), movements_of(attempt), now)


def _is_tried(attempt: PaymentAttempt) -> bool:
    return bool(Operation.objects.filter(attempt=attempt, kind=OperationKind.VOID).exists())


def _plan_void(attempt: PaymentAttempt, held: Money, now: datetime) -> None:
    Operation.objects.create(
        attempt=attempt,
        kind=OperationKind.VOID,
        amount_minor=held.minor,
        currency=held.currency,
        status=OperationStatus.PLANNED,
        check_at=now,
        created_at=now,
    )
