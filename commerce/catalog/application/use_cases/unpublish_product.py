"""Hiding a product to work on it."""

from datetime import datetime

from commerce.catalog.application.publishing import move_product
from commerce.catalog.domain.values import Status


def unpublish_product(*, product_id: int, now: datetime) -> None:
    """The product is a draft again that no shopper sees. Refuses NotFound."""
    move_product(product_id, Status.DRAFT, now)
