"""Asking the gateway how one attempt at a payment stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_of_none, capabilities_of, opened
from commerce.payments.application.attempt_references import known_beside, reference_of
from commerce.payments.application.discrepancies import tell_of_account
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.domain.states import AttemptStatus, may_be_in_flight
from commerce.payments.domain.values import NO_ANSWERS, Outcome
from commerce.payments.models import PaymentAttempt

_WITHOUT_MONEY = frozenset(Outcome) - {Outcome.AUTHORISED, Outcome.CAPTURED, Outcome.SETTLING}


class Asked(StrEnum):
    TOO_SOON = "too_soon"  # nobody was asked: somebody did so less than its `seconds_between_asks` ago
    UNANSWERED = "unanswered"  # there was no clear answer, or it was about something else
    ANSWERED = "answered"


def refresh_attempt(*, attempt_id: int, now: datetime, reference: str = "") -> Asked:
    """What the gateway knows of this attempt is known here, and told to whoever waits for it; returns whether it said
    anything. Only what was answered counts as heard.

    `reference` is one a payer's browser brought for an attempt that has none; the gateway's answer under it counts when
    it names our key. An ended attempt is asked about too: a late capture is the truth. While its start is under way
    only money is news, for of everything else the start itself will tell: whoever asks meanwhile must not let a second
    one through. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment", "account").get(pk=attempt_id)
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
        gateway = gateway_for(attempt.gateway)
        pause = timedelta(seconds=capabilities_of(attempt).seconds_between_asks)
        if not _claim(attempt_id, now, pause):
            return Asked.TOO_SOON
        beside = known_beside(attempt)
    named = attempt.gateway_reference or reference
    snapshot = gateway.find(account, reference_of(attempt, named, beside))
    is_ours = named == attempt.gateway_reference or snapshot.key == str(attempt.gateway_key)
    if attempt.known_by is not None:  # others were paid under that key
        is_ours = snapshot.reference == named
    with transaction.atomic():
        # Together: who sees the answer heard must see what it said.
        is_news = is_ours and not (snapshot.outcome in _WITHOUT_MONEY and _is_being_started(attempt_id, now))
        deliveries = apply_observation(attempt_id=attempt_id, snapshot=snapshot, now=now) if is_news else []
        is_answered = is_news and snapshot.outcome not in NO_ANSWERS
        if snapshot.outcome is Outcome.NOT_SENT:
            tell_of_account(attempt, snapshot, now)
        if is_answered:
            PaymentAttempt.objects.filter(pk=attempt_id).update(heard_at=now)
    deliver(deliveries)
    return Asked.ANSWERED if is_answered else Asked.UNANSWERED


def _is_being_started(attempt_id: int, now: datetime) -> bool:
    """As it stands after the answer, locked: the start may have begun after the question."""
    _, attempt = lock_attempt(attempt_id)
    return may_be_in_flight(attempt.call_started_at, AttemptStatus(attempt.status), now)


def _claim(attempt_id: int, now: datetime, pause: timedelta) -> bool:
    """One question at a time: the return, the page that waits, a webhook and the sweep all come at once."""
    may_ask = Q(asked_at=None) | Q(asked_at__lte=now - pause)
    return PaymentAttempt.objects.filter(may_ask, pk=attempt_id).update(asked_at=now) == 1
