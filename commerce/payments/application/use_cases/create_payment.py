"""Owing a payment."""

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.core.outbox import publish
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.domain.states import PaymentStatus, first_status
from commerce.payments.models import Payment


def create_payment(*, subject: str, method: str, amount: Money, now: datetime) -> int:
    """`amount` is owed for `subject` by that method; returns the payment's id. The gateway hears nothing yet.

    Cash is to be collected on delivery from the start, and a payment of nothing is captured. Refuses
    UnknownPaymentMethod; one subject has one payment (IntegrityError).
    """
    status = first_status(amount, gateway_for(method).method.capabilities)
    with transaction.atomic(savepoint=False):
        payment = Payment.objects.create(
            subject=subject,
            gateway=method,
            amount_minor=amount.minor,
            currency=amount.currency,
            status=status,
            created_at=now,
            changed_at=now,
        )
        if status is PaymentStatus.CAPTURED:
            publish(PaymentCaptured(payment_id=payment.pk, subject=subject))
    return payment.pk
