"""A payment whose time is up."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.locks import lock_payment
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.domain.states import PaymentStatus


def expire_payment(*, payment_id: int, now: datetime) -> bool:
    """The money is no longer expected, as after `cancel_payment`. False when it came first: then nothing is changed,
    for whoever owed it is about to be told. Refuses PaymentInFlight."""
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.status == PaymentStatus.CAPTURED:
            return False
        cancel_payment(payment_id=payment_id, now=now)
        return True
