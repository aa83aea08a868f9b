"""Taking the money at the door."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.activity import record_payment
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment


def collect_payment(*, payment_id: int, now: datetime) -> None:
    """A payment to be collected on delivery is captured; any other stays as it is."""
    with transaction.atomic():
        payments = Payment.objects.select_for_update()
        payment = payments.filter(pk=payment_id, status=PaymentStatus.COLLECT_ON_DELIVERY).first()
        if payment is None:
            return
        payment.status = PaymentStatus.CAPTURED
        payment.changed_at = now
        payment.save(update_fields=["status", "changed_at"])
        record_payment(payment, before=PaymentStatus.COLLECT_ON_DELIVERY)
