"""Moving a locked payment along its table, and telling of it."""

from __future__ import annotations

from datetime import datetime

from commerce.core.actors import Actor, ActorKind
from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed
from commerce.payments.domain.states import PaymentStatus, payment_after
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Payment, PaymentAttempt


def move_payment(payment: Payment, outcome: Outcome, now: datetime) -> list[int]:
    """The payment stands where what its gateway said leaves it; returns the deliveries.

    Captured is what money was taken of, by a part as well: the rest of a hold is let go with it. Failed is what has no
    open attempt: while one is with the payer, what became of another ends nothing.
    """
    before = PaymentStatus(payment.status)
    after = payment_after(before, outcome)
    if after is before or not _may_stand(payment, after):
        return []
    payment.status = after
    payment.changed_at = now
    payment.save(update_fields=["status", "changed_at"])
    taken = Money(payment.captured_minor, payment.currency) if after is PaymentStatus.CAPTURED else None
    record_payment(payment, before=before, actor=Actor(ActorKind.GATEWAY, payment.gateway), taken=taken)
    if after is PaymentStatus.CAPTURED:
        return publish(PaymentCaptured(payment_id=payment.pk, subject=payment.subject), is_delivered_here=True)
    if after is PaymentStatus.FAILED:
        return publish(PaymentFailed(payment_id=payment.pk, subject=payment.subject), is_delivered_here=True)
    return []


def _may_stand(payment: Payment, after: PaymentStatus) -> bool:
    if after is PaymentStatus.CAPTURED:
        return bool(payment.captured_minor)
    return after is not PaymentStatus.FAILED or not PaymentAttempt.objects.open().filter(payment=payment).exists()
