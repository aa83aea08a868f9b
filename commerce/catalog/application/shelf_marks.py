"""Marks of products whose shelf prices must be found anew, for those who price: the catalog can't."""

from __future__ import annotations

from collections.abc import Iterable

from commerce.catalog.models import Product
from commerce.core.changes import mark_changed

SHELF = "shelf"
# Of categories with which something changed for all products below, which a sweep marks.
CATEGORY = "category"


def mark_goods(product_ids: Iterable[int]) -> None:
    """What a price is made from changed with these products: they are searched anew and priced anew.

    As `mark_changed`, which refuses to run outside a transaction.
    """
    ids = set(product_ids)
    mark_changed("product", ids)
    mark_changed(SHELF, ids)


def mark_every_price() -> None:
    """Every product of the store is priced anew. As `mark_changed`."""
    mark_changed(SHELF, Product.objects.values_list("pk", flat=True))
