"""What went back by the word of a gateway that keeps sums and names no refund."""

from __future__ import annotations

from datetime import datetime

from commerce.core.money import Money
from commerce.payments.application import takings
from commerce.payments.application.discrepancies import found
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt


def sent_back_elsewhere(
    payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime, *, unsent: Operation | None = None
) -> list[int]:
    """What went back by sums that are larger than ours is booked. While a movement of ours is unclear it may be that
    one: it is looked into first; but for one that is certainly `unsent`.

    A gateway that keeps sums tells of a sale that was undone as voided, and of no refund.
    """
    total = _given_back(attempt, snapshot)
    if total is None or attempt.captured_minor == 0:
        return []
    moving = Operation.objects.unsettled().filter(attempt=attempt)
    if unsent is not None:
        moving = moving.exclude(pk=unsent.pk)
    ours = attempt.refunded_minor
    if total > ours and attempt.handed_back_minor:
        ours += takings.went_beyond(attempt)
    # Movements of one such payment go one after the other: what is on its way is what moves.
    gone = ours + (attempt.refund_pending_minor if unsent is None else 0)
    if moving.exists():
        if total not in {ours, gone}:
            _tell_of_sums(payment, attempt, total, now)
        return []
    if total <= gone:
        return []
    return takings.give_back_elsewhere(payment, attempt, Money(total - gone, payment.currency), f"sum:{total}", now)


def _given_back(attempt: PaymentAttempt, snapshot: Snapshot) -> int | None:
    """How much of this attempt went back, as a gateway that keeps sums says; None where it does not say."""
    if snapshot.totals is None:
        return None
    return attempt.captured_minor if snapshot.outcome is Outcome.VOIDED else snapshot.totals.refunded.minor


def _tell_of_sums(payment: Payment, attempt: PaymentAttempt, total: int, now: datetime) -> None:
    """Neither with ours nor without it: somebody moved money at the gateway's own desk meanwhile."""
    moved = Money(total - attempt.refunded_minor, payment.currency)
    told = {"amount": str(moved), "asked": str(Money(attempt.refund_pending_minor, payment.currency))}
    found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:sum:{total}", payment, told, now)
