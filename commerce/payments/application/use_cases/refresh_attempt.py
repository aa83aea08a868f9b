"""Asking the gateway how one attempt at a payment stands."""

from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application.accounts import account_for
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.models import PaymentAttempt


def refresh_attempt(*, attempt_id: int, now: datetime) -> None:
    """What the gateway knows of this attempt is known here, and told to whoever waits for it.

    An ended attempt is asked about too: a late capture is the truth. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment").get(pk=attempt_id)
    reference = AttemptReference(attempt.gateway_key, attempt.gateway_reference, attempt.payment.amount)
    snapshot = gateway_for(attempt.gateway).find(account_for(attempt.gateway), reference)
    deliver(apply_observation(attempt_id=attempt_id, snapshot=snapshot, now=now))
