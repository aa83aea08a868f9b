"""The payer is back from the gateway."""

from datetime import datetime

from django.db import transaction

from commerce.core.errors import NotFound
from commerce.orders.models import Order
from commerce.payments.application.use_cases.note_return import note_return
from commerce.payments.domain.conversations import RawRequest


def receive_payer(*, token: str, request: RawRequest, now: datetime) -> None:
    """The order's page says that the payment is being checked, and the gateway was asked if what the browser brought is
    about this order's payment. Refuses NotFound. Call with no transaction open."""
    with transaction.atomic():
        payment_id = Order.objects.filter(token=token).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound
    note_return(payment_id=payment_id, request=request, now=now)
