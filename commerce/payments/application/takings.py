"""What an attempt's money did, in its sums, its payment's and the books, all together.

Payment and attempt are locked by the caller, in that order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Sum

from commerce.core.actors import Actor, ActorKind
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_refund
from commerce.payments.application.discrepancies import found, movements_of, no_longer_true
from commerce.payments.application.given_back import no_longer_owed
from commerce.payments.application.ledger import Source, balance_of, post, reverse, stands, till_of
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.events import FundsUnapplied, MoreCaptured, PaymentChargedBack, RefundSucceeded
from commerce.payments.domain.operations import RefundSource, RefundStatus
from commerce.payments.domain.postings import Book, Entry
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import LedgerEntry, Payment, PaymentAttempt, Refund

# What is told of money that is held, and untrue of what is not.
_OF_HOLDS = (Finding.NOT_MOVED, Finding.NOT_RETURNED, Finding.HOLD_ENDING)
_SUMS = ["authorised_minor", "captured_minor", "refunded_minor", "refund_pending_minor"]


def save_sums(payment: Payment, attempt: PaymentAttempt) -> None:
    payment.save(update_fields=[*_SUMS, "charged_back_minor", "owed_back_at"])
    attempt.save(update_fields=[*_SUMS, "charged_back_minor", "is_unapplied", "reported_minor", "reported_currency"])


def hold(payment: Payment, attempt: PaymentAttempt, amount: Money, now: datetime) -> bool:
    """The payer's bank holds the amount. False for a hold that is told of after its capture, or twice: nothing is
    changed by it."""
    if attempt.authorised_minor or attempt.captured_minor:
        return False
    attempt.authorised_minor = amount.minor
    payment.authorised_minor += amount.minor
    post(payment, Entry.HELD, amount, till_of(attempt), _source(attempt, "held"), now)
    save_sums(payment, attempt)
    return True


def let_go(payment: Payment, attempt: PaymentAttempt, now: datetime) -> None:
    """Nothing of the attempt is held any more: it was captured, voided, or has lapsed."""
    held = Money(attempt.authorised_minor, payment.currency)
    if post(payment, Entry.HOLD_RELEASED, held, till_of(attempt), _source(attempt, "hold_released"), now):
        payment.authorised_minor -= held.minor
        save_sums(payment, attempt)
    no_longer_true(payment, _OF_HOLDS, _of_its_hold(attempt), now)


def _of_its_hold(attempt: PaymentAttempt) -> Iterator[str]:
    yield f"attempt:{attempt.pk}"
    yield from movements_of(attempt)


def take(payment: Payment, attempt: PaymentAttempt, total: Money, now: datetime) -> list[int]:
    """By now so much was taken by this attempt in all; returns the deliveries of what happened.

    What the payment has no room for belongs to no order. A payment that had been called off is owed back.
    """
    more = Money(total.minor - attempt.captured_minor, payment.currency)
    if more.minor <= 0:
        return []
    let_go(payment, attempt, now)
    is_unapplied = payment.captured_minor + more.minor > payment.amount_minor
    entry = Entry.CAPTURED_UNAPPLIED if is_unapplied else Entry.CAPTURED
    if not post(payment, entry, more, till_of(attempt), _source(attempt, f"captured:{total.minor}"), now):
        return []
    no_longer_true(payment, (Finding.HOLD_LAPSED,), [f"payment:{payment.pk}"], now)
    attempt.captured_minor = total.minor
    attempt.is_unapplied = is_unapplied
    if not is_unapplied:
        payment.captured_minor += more.minor
    if payment.status == PaymentStatus.CANCELLED and not is_unapplied:
        payment.owed_back_at = now
    save_sums(payment, attempt)
    if not is_unapplied:
        is_more = payment.status == PaymentStatus.CAPTURED
        return publish(MoreCaptured(payment_id=payment.pk, subject=payment.subject)) if is_more else []
    found(Finding.PAID_TWICE, f"attempt:{attempt.pk}", payment, {"amount": str(more)}, now)
    return _tell_unapplied(payment, more)


def take_unapplied(payment: Payment, attempt: PaymentAttempt, amount: Money, now: datetime) -> list[int]:
    """Money moved that was not asked for so. It belongs to no order until a person has looked at it."""
    if attempt.captured_minor or amount.minor <= 0:
        return []
    source = _source(attempt, f"unapplied:{amount.minor}:{amount.currency}")
    if not post(payment, Entry.CAPTURED_UNAPPLIED, amount, till_of(attempt), source, now):
        return []
    attempt.captured_minor = amount.minor
    attempt.is_unapplied = True
    save_sums(payment, attempt)
    return _tell_unapplied(payment, amount)


def is_touched(attempt: PaymentAttempt) -> bool:
    """Whether of what it took something went back, is on its way, or was moved by the payer's bank."""
    back = attempt.refunded_minor or attempt.refund_pending_minor or attempt.handed_back_minor
    return bool(back or attempt.charged_back_minor)


def untake_unapplied(payment: Payment, attempt: PaymentAttempt, now: datetime) -> None:
    """What an answer claimed that did not fit, and nobody has touched, is corrected by one that does."""
    if attempt.is_unapplied:
        reverse(_unapplied(attempt), now)
        attempt.captured_minor, attempt.is_unapplied = 0, False
    attempt.reported_minor, attempt.reported_currency = None, ""
    save_sums(payment, attempt)


def correct_unapplied(payment: Payment, attempt: PaymentAttempt, amount: Money, now: datetime) -> list[int]:
    """The gateway corrects what an answer claimed that did not fit, when something of that had moved already: so much
    was taken, and none of it pays the order, for it is not all there. What to do with the rest a person decides.

    An amount that what moved does not fit into is not believed.
    """
    claimed = Money(attempt.captured_minor, attempt.reported_currency)
    facts = {"amount": str(amount), "asked": str(claimed), "what": "corrected_after_refund"}
    found(Finding.CONTRADICTION, f"attempt:{attempt.pk}:corrected:{amount}", payment, facts, now)
    gone = attempt.captured_minor - attempt.kept.minor + max(attempt.charged_back_minor, 0)
    if amount.currency != claimed.currency or amount.minor < gone or amount == claimed:
        return []
    reverse(_unapplied(attempt), now)
    attempt.captured_minor = amount.minor
    post(payment, Entry.CAPTURED_UNAPPLIED, amount, till_of(attempt), _unapplied(attempt), now)
    save_sums(payment, attempt)
    more = amount.minor - claimed.minor
    return _tell_unapplied(payment, Money(more, amount.currency)) if more > 0 else []


def untake(payment: Payment, attempt: PaymentAttempt, now: datetime) -> None:
    """What was taken under review, or parked, was refused in the end: it never was the store's. When some of it was
    given back meanwhile, only a person can tell where that money is."""
    if is_touched(attempt):
        facts = {"amount": str(Money(attempt.captured_minor, payment.currency)), "what": "refused_after_refund"}
        found(Finding.CONTRADICTION, f"attempt:{attempt.pk}:refused", payment, facts, now)
        return
    is_parked = attempt.is_unapplied and attempt.reported_minor is not None
    reverse(_unapplied(attempt) if is_parked else _source(attempt, f"captured:{attempt.captured_minor}"), now)
    if not attempt.is_unapplied:
        payment.captured_minor -= attempt.captured_minor
    attempt.captured_minor, attempt.is_unapplied = 0, False
    attempt.reported_minor, attempt.reported_currency = None, ""
    save_sums(payment, attempt)


def give_back_elsewhere(
    payment: Payment, attempt: PaymentAttempt, amount: Money, reference: str, now: datetime
) -> list[int]:
    """Somebody sent money back at the gateway's own desk, known by this reference, once. Staff is told.

    What is more than this attempt has left left the store as well: it stands against what belongs to no order, and is
    told (`above`).
    """
    source, beyond = _source(attempt, f"elsewhere:{reference}"), _source(attempt, f"above:{reference}")
    if stands(source) or stands(beyond):
        return []
    above = Money(max(amount.minor - attempt.kept.minor, 0), amount.currency)
    told = {"amount": str(amount), "reference": reference} | ({} if above.is_zero else {"above": str(above)})
    found(Finding.REFUNDED_ELSEWHERE, f"attempt:{attempt.pk}:{reference}", payment, told, now)
    post(payment, Entry.RETURNED_ELSEWHERE, above, till_of(attempt), beyond, now)
    amount = amount - above
    entry = Entry.RETURNED_ELSEWHERE if attempt.is_unapplied else Entry.REFUNDED_ELSEWHERE
    if not post(payment, entry, amount, till_of(attempt), source, now):
        return []
    refund = Refund.objects.create(
        payment=payment,
        attempt=attempt,
        amount_minor=amount.minor,
        currency=amount.currency,
        is_of_unapplied=attempt.is_unapplied,
        source=RefundSource.EXTERNAL,
        status=RefundStatus.SUCCEEDED,
        requested_at=now,
        ended_at=now,
    )
    before = Money(0 if attempt.is_unapplied else payment.refunded_minor, amount.currency)
    record_refund(refund, before=before, actor=Actor(ActorKind.GATEWAY, payment.gateway))
    attempt.refunded_minor += amount.minor
    if not attempt.is_unapplied:
        payment.refunded_minor += amount.minor
    save_sums(payment, attempt)
    no_longer_true(payment, (Finding.NOT_SETTLED,), [f"attempt:{attempt.pk}:{reference}"], now)
    no_longer_owed(payment, refund, now)
    return publish(RefundSucceeded(payment.pk, refund.pk, payment.subject, amount.minor, amount.currency))


def went_beyond(attempt: PaymentAttempt) -> int:
    """What was given back at the gateway's own desk of what the store had given back by hand before, in minor units."""
    lines = LedgerEntry.objects.filter(
        transaction__source_kind="attempt",
        transaction__source_id=str(attempt.pk),
        transaction__purpose__startswith="above:",
        account__book=Book.UNAPPLIED_FUNDS,
    )
    return int(lines.aggregate(sum=Sum(F("debit_minor") - F("credit_minor"), default=0))["sum"])


def undo_elsewhere(payment: Payment, attempt: PaymentAttempt, reference: str, now: datetime) -> list[int]:
    """Somebody undid the sale at the gateway's own desk: what is left of it is with the payer."""
    left = attempt.unreturned
    return [] if left.is_zero else give_back_elsewhere(payment, attempt, left, reference, now)


def charge_back(payment: Payment, attempt: PaymentAttempt, amount: Money, reference: str, now: datetime) -> list[int]:
    """The cardholder's bank took the amount back: a loss, but for what belonged to no order. Staff is told."""
    told = {"amount": str(amount), "reference": reference}
    found(Finding.CHARGED_BACK, f"attempt:{attempt.pk}:{reference}", payment, told, now)
    entry = Entry.RETURNED_ELSEWHERE if attempt.is_unapplied else Entry.CHARGED_BACK
    if not post(payment, entry, amount, till_of(attempt), Source("chargeback", reference, "taken"), now):
        return []
    _count_charged_back(payment, attempt, amount.minor)
    return publish(PaymentChargedBack(payment.pk, payment.subject, amount.minor, amount.currency))


def win_chargeback(payment: Payment, attempt: PaymentAttempt, amount: Money, reference: str, now: datetime) -> None:
    """The bank gave back what it had taken."""
    source = Source("chargeback", reference, "given_back")
    entry = Entry.CAPTURED_UNAPPLIED if attempt.is_unapplied else Entry.CHARGEBACK_REVERSED
    if post(payment, entry, amount, till_of(attempt), source, now):
        _count_charged_back(payment, attempt, -amount.minor)


def _count_charged_back(payment: Payment, attempt: PaymentAttempt, minor: int) -> None:
    """Of the payment from the books: what the bank gave back may be told of before what it took."""
    attempt.charged_back_minor += minor
    if not attempt.is_unapplied:
        lost = max(balance_of(payment, Book.CHARGEBACK_LOSS), 0)
        payment.charged_back_minor = min(lost, payment.captured_minor)
    save_sums(payment, attempt)


def _tell_unapplied(payment: Payment, amount: Money) -> list[int]:
    return publish(FundsUnapplied(payment.pk, payment.subject, amount.minor, amount.currency))


def _unapplied(attempt: PaymentAttempt) -> Source:
    """Under which what is parked on the attempt stands in the books."""
    return _source(attempt, f"unapplied:{attempt.captured_minor}:{attempt.reported_currency}")


def _source(attempt: PaymentAttempt, purpose: str) -> Source:
    return Source("attempt", str(attempt.pk), purpose)
