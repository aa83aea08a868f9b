"""Money that its gateway could not give back, or never does: what staff may say they gave back by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.core.money import Money
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.refunds import left_of
from commerce.payments.domain.discrepancies import ASKED, Finding
from commerce.payments.domain.operations import RefundSource
from commerce.payments.models import Discrepancy, PaymentAttempt, Refund


@dataclass(frozen=True, slots=True)
class OwedByHand:
    """So much of what this attempt took, by the finding that tells of it (`discrepancy_id`), or because its way gives
    nothing back (None). `asked_by` is what it was to go back for, as a return; empty where it is staff's own.
    `is_settled_by_any`: whatever is given of it, the finding is off the list; else all that is left is owed."""

    attempt_id: int
    discrepancy_id: int | None
    amount: Money
    asked_by: str = ""
    is_settled_by_any: bool = False


def owed_by_hand(payment_id: int) -> tuple[OwedByHand, ...]:
    """What was told of this payment's money, in the order of the telling; where nothing was, what its way gives
    nothing back of. One statement where no gateway took any."""
    taken = PaymentAttempt.objects.filter(payment_id=payment_id, captured_minor__gt=0)
    attempts = taken.select_related("payment", "account").order_by("id")
    left = {attempt.pk: attempt for attempt in attempts if left_of(attempt).minor}
    if not left:
        return ()
    told = Discrepancy.objects.open().filter(payment_id=payment_id, finding=Finding.NOT_RETURNED).order_by("id")
    owed = [one for row in told if (one := _told(row, left)) is not None]
    never = (OwedByHand(pk, None, left_of(one)) for pk, one in left.items() if not capabilities_of(one).refunds)
    return tuple(owed or never)


def _told(row: Discrepancy, left: Mapping[int, PaymentAttempt]) -> OwedByHand | None:
    kind, _colon, of = row.key.partition(":")
    if f"{kind}:" == ASKED:
        return _asked(row, of, left)
    refund = Refund.objects.get(pk=of) if kind == "refund" else None
    attempt = left.get(int(of) if refund is None else refund.attempt_id or 0)
    if attempt is None:
        return None
    if refund is None or refund.source == RefundSource.SYSTEM:
        return OwedByHand(attempt.pk, row.pk, left_of(attempt))
    asked_by = refund.asked_by if refund.source == RefundSource.RETURN else ""
    return OwedByHand(attempt.pk, row.pk, min(refund.amount, left_of(attempt)), asked_by, is_settled_by_any=True)


def _asked(row: Discrepancy, asked_by: str, left: Mapping[int, PaymentAttempt]) -> OwedByHand | None:
    attempts = [attempt for attempt in left.values() if not attempt.is_unapplied]
    if not attempts:
        return None
    attempt = max(attempts, key=lambda one: left_of(one).minor)
    asked = Money.parse(row.facts["amount"].partition(" ")[0], attempt.payment.currency)
    return OwedByHand(attempt.pk, row.pk, min(asked, left_of(attempt)), asked_by, is_settled_by_any=True)
