"""Asking the gateway how a payment stands."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.use_cases.refresh_attempt import Asked, refresh_attempt
from commerce.payments.models import PaymentAttempt


def refresh_payment(*, payment_id: int, now: datetime) -> bool:
    """What the gateway knows of the payment's latest attempt is known here, and told to whoever waits for it.

    False when it was asked too short a while ago to be asked again; nothing to ask is fine. Call with no transaction
    open (TransactionOpen).
    """
    with transaction.atomic():
        attempt_id = (
            PaymentAttempt.objects.filter(payment_id=payment_id).order_by("-id").values_list("pk", flat=True).first()
        )
    return attempt_id is None or refresh_attempt(attempt_id=attempt_id, now=now) is not Asked.TOO_SOON
