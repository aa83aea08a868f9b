"""An order of a customer was called off."""

from django.db import transaction
from django.db.models import F

from commerce.accounts.models import Customer


def forget_purchase(*, customer_id: int) -> None:
    """The customer has one order less, never fewer than none. Call once for an order, in the transaction of its end."""
    with transaction.atomic():
        Customer.objects.filter(pk=customer_id, order_count__gt=0).update(order_count=F("order_count") - 1)
