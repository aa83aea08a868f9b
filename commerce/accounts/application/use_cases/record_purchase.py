"""A customer ordered something."""

from django.db import transaction
from django.db.models import F

from commerce.accounts.models import Customer


def record_purchase(*, customer_id: int) -> None:
    """The customer has one order more; one who is gone has none. Call once for an order, in its transaction."""
    with transaction.atomic():
        Customer.objects.filter(pk=customer_id).update(order_count=F("order_count") + 1)
