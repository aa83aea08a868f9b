"""Owing a payment."""

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment


def create_payment(*, subject: str, method: str, amount: Money, now: datetime) -> int:
    """`amount` is owed for `subject` by that method; returns the payment's id. The gateway hears nothing yet.

    An offline method's payment is to be collected on delivery from the start. Refuses UnknownPaymentMethod; one
    subject has one payment (IntegrityError).
    """
    capabilities = gateway_for(method).method.capabilities
    status = PaymentStatus.COLLECT_ON_DELIVERY if capabilities.offline else PaymentStatus.CREATED
    with transaction.atomic():
        payment = Payment.objects.create(
            subject=subject,
            gateway=method,
            amount_minor=amount.minor,
            currency=amount.currency,
            status=status,
            created_at=now,
            changed_at=now,
        )
    return payment.pk
