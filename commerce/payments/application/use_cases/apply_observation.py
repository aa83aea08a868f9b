"""The one place where webhook, return page and sweep meet."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor, ActorKind
from commerce.core.outbox import publish
from commerce.payments.application.activity import record_payment
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed
from commerce.payments.domain.states import (
    OPEN_ATTEMPTS,
    AttemptStatus,
    PaymentStatus,
    attempt_after,
    may_be_in_flight,
    next_ask,
    payment_after,
)
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Payment, PaymentAttempt

log = logging.getLogger(__name__)


def apply_observation(*, attempt_id: int, snapshot: Snapshot, now: datetime) -> list[int]:
    """Attempt and payment stand where the observation leaves them; returns the deliveries of what happened by it.

    Idempotent: the same observation again, or an older one, changes nothing and tells nobody. A capture of another
    amount or currency than was asked for, or one that contradicts the attempt otherwise, is parked on the attempt
    (`mismatched`) and not believed. What the gateway holds for review is waited for. Writes payments and the outbox
    only; the caller delivers after its commit.
    """
    with transaction.atomic():
        payment_id = PaymentAttempt.objects.values_list("payment_id", flat=True).get(pk=attempt_id)
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
        if snapshot.contradiction or (snapshot.outcome is Outcome.CAPTURED and snapshot.amount != payment.amount):
            return _park(attempt, snapshot)
        outcome = Outcome.SETTLING if snapshot.is_in_review else snapshot.outcome
        _move_attempt(attempt, replace(snapshot, outcome=outcome), now)
        return _move_payment(payment, outcome, now)


def _park(attempt: PaymentAttempt, snapshot: Snapshot) -> list[int]:
    if attempt.status == AttemptStatus.SUCCEEDED:
        return []
    log.error(
        "attempt %s: %s of %s contradicts what was asked for (%s)",
        attempt.gateway_key, snapshot.outcome, snapshot.amount, snapshot.contradiction,
    )  # fmt: skip
    attempt.status = AttemptStatus.MISMATCHED
    attempt.gateway_reference = snapshot.reference or attempt.gateway_reference
    if snapshot.amount is not None:
        attempt.reported_minor = snapshot.amount.minor
        attempt.reported_currency = snapshot.amount.currency
    attempt.save(update_fields=["status", "gateway_reference", "reported_minor", "reported_currency"])
    return []


def _move_attempt(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> None:
    before = AttemptStatus(attempt.status)
    after = attempt_after(before, snapshot.outcome)
    if after is AttemptStatus.ABANDONED and may_be_in_flight(attempt.call_started_at, before, now):
        after = before
    if snapshot.outcome is Outcome.NOT_SENT and before is AttemptStatus.INTENT:
        attempt.call_started_at = None
    attempt.status = after
    attempt.gateway_reference = snapshot.reference or attempt.gateway_reference
    attempt.code = snapshot.code or attempt.code
    if after in OPEN_ATTEMPTS:
        attempt.asks = attempt.asks + 1 if after is before else 0
        attempt.ask_at = next_ask(after, attempt.asks, now)
    attempt.save(update_fields=["status", "gateway_reference", "code", "call_started_at", "asks", "ask_at"])


def _move_payment(payment: Payment, outcome: Outcome, now: datetime) -> list[int]:
    before = PaymentStatus(payment.status)
    after = payment_after(before, outcome)
    if after is before:
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
