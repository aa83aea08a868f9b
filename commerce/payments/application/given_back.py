"""What money that went back to its payer makes untrue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from commerce.payments.application.discrepancies import no_longer_true
from commerce.payments.domain.discrepancies import ASKED, Finding
from commerce.payments.domain.operations import RefundSource, RefundStatus
from commerce.payments.models import Discrepancy, Payment, PaymentAttempt, Refund

_OWED = (Finding.NOT_RETURNED, Finding.PAID_TWICE)


def no_longer_owed(payment: Payment, refund: Refund, now: datetime) -> None:
    """That money could not be sent, or came twice, is no longer told once this refund of the locked payment has brought
    it: the very one, one of the same amount that was asked for afterwards, or the last of all that was taken. What goes
    back for something once more, as for a return, brings all of that that had come to nothing till then. What was sent
    by itself and failed is told until that last one: whatever is left there is sent by nobody else. What is given by
    hand says itself what it is for."""
    no_longer_true(payment, _OWED, _answered(payment, refund), now)


def no_longer_kept(payment: Payment, attempt: PaymentAttempt, now: datetime) -> None:
    """Nor is it once the payer's bank took back all that was left by this attempt."""
    if attempt.refundable.is_zero and not attempt.refund_pending_minor:
        failed = Refund.objects.filter(payment=payment, attempt=attempt, status=RefundStatus.FAILED)
        no_longer_true(payment, _OWED, _all_of(payment, attempt.pk, failed), now)


def _answered(payment: Payment, refund: Refund) -> Iterator[str]:
    yield f"refund:{refund.pk}"
    failed = Refund.objects.filter(
        payment=payment, attempt=refund.attempt, is_of_unapplied=refund.is_of_unapplied, status=RefundStatus.FAILED
    ).order_by("id")
    if _is_last(payment, refund):
        yield from _all_of(payment, refund.attempt_id, failed)
        return
    if refund.source == RefundSource.BY_HAND:
        return
    if refund.source == RefundSource.RETURN and (brought := _brought_again(payment, refund)):
        yield from brought
        return
    asked_for = failed.exclude(source=RefundSource.SYSTEM)
    sent_again = asked_for.filter(amount_minor=refund.amount_minor, pk__lt=refund.pk)
    yield from list(_told_of(payment, sent_again))[:1]


def _brought_again(payment: Payment, refund: Refund) -> list[str]:
    """What had failed when this was asked for by the same asker: none of it where this is less."""
    failed = Refund.objects.filter(
        payment=payment, asked_by=refund.asked_by, status=RefundStatus.FAILED, ended_at__lte=refund.requested_at
    )
    told = _told_of(payment, failed)
    return list(told) if sum(told.values()) <= refund.amount_minor else []


def _told_of(payment: Payment, failed: Iterable[Refund]) -> dict[str, int]:
    """Those of these refunds that are told of as owed yet, by the finding's key, with their minor units."""
    found = set(Discrepancy.objects.open().filter(payment=payment, finding__in=_OWED).values_list("key", flat=True))
    return {key: each.amount_minor for each in failed if (key := f"refund:{each.pk}") in found}


def _all_of(payment: Payment, attempt_id: int | None, failed: Iterable[Refund]) -> Iterator[str]:
    yield f"attempt:{attempt_id}"
    yield from (f"refund:{each.pk}" for each in failed)
    if payment.refundable.is_zero:
        asked = Discrepancy.objects.open().filter(payment=payment, key__startswith=ASKED)
        yield from asked.values_list("key", flat=True)


def _is_last(payment: Payment, refund: Refund) -> bool:
    """Nothing of what it was of is left, nor still on its way."""
    attempt = refund.attempt
    if attempt is not None and (refund.is_of_unapplied or attempt.refundable.is_zero):
        return attempt.refundable.is_zero and not attempt.refund_pending_minor
    return not refund.is_of_unapplied and payment.refundable.is_zero and not payment.refund_pending_minor
