"""Asking the gateway about an order's payment."""

from datetime import datetime

from django.db import transaction

from commerce.core.errors import NotFound
from commerce.orders.models import Order
from commerce.payments.application.use_cases.refresh_payment import refresh_payment


def refresh_order(*, token: str, now: datetime) -> None:
    """The order stands where its gateway says its payment puts it. Refuses NotFound. Call with no transaction open."""
    with transaction.atomic():
        payment_id = Order.objects.filter(token=token).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound
    refresh_payment(payment_id=payment_id, now=now)
