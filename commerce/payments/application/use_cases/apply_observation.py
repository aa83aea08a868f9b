"""The one place where webhook, return page and sweep meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application import takings
from commerce.payments.application.discrepancies import found, no_longer_true
from commerce.payments.application.holds import held_until
from commerce.payments.application.late_holds import let_go_late, let_go_of_paid, let_go_of_reviewed
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.pages import counted_again_from, page_closes_at
from commerce.payments.application.payment_moves import move_payment
from commerce.payments.application.sums_told import sent_back_elsewhere
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.events import PaymentHeld
from commerce.payments.domain.operations import BY_HAND, OperationStatus
from commerce.payments.domain.states import (
    OPEN_ATTEMPTS,
    AttemptStatus,
    attempt_after,
    may_be_in_flight,
    next_ask,
)
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Operation, Payment, PaymentAttempt

_OVER = frozenset({Outcome.DECLINED, Outcome.VOIDED})
_BEFORE_THE_BANK = frozenset({AttemptStatus.PENDING, AttemptStatus.UNKNOWN})
_ENDS_NO_HOLD = frozenset({Outcome.PENDING, Outcome.UNKNOWN, Outcome.NOT_FOUND})
_MOVED = [
    "status", "is_in_review", "gateway_reference", "code", "brand", "call_started_at", "asks", "ask_at",
    "count_again_at",
]  # fmt: skip
# The gateway has said what became of it.
_CLEAR = _OVER | {Outcome.AUTHORISED, Outcome.CAPTURED}
_OF_WHAT_IS_UNCLEAR = (Finding.IN_REVIEW, Finding.OUTCOME_UNKNOWN)
# Such an answer is about other money than this attempt's.
_NOT_OURS = frozenset({"key", "mode"})


def apply_observation(*, attempt_id: int, snapshot: Snapshot, now: datetime) -> list[int]:
    """Attempt, payment and books stand where the observation leaves them; returns the deliveries of what happened by
    it.

    Idempotent: the same observation again, or an older one, changes nothing and tells nobody; sums never shrink. A
    capture of another amount or currency than was asked for, or one that contradicts the attempt otherwise, is parked
    on the attempt (`mismatched`), told as a discrepancy and not believed; what moved by it belongs to no order. What
    the gateway holds for review is taken and waited for, though the gateway finds it no more: then a person is told. A
    hold whose review ends well after its own time is over, and let go at the gateway. Money that is held or in review
    stays so whatever does not fit; a person is told. What was parked pays nothing any more once something of it went
    back: what the gateway corrects it to is told too. What is known as another attempt of the payment says nothing of
    this one. A hold of which a part was captured at the gateway's own desk is taken by that part, and told; of the rest
    they decide there. A refused card ends the attempt when its payer has come back, or when the page's time is over:
    till then they may pay with another one there. A hold by an attempt that has ended without money is let go, and so
    is one for a payment that other money has paid. Writes payments and the outbox only; the caller delivers after its
    commit.
    """
    with transaction.atomic():
        payment, attempt = lock_attempt(attempt_id)
        if _is_anothers(attempt, snapshot):
            return []
        if _contradicts(payment, attempt, snapshot):
            return _park(payment, attempt, snapshot, now)
        if _is_corrected_too_late(attempt, snapshot):
            return _correct(payment, attempt, snapshot, now)
        is_too_late = _is_reviewed_too_late(attempt, snapshot, now)
        if is_too_late:
            snapshot = replace(snapshot, outcome=Outcome.VOIDED)
        deliveries = _move_money(payment, attempt, snapshot, now)
        attempt.is_in_review = _is_in_review(attempt, snapshot)
        seen = _seen(attempt, snapshot, now)
        is_over = AttemptStatus(attempt.status) not in OPEN_ATTEMPTS
        _move_attempt(attempt, seen, now)
        if _is_clear(snapshot):
            no_longer_true(payment, _OF_WHAT_IS_UNCLEAR, [f"attempt:{attempt.pk}"], now)
        # Only that money came is still news of an attempt that had ended: the payer may be at another one.
        if not is_over or seen.outcome is Outcome.CAPTURED:
            deliveries += move_payment(payment, seen.outcome, now)
        if is_too_late:
            let_go_of_reviewed(attempt, snapshot.amount or payment.amount, now)
        let_go_of_paid(payment, now)
        return deliveries


def _seen(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> Snapshot:
    """What it comes to for this attempt: a hold lasts until it is let go, and a page until its time is over."""
    if snapshot.is_in_review:
        return replace(snapshot, outcome=Outcome.SETTLING)
    if attempt.authorised_minor and not attempt.captured_minor and snapshot.outcome in _ENDS_NO_HOLD:
        return replace(snapshot, outcome=Outcome.AUTHORISED, reference="")
    if _is_lost(attempt, snapshot):
        return replace(snapshot, outcome=Outcome.SETTLING)
    if snapshot.outcome is Outcome.NOT_FOUND and _has_open_page(attempt, now):
        is_settling = attempt.status == AttemptStatus.SETTLING
        return replace(snapshot, outcome=Outcome.SETTLING if is_settling else Outcome.PENDING)
    if snapshot.outcome is Outcome.DECLINED and _is_at_page(attempt) and _has_open_page(attempt, now):
        return replace(snapshot, outcome=Outcome.PENDING)
    return snapshot


def _is_lost(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    """Money in review stands in the books: that the gateway finds nothing of it is no end."""
    is_open = AttemptStatus(attempt.status) in OPEN_ATTEMPTS
    return snapshot.outcome is Outcome.NOT_FOUND and is_open and attempt.captured_minor > 0


def _is_clear(snapshot: Snapshot) -> bool:
    return snapshot.outcome in _CLEAR and not snapshot.is_in_review


def _is_in_review(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    """A review lasts until the gateway says that it is over, whatever it does not say meanwhile; of an attempt that has
    ended it is old news."""
    if snapshot.is_in_review:
        return AttemptStatus(attempt.status) in OPEN_ATTEMPTS
    return attempt.is_in_review and not _is_clear(snapshot)


def _is_reviewed_too_late(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> bool:
    """The gateway lets a hold stand that the payer's bank has let go meanwhile, which it does not tell."""
    if not attempt.is_in_review or attempt.captured_minor or snapshot.outcome is not Outcome.AUTHORISED:
        return False
    until = held_until(attempt)
    return _is_clear(snapshot) and until is not None and now >= until


def _is_at_page(attempt: PaymentAttempt) -> bool:
    """Who was refused a card and has not come back may try another one there."""
    return attempt.returned_at is None and attempt.status in _BEFORE_THE_BANK


def _has_open_page(attempt: PaymentAttempt, now: datetime) -> bool:
    closes_at = page_closes_at(attempt)
    return closes_at is not None and now < closes_at


def _is_anothers(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    """What was paid beside it became an attempt of its own while the gateway was being asked about this one."""
    if snapshot.reference in {"", attempt.gateway_reference}:
        return False
    named = PaymentAttempt.objects.filter(payment=attempt.payment_id, gateway_reference=snapshot.reference)
    return bool(named.exclude(pk=attempt.pk).exists())


def _contradicts(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    if snapshot.contradiction:
        return True
    if snapshot.outcome is not Outcome.CAPTURED or snapshot.amount == payment.amount:
        return False
    if attempt.captured_minor and attempt.status != AttemptStatus.MISMATCHED:
        return snapshot.amount != Money(attempt.captured_minor, payment.currency)
    return not _is_part_of_hold(payment, attempt, snapshot)


def _is_part_of_hold(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    """A hold that was captured in part, by us or at the gateway's own desk, is told of with the part: the store chose
    so."""
    held, taken = Money(attempt.authorised_minor, payment.currency), snapshot.amount
    return taken is not None and taken.currency == held.currency and 0 < taken.minor < held.minor


def _park(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> list[int]:
    if attempt.status == AttemptStatus.SUCCEEDED:
        _tell_of_capture_by_hand(payment, attempt, snapshot, now)
        return []
    facts = {"amount": str(snapshot.amount or ""), "asked": str(payment.amount)}
    what = snapshot.contradiction or "amount"
    key = f"attempt:{attempt.pk}:{what}:{snapshot.amount}"
    found(Finding.CONTRADICTION, key, payment, facts | {"what": what}, now)
    if _has_standing_money(attempt):
        attempt.asks += 1
        attempt.ask_at = next_ask(AttemptStatus(attempt.status), attempt.asks, now)
        attempt.save(update_fields=["asks", "ask_at"])
        return []
    is_ours = not _NOT_OURS & set(snapshot.contradiction.split(","))
    attempt.status = AttemptStatus.MISMATCHED
    # Of other money it would be the name of another attempt, or could become it.
    attempt.gateway_reference = (snapshot.reference if is_ours else "") or attempt.gateway_reference
    # What is parked already goes by what was claimed then.
    if snapshot.amount is not None and not attempt.captured_minor:
        attempt.reported_minor = snapshot.amount.minor
        attempt.reported_currency = snapshot.amount.currency
    attempt.count_again_at = counted_again_from(attempt)
    attempt.save(update_fields=["status", "gateway_reference", "reported_minor", "reported_currency", "count_again_at"])
    if snapshot.outcome is not Outcome.CAPTURED or snapshot.amount is None or not is_ours:
        return []
    return takings.take_unapplied(payment, attempt, snapshot.amount, now)


def _tell_of_capture_by_hand(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> None:
    """A person said that it was taken, and its gateway says how much."""
    taken = Operation.objects.filter(attempt=attempt, kind=OperationKind.CAPTURE, code=BY_HAND)
    said = taken.filter(status=OperationStatus.SUCCEEDED).first()
    if said is None or snapshot.outcome is not Outcome.CAPTURED or snapshot.amount in (None, said.amount):
        return
    facts = {"kind": said.kind, "amount": str(snapshot.amount), "asked": str(said.amount), "what": "said_by_hand"}
    found(Finding.CONTRADICTION, f"{MOVEMENT}{said.pk}:{snapshot.amount}", payment, facts, now)


def _has_standing_money(attempt: PaymentAttempt) -> bool:
    """Held, or taken and in review: it can be taken, let go or refused yet, and one answer does not end that."""
    return AttemptStatus(attempt.status) in OPEN_ATTEMPTS and bool(attempt.authorised_minor or attempt.captured_minor)


def _is_corrected_too_late(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    is_parked = attempt.status == AttemptStatus.MISMATCHED and attempt.is_unapplied
    return is_parked and snapshot.outcome is Outcome.CAPTURED and takings.is_touched(attempt)


def _correct(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> list[int]:
    deliveries = [] if snapshot.amount is None else takings.correct_unapplied(payment, attempt, snapshot.amount, now)
    return deliveries + sent_back_elsewhere(payment, attempt, snapshot, now)


def _move_money(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> list[int]:
    is_open = AttemptStatus(attempt.status) in OPEN_ATTEMPTS
    deliveries: list[int] = []
    if snapshot.outcome is Outcome.AUTHORISED and is_open:
        deliveries += _hold(payment, attempt, snapshot, now)
    elif snapshot.outcome is Outcome.AUTHORISED:
        let_go_late(attempt, snapshot.amount or payment.amount, now)
    elif snapshot.outcome is Outcome.CAPTURED and snapshot.amount is not None and not _is_overtaken(attempt, snapshot):
        if attempt.status == AttemptStatus.MISMATCHED:
            takings.untake_unapplied(payment, attempt, now)
        if _is_part_of_hold(payment, attempt, snapshot) and not _is_asked_for(attempt, snapshot):
            facts = {"amount": str(snapshot.amount), "asked": str(payment.amount), "what": "part_of_hold"}
            found(Finding.CONTRADICTION, f"attempt:{attempt.pk}:part_of_hold", payment, facts, now)
        deliveries += takings.take(payment, attempt, snapshot.amount, now)
    elif snapshot.outcome in _OVER and is_open:
        takings.untake(payment, attempt, now) if attempt.captured_minor else takings.let_go(payment, attempt, now)
    elif snapshot.outcome is Outcome.DECLINED and attempt.status == AttemptStatus.MISMATCHED and attempt.captured_minor:
        takings.untake(payment, attempt, now)  # there was a review behind the answer that did not fit
    if _is_lost(attempt, snapshot) and not _has_open_page(attempt, now):
        facts = {"amount": str(Money(attempt.captured_minor, payment.currency)), "code": snapshot.code}
        found(Finding.OUTCOME_UNKNOWN, f"attempt:{attempt.pk}", payment, facts, now)
    if snapshot.is_in_review and not _is_overtaken(attempt, snapshot):
        facts = {"amount": str(snapshot.amount or ""), "code": snapshot.code}
        found(Finding.IN_REVIEW, f"attempt:{attempt.pk}", payment, facts, now)
    return deliveries + sent_back_elsewhere(payment, attempt, snapshot, now)


def _is_asked_for(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    asked = Operation.objects.unsettled().filter(attempt=attempt, kind=OperationKind.CAPTURE).first()
    return asked is not None and snapshot.amount == asked.amount


def _hold(payment: Payment, attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> list[int]:
    """Whoever owed it is told, unless it is paid already; of a hold under review once that is over."""
    is_new = takings.hold(payment, attempt, snapshot.amount or payment.amount, now)
    if payment.captured_minor or snapshot.is_in_review or not (is_new or attempt.is_in_review):
        return []
    return publish(PaymentHeld(payment_id=payment.pk, subject=payment.subject), is_delivered_here=True)


def _is_overtaken(attempt: PaymentAttempt, snapshot: Snapshot) -> bool:
    """A review that is told of after its end."""
    return snapshot.is_in_review and attempt.status == AttemptStatus.DECLINED


def _move_attempt(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> None:
    before = AttemptStatus(attempt.status)
    after = attempt_after(before, snapshot.outcome)
    if after is AttemptStatus.ABANDONED and may_be_in_flight(attempt.call_started_at, before, now):
        after = before
    attempt.status = after
    # What is not paid yet may be another page than the payer was shown: which one that is, the start says.
    if snapshot.outcome is not Outcome.PENDING or not attempt.gateway_reference:
        attempt.gateway_reference = snapshot.reference or attempt.gateway_reference
    attempt.code = snapshot.code or attempt.code
    attempt.brand = snapshot.brand.lower()[:30] or attempt.brand
    if after in OPEN_ATTEMPTS:
        attempt.asks = attempt.asks + 1 if after is before else 0
        attempt.ask_at = next_ask(after, attempt.asks, now)
    elif after is not before:
        attempt.count_again_at = counted_again_from(attempt)
    attempt.save(update_fields=_MOVED)
