"""Moving a locked payment along its table, and telling of it."""

from __future__ import annotations

from datetime import datetime

from commerce.core.actors import Actor, ActorKind
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed
from commerce.payments.domain.states import PaymentStatus, payment_after
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Payment


def move_payment(payment: Payment, outcome: Outcome, now: datetime) -> list[int]:
    """The payment stands where what its gateway said leaves it; returns the deliveries. Captured: whole."""
    before = PaymentStatus(payment.status)
    after = payment_after(before, outcome)
    is_partly = after is PaymentStatus.CAPTURED and payment.captured_minor < payment.amount_minor
    if after is before or is_partly:
        return []
    payment.status = after
    payment.changed_at = now
    payment.save(update_fields=["status", "changed_at"])
    record_payment(payment, before=before, actor=Actor(ActorKind.GATEWAY, payment.gateway))
    if after is PaymentStatus.CAPTURED:
        return publish(PaymentCaptured(payment_id=payment.pk, subject=payment.subject), is_delivered_here=True)
    if after is PaymentStatus.FAILED:
        return publish(PaymentFailed(payment_id=payment.pk, subject=payment.subject), is_delivered_here=True)
    return []
