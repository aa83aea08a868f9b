"""Taking the money at the door."""

from datetime import datetime

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.payments.application.activity import record_payment
from commerce.payments.application.hand_takings import take_by_hand
from commerce.payments.application.locks import lock_payment
from commerce.payments.domain.states import PaymentStatus


class NotCollectable(Refusal):
    """The amount is below nought, or of another currency."""

    code = "amount_not_collectable"


def collect_payment(*, payment_id: int, now: datetime, amount: Money | None = None, due: Money | None = None) -> None:
    """A payment to be collected on delivery is captured; any other stays as it is.

    `due` is what the courier was to bring where that is less than was owed, `amount` what they were given, None for
    what they were to bring. Neither that nor all that was owed is recorded as it is, and told as a discrepancy. Refuses
    NotCollectable.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.status != PaymentStatus.COLLECT_ON_DELIVERY:
            return
        taken = next(each for each in (amount, due, payment.amount) if each is not None)
        if taken.is_negative or taken.currency != payment.currency:
            raise NotCollectable
        take_by_hand(payment, taken, ("payment", payment.pk), is_all=True, now=now, due=due)
        record_payment(payment, before=PaymentStatus.COLLECT_ON_DELIVERY, taken=taken)
