"""Keeping a product as somebody saw it."""

from datetime import datetime

from django.db import connection, transaction

from commerce.catalog.models import Product
from commerce.core.errors import NotFound, Refusal


class ProductChanged(Refusal):
    """The product is no longer as it was seen. Facts: changed_at."""

    code = "product_changed"


def hold_product(*, product_id: int, seen: datetime | None) -> None:
    """Until the open transaction ends nobody else changes the product, and it is as it was when it was `seen`.

    Refuses NotFound, and ProductChanged where anything but its stock changed since. `seen` is its `changed_at` then;
    None when it can't be said, which is refused too. Raises where no transaction is open.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a product is held inside the transaction that changes it")
    changed_at = Product.objects.select_for_update().filter(pk=product_id).values_list("changed_at", flat=True).first()
    if changed_at is None:
        raise NotFound(product_id=product_id)
    if changed_at != seen:
        raise ProductChanged(changed_at=changed_at)
