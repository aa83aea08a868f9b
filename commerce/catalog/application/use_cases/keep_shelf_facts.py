"""What a guest pays is kept on the product, for lists to be sorted and filtered by."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from commerce.catalog.domain.price_history import ShelfFacts
from commerce.catalog.models import Product
from commerce.core.changes import mark_changed


def keep_shelf_facts(*, facts: Mapping[int, ShelfFacts]) -> None:
    """The products (by id) are listed by these; where a price is another one, search documents are made again.

    Ids that are no products are left out. Call with the products held (`hold_shelves`), so that what was found later
    is not overwritten by what was found earlier.
    """
    with transaction.atomic():
        rows = list(Product.objects.filter(pk__in=list(facts)).only("tenant", *_COLUMNS).order_by("pk"))
        changed = [row for row in rows if _of(row) != facts[row.pk]]
        repriced = [row.pk for row in changed if not _of(row).costs_as(facts[row.pk])]
        for row in changed:
            _write(row, facts[row.pk])
        Product.objects.bulk_update(changed, _COLUMNS)
        mark_changed("product", repriced)


_COLUMNS = ("shelf_lowest_minor", "shelf_was_minor", "shelf_highest_minor", "shelf_until")


def _of(row: Product) -> ShelfFacts:
    return ShelfFacts(row.shelf_lowest_minor, row.shelf_was_minor, row.shelf_highest_minor, row.shelf_until)


def _write(row: Product, facts: ShelfFacts) -> None:
    row.shelf_lowest_minor, row.shelf_was_minor = facts.lowest, facts.was
    row.shelf_highest_minor, row.shelf_until = facts.highest, facts.until
