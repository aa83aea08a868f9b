"""A refund's way through the sums and the books. Payment and attempt are locked by the caller."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commerce.core.money import Money
from commerce.payments.application.discrepancies import no_longer_true
from commerce.payments.application.given_back import no_longer_owed
from commerce.payments.application.ledger import Source, Till, post, till_of
from commerce.payments.application.takings import save_sums
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.operations import RefundStatus
from commerce.payments.domain.postings import Entry
from commerce.payments.models import Payment, PaymentAttempt, Refund


def waiting_key(request_key: UUID) -> str:
    """Of what is told of a refund that can't be asked for yet."""
    return f"refund:{request_key}"


def left_of(attempt: PaymentAttempt) -> Money:
    """Of what it took, so much can go back: no more than is left of what was paid for its order."""
    return attempt.refundable if attempt.is_unapplied else min(attempt.refundable, attempt.payment.refundable)


def reserve_refund(payment: Payment, attempt: PaymentAttempt, refund: Refund, now: datetime) -> None:
    """The amount can't be sent a second time, and waits for nothing."""
    no_longer_true(payment, (Finding.NOT_SENT,), [waiting_key(refund.request_key)], now)
    entry = Entry.RETURN_SUBMITTED if refund.is_of_unapplied else Entry.REFUND_SUBMITTED
    post(payment, entry, refund.amount, till_of(attempt), _source(refund, "submitted"), now)
    attempt.refund_pending_minor += refund.amount_minor
    if not refund.is_of_unapplied:
        payment.refund_pending_minor += refund.amount_minor
    save_sums(payment, attempt)


def end_refund(payment: Payment, attempt: PaymentAttempt, refund: Refund, status: RefundStatus, now: datetime) -> None:
    """The reserved amount is with the payer (SUCCEEDED), or the store's again (FAILED)."""
    is_done = status is RefundStatus.SUCCEEDED
    failed = Entry.RETURN_FAILED if refund.is_of_unapplied else Entry.REFUND_FAILED
    entry = Entry.REFUND_SUCCEEDED if is_done else failed
    post(payment, entry, refund.amount, till_of(attempt), _source(refund, "ended"), now)
    gone = refund.amount_minor if is_done else 0
    attempt.refund_pending_minor -= refund.amount_minor
    attempt.refunded_minor += gone
    if not refund.is_of_unapplied:
        payment.refund_pending_minor -= refund.amount_minor
        payment.refunded_minor += gone
    save_sums(payment, attempt)
    refund.status = status
    refund.ended_at = now
    refund.save(update_fields=["status", "ended_at"])
    if is_done:
        no_longer_owed(payment, refund, now)


def end_after_all(payment: Payment, attempt: PaymentAttempt, refund: Refund, now: datetime) -> None:
    """The amount is with the payer, though the refund had failed by all we knew: its reserve was the store's again.

    The caller has seen that so much is left.
    """
    entry = Entry.RETURNED_ELSEWHERE if refund.is_of_unapplied else Entry.REFUNDED_ELSEWHERE
    post(payment, entry, refund.amount, till_of(attempt), _source(refund, "after_all"), now)
    attempt.refunded_minor += refund.amount_minor
    if not refund.is_of_unapplied:
        payment.refunded_minor += refund.amount_minor
    save_sums(payment, attempt)
    refund.status = RefundStatus.SUCCEEDED
    refund.ended_at = now
    refund.save(update_fields=["status", "ended_at"])
    no_longer_owed(payment, refund, now)


def give_by_hand(payment: Payment, refund: Refund, till: Till, now: datetime) -> None:
    """Staff hands the amount over, or transfers it: it is with the payer at once, and the gateway that took it keeps
    its own."""
    entry = Entry.RETURN_SUBMITTED if refund.is_of_unapplied else Entry.REFUND_SUBMITTED
    post(payment, entry, refund.amount, till, _source(refund, "submitted"), now)
    post(payment, Entry.REFUND_SUCCEEDED, refund.amount, till, _source(refund, "ended"), now)
    if not refund.is_of_unapplied:
        payment.refunded_minor += refund.amount_minor
        payment.save(update_fields=["refunded_minor"])
    if refund.attempt is not None:
        refund.attempt.handed_back_minor += refund.amount_minor
        refund.attempt.save(update_fields=["handed_back_minor"])
    no_longer_owed(payment, refund, now)


def _source(refund: Refund, purpose: str) -> Source:
    return Source("refund", str(refund.pk), purpose)
