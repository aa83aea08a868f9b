"""Beginning an online payment: commit the intent, call the gateway, record what it said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_in_use, account_of_none, capabilities_of, opened
from commerce.payments.application.discrepancies import tell_of_account
from commerce.payments.application.locks import lock_payment
from commerce.payments.application.next_actions import from_json, to_json
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.queries import attempt_is_being_checked, money_is_parked
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.states import (
    CALL_LIMIT,
    AttemptStatus,
    PaymentStatus,
    may_be_in_flight,
    next_ask,
)
from commerce.payments.domain.values import NextAction, Outcome, Payer, Snapshot, StartRequest
from commerce.payments.models import Payment, PaymentAttempt

_WAITS_FOR_THE_PAYER = frozenset({PaymentStatus.CREATED, PaymentStatus.PENDING, PaymentStatus.FAILED})


@dataclass(frozen=True, slots=True)
class _Intent:
    attempt_id: int
    gateway: str
    account: GatewayAccount
    request: StartRequest


@dataclass(frozen=True, slots=True)
class Checkout:
    """What the payer comes with. `return_url` is absolute and bears no query; `has_script`: their browser runs ours.
    `captures_later`: the money is held, and taken by `capture_payment`."""

    description: str
    language: str
    return_url: str
    has_script: bool = False
    payer: Payer = field(default_factory=Payer)
    captures_later: bool = False


def start_payment(*, payment_id: int, checkout: Checkout, now: datetime) -> NextAction | None:
    """The gateway knows the payment; returns what the payer does next.

    None when there is nothing to do here: it is settled, offline, being checked after the payer did their part, being
    started by another request this moment, or the gateway could not be reached, or lets nothing of this account in, of
    which the store is told (then the call may simply be repeated).
    A repeat begins no second payment: it gives the same next action, or calls the gateway again with the same key. Only
    when an attempt has ended without money does another begin. Refuses NoAccount. Call with no transaction open
    (TransactionOpen).
    """
    found = _commit_intent(payment_id, checkout, now)
    if not isinstance(found, _Intent):
        return found
    result = gateway_for(found.gateway).start(found.account, found.request)
    with transaction.atomic():
        # Together: a request that sees the one without the other would call the gateway a second time.
        deliveries = apply_observation(attempt_id=found.attempt_id, snapshot=result.snapshot, now=now)
        _forget_unsent(found, result.snapshot, now)
        tell_of_account(PaymentAttempt.objects.select_related("account").get(pk=found.attempt_id), result.snapshot, now)
        if result.next_action is not None:
            name = result.snapshot.reference
            facts = {"next_action": to_json(result.next_action), "gateway_reference": name, "page_reference": name}
            PaymentAttempt.objects.open().filter(pk=found.attempt_id).update(**facts)
    deliver(deliveries)
    return result.next_action


def _forget_unsent(intent: _Intent, answer: Snapshot, now: datetime) -> None:
    """A call that never left need not be waited for. The next one repeats none by it, but may repeat one before it."""
    if answer.outcome is Outcome.NOT_SENT:
        since = now - CALL_LIMIT if intent.request.is_repeat else None
        begun = PaymentAttempt.objects.filter(pk=intent.attempt_id, status=AttemptStatus.INTENT)
        begun.update(call_started_at=since)


def _commit_intent(payment_id: int, checkout: Checkout, now: datetime) -> _Intent | NextAction | None:
    """The attempt to call the gateway about, stamped; or what is known already without calling it."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if PaymentStatus(payment.status) not in _WAITS_FOR_THE_PAYER:
            return None
        attempt = PaymentAttempt.objects.open().filter(payment=payment).first()
        if attempt is None and payment.status != PaymentStatus.CREATED and money_is_parked(payment.pk):
            return None
        attempt = attempt or _new_attempt(payment, now)
        if attempt_is_being_checked(attempt):
            return None
        if attempt.next_action is not None:
            PaymentAttempt.objects.filter(pk=attempt.pk).update(returned_at=None)  # the payer goes there again
            return from_json(attempt.next_action)
        if may_be_in_flight(attempt.call_started_at, AttemptStatus(attempt.status), now):
            return None
        is_repeat = attempt.call_started_at is not None
        attempt.call_started_at = now
        attempt.save(update_fields=["call_started_at"])
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
    request = StartRequest(
        gateway_key=attempt.gateway_key,
        subject=payment.subject,
        amount=payment.amount,
        description=checkout.description,
        language=checkout.language,
        return_url=checkout.return_url,
        notification_url=webhook_url(attempt.account.webhook_token) if attempt.account else "",
        closes_at=now + timedelta(seconds=capabilities_of(attempt).page_seconds),
        brand=gateway_for(payment.gateway).method.brand,
        channel=attempt.channel,
        has_script=checkout.has_script,
        captures_later=checkout.captures_later,
        is_repeat=is_repeat,
        payer=checkout.payer,
    )
    return _Intent(attempt.pk, payment.gateway, account, request)


def _new_attempt(payment: Payment, now: datetime) -> PaymentAttempt:
    method = gateway_for(payment.gateway).method
    account = account_in_use(method.provider) if method.needs_account else None
    return PaymentAttempt.objects.create(
        payment=payment,
        gateway=payment.gateway,
        account=account,
        channel=account.settings.get(method.needs_setting, "") if account else "",
        status=AttemptStatus.INTENT,
        ask_at=next_ask(AttemptStatus.INTENT, 0, now),
        created_at=now,
    )
