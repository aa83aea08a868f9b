"""Money that staff or a courier took, in the payment's sums and in the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from commerce.core.money import Money
from commerce.payments.application.discrepancies import found, no_longer_true
from commerce.payments.application.ledger import Source, offline_till, post
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.postings import Entry
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment, TransferConfirmation


def _parts_of(payment: Payment) -> Iterator[str]:
    """The keys of what is told of its transfers: now they sum to what was owed."""
    for row_id in TransferConfirmation.objects.filter(payment=payment).values_list("pk", flat=True):
        yield f"transfer:{row_id}"


def take_by_hand(
    payment: Payment, amount: Money, source: tuple[str, int], *, is_all: bool, now: datetime, due: Money | None = None
) -> None:
    """The locked payment has that amount more, in its own currency; `source` names the row that says so.

    It is captured once all that was owed is there, and where nothing more is expected (`is_all`). What is more than
    was owed belongs to no order; that, and what is less, is told as a discrepancy, but not where less was `due`, and
    came. What was told of earlier parts is off the list once the rest is there, also where more came than the rest.
    """
    till, left = offline_till(payment), payment.left
    kind, row_id = source
    kept = min(amount, left)
    post(payment, Entry.CAPTURED, kept, till, Source(kind, str(row_id), "captured"), now)
    post(payment, Entry.CAPTURED_UNAPPLIED, amount - kept, till, Source(kind, str(row_id), "unapplied"), now)
    if amount == due or amount >= left > Money(0, payment.currency):
        no_longer_true(payment, (Finding.COLLECTED_OTHERWISE,), _parts_of(payment), now)
    if amount not in (left, due):
        facts = {"taken": str(amount), "owed": str(left if due is None else due)}
        found(Finding.COLLECTED_OTHERWISE, f"{kind}:{row_id}", payment, facts, now)
    payment.captured_minor += kept.minor
    if payment.status == PaymentStatus.CANCELLED and kept.minor:
        payment.owed_back_at = now
    if is_all or payment.left.is_zero:
        payment.status = PaymentStatus.CAPTURED
    payment.changed_at = now
    payment.save(update_fields=["captured_minor", "owed_back_at", "status", "changed_at"])
