"""Taking the money at the door."""

from datetime import datetime

from django.db import transaction

from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment


def collect_payment(*, payment_id: int, now: datetime) -> None:
    """A payment to be collected on delivery is captured; any other stays as it is."""
    with transaction.atomic():
        Payment.objects.filter(pk=payment_id, status=PaymentStatus.COLLECT_ON_DELIVERY).update(
            status=PaymentStatus.CAPTURED, changed_at=now
        )
