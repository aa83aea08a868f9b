"""Something that every price of a store is made from is another now."""

from django.db import transaction

from commerce.catalog.application.shelf_marks import mark_every_price


def reprice_everything() -> None:
    """Whoever prices shelves finds the price of every product anew, soon."""
    with transaction.atomic():
        mark_every_price()
