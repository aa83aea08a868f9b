"""A product whose shelf price can't be found now."""

from datetime import datetime

from commerce.catalog.models import Product


def put_off_shelf(*, product_id: int, until: datetime) -> None:
    """Lists go on with the prices there are; at `until` they may be others. Call with the product held."""
    Product.objects.filter(pk=product_id).update(shelf_until=until)
