"""Taking a product out of the range."""

from datetime import datetime

from commerce.catalog.application.publishing import move_product
from commerce.catalog.domain.values import Status


def archive_product(*, product_id: int, now: datetime) -> None:
    """Shoppers and lists of the desk no longer show the product; its history stays. Refuses NotFound."""
    move_product(product_id, Status.ARCHIVED, now)
