"""Showing a product to shoppers."""

from datetime import datetime

from commerce.catalog.application.publishing import move_product
from commerce.catalog.domain.values import Status


def publish_product(*, product_id: int, now: datetime) -> None:
    """Shoppers see the product. Refuses NotFound, and CannotPublish naming everything that is missing."""
    move_product(product_id, Status.PUBLISHED, now)
