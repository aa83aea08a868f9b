"""Staff gave back what its gateway did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.payments.application.discrepancies import close
from commerce.payments.application.hand_returns import OwedByHand, owed_by_hand
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.use_cases.refund_payment import (
    RefundOfNothing,
    RefundRequest,
    RefundTooLarge,
    RefundUnderWay,
    refund_payment,
)
from commerce.payments.domain.operations import RefundSource
from commerce.payments.models import Discrepancy, Payment, PaymentAttempt, Refund


class NothingByHand(Refusal):
    """None of it is to be given back by hand: it is back, or its gateway sends it."""

    code = "nothing_by_hand"


class ByHandNeedsReference(Refusal):
    """Nothing was given back that nobody can find."""

    code = "by_hand_needs_reference"


@dataclass(frozen=True, slots=True)
class HandedBack:
    """So much of what `attempt_id` took, for what that finding tells of (None: its way gives nothing back). `reference`
    is the bank's, or says how it was given; `key` is the asking form's."""

    amount: Money
    reference: str
    key: UUID
    attempt_id: int
    discrepancy_id: int | None = None


def give_back_by_hand(*, payment_id: int, handed: HandedBack, actor: Actor, now: datetime) -> int:
    """The amount is with the payer, out of the store's own bank account, and no longer told as owed; returns the
    refund's id. What the gateway owes the store is as before.

    The same key again is the same refund. Refuses ByHandNeedsReference, NothingByHand, RefundUnderWay while another
    refund of it may still arrive, RefundTooLarge, RefundOfNothing, and KeyReused as `refund_payment` does.
    """
    if not handed.reference.strip():
        raise ByHandNeedsReference
    with transaction.atomic():
        payment = lock_payment(payment_id)
        owed = None if Refund.objects.filter(request_key=handed.key).exists() else _owed(payment, handed)
        if owed is not None and owed.discrepancy_id is not None and owed.is_settled_by_any:
            finding = Discrepancy.objects.select_related("payment").get(pk=owed.discrepancy_id)
            close(finding, handed.reference.strip()[:300], actor, now)
        handed_by = f"{actor.kind}:{actor.id}"
        request = RefundRequest(
            amount=handed.amount,
            key=handed.key,
            reason=handed.reference,
            source=RefundSource.BY_HAND,
            asked_by=(owed.asked_by if owed else "") or handed_by,
            handed_by=handed_by,
            attempt_id=handed.attempt_id,
        )
        return refund_payment(payment_id=payment_id, request=request, now=now)


def _owed(payment: Payment, handed: HandedBack) -> OwedByHand:
    meant = (handed.attempt_id, handed.discrepancy_id)
    owed = next((one for one in owed_by_hand(payment.pk) if (one.attempt_id, one.discrepancy_id) == meant), None)
    if owed is None:
        raise NothingByHand
    attempt = PaymentAttempt.objects.get(pk=owed.attempt_id)
    if attempt.refund_pending_minor or (payment.refund_pending_minor and not attempt.is_unapplied):
        raise RefundUnderWay
    if handed.amount.currency != owed.amount.currency:
        raise RefundOfNothing
    if handed.amount > owed.amount:
        raise RefundTooLarge(left=owed.amount)
    return owed
