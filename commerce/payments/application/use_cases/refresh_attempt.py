"""Asking the gateway how one attempt at a payment stands."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_of_none, opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.models import PaymentAttempt


def refresh_attempt(*, attempt_id: int, now: datetime, reference: str = "") -> bool:
    """What the gateway knows of this attempt is known here, and told to whoever waits for it.

    False when it was not asked, because somebody asked less than its `seconds_between_asks` ago: ask again later.
    `reference` is one a payer's browser brought for an attempt that has none; the gateway's answer under it counts when
    it names our key. An ended attempt is asked about too: a late capture is the truth. Call with no transaction open
    (TransactionOpen).
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment", "account").get(pk=attempt_id)
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
        gateway = gateway_for(attempt.gateway)
        pause = timedelta(seconds=gateway.capabilities(account).seconds_between_asks)
        if not _claim(attempt_id, now, pause):
            return False
    named = attempt.gateway_reference or reference
    snapshot = gateway.find(account, reference_of(attempt, named))
    is_ours = named == attempt.gateway_reference or snapshot.key == str(attempt.gateway_key)
    with transaction.atomic():
        # Together: who sees the answer heard must see what it said.
        deliveries = apply_observation(attempt_id=attempt_id, snapshot=snapshot, now=now) if is_ours else []
        PaymentAttempt.objects.filter(pk=attempt_id).update(heard_at=now)
    deliver(deliveries)
    return True


def _claim(attempt_id: int, now: datetime, pause: timedelta) -> bool:
    """One question at a time: the return, the page that waits, a webhook and the sweep all come at once."""
    may_ask = Q(asked_at=None) | Q(asked_at__lte=now - pause)
    return PaymentAttempt.objects.filter(may_ask, pk=attempt_id).update(asked_at=now) == 1
