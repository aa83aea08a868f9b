"""Beginning an online payment: commit the intent, call the gateway, record what it said."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_for
from commerce.payments.application.next_actions import from_json, to_json
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.domain.states import (
    AttemptStatus,
    PaymentStatus,
    is_being_checked,
    may_be_in_flight,
    next_ask,
)
from commerce.payments.domain.values import NextAction, StartRequest
from commerce.payments.models import Payment, PaymentAttempt

_WAITS_FOR_THE_PAYER = frozenset({PaymentStatus.CREATED, PaymentStatus.PENDING})


@dataclass(frozen=True, slots=True)
class _Intent:
    attempt_id: int
    gateway: str
    request: StartRequest


def start_payment(
    *, payment_id: int, description: str, language: str, return_url: str, now: datetime
) -> NextAction | None:
    """The gateway knows the payment; returns what the payer does next.

    None when there is nothing to do here: it is settled, offline, being checked after the payer did their part, being
    started by another request this moment, or the gateway could not be reached (then the call may simply be repeated).
    A repeat begins no second payment: it gives the same next action, or calls the gateway again with the same key. Only
    when an attempt has ended without money does another begin. Call with no transaction open (TransactionOpen).
    """
    found = _commit_intent(payment_id, description, language, return_url, now)
    if not isinstance(found, _Intent):
        return found
    result = gateway_for(found.gateway).start(account_for(found.gateway), found.request)
    with transaction.atomic():
        # Together: a request that sees the one without the other would call the gateway a second time.
        deliveries = apply_observation(attempt_id=found.attempt_id, snapshot=result.snapshot, now=now)
        if result.next_action is not None:
            action = to_json(result.next_action)
            PaymentAttempt.objects.filter(pk=found.attempt_id).update(next_action=action)
    deliver(deliveries)
    return result.next_action


def _commit_intent(
    payment_id: int, description: str, language: str, return_url: str, now: datetime
) -> _Intent | NextAction | None:
    """The attempt to call the gateway about, stamped; or what is known already without calling it."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        if PaymentStatus(payment.status) not in _WAITS_FOR_THE_PAYER:
            return None
        attempt = PaymentAttempt.objects.open().filter(payment=payment).first() or _new_attempt(payment, now)
        if is_being_checked(AttemptStatus(attempt.status), was_payer_sent=attempt.next_action is not None):
            return None
        if attempt.next_action is not None:
            return from_json(attempt.next_action)
        if may_be_in_flight(attempt.call_started_at, AttemptStatus(attempt.status), now):
            return None
        is_repeat = attempt.call_started_at is not None
        attempt.call_started_at = now
        attempt.save(update_fields=["call_started_at"])
    request = StartRequest(
        gateway_key=attempt.gateway_key,
        subject=payment.subject,
        amount=payment.amount,
        description=description,
        language=language,
        return_url=return_url,
        notification_url=_notification_url(attempt.notification_token),
        is_repeat=is_repeat,
    )
    return _Intent(attempt.pk, payment.gateway, request)


def _new_attempt(payment: Payment, now: datetime) -> PaymentAttempt:
    return PaymentAttempt.objects.create(
        payment=payment,
        gateway=payment.gateway,
        notification_token=secrets.token_urlsafe(32),
        status=AttemptStatus.INTENT,
        ask_at=next_ask(AttemptStatus.INTENT, 0, now),
        created_at=now,
    )


def _notification_url(token: str) -> str:
    """Where gateways report about the attempt of this token: an absolute address on the platform's own host."""
    site = f"{settings.PUBLIC_SCHEME}://{settings.PLATFORM_HOST}{settings.PUBLIC_PORT_SUFFIX}"
    return f"{site}/hooks/payments/{token}/"
