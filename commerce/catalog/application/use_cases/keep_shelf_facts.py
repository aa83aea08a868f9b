"""What a guest pays is kept on the product, for lists to be sorted and filtered by."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction

from commerce.catalog.domain.price_history import ShelfFacts
from commerce.catalog.models import Product
from commerce.core.scope import current_tenant_id

# Django's own way of writing many rows takes a second for a few hundred.
_WRITE = """
    UPDATE catalog_product AS product
    SET shelf_lowest_minor = fact.lowest, shelf_was_minor = fact.was, shelf_highest_minor = fact.highest,
        shelf_until = fact.until
    FROM unnest(%(ids)s::bigint[], %(lowest)s::bigint[], %(was)s::bigint[], %(highest)s::bigint[],
                %(until)s::timestamptz[]) AS fact (id, lowest, was, highest, until)
    WHERE product.id = fact.id AND product.tenant_id = %(tenant)s
"""


def keep_shelf_facts(*, facts: Mapping[int, ShelfFacts]) -> set[int]:
    """The products (by id) are listed by these; returns those that cost something else now.

    Ids that are no products are left out. Call with the products held (`hold_shelves`), so that what was found later
    is not overwritten by what was found earlier.
    """
    with transaction.atomic():
        columns = ("shelf_lowest_minor", "shelf_was_minor", "shelf_highest_minor", "shelf_until")
        rows = Product.objects.filter(pk__in=list(facts)).values_list("pk", *columns)
        known = {pk: ShelfFacts(*values) for pk, *values in rows}
        _write({pk: facts[pk] for pk, was in known.items() if was != facts[pk]})
        return {pk for pk, was in known.items() if _shown(was) != _shown(facts[pk])}


def _shown(facts: ShelfFacts) -> tuple[int | None, ...]:
    """What products are found by, which is not how long it holds."""
    return facts.lowest, facts.was, facts.highest


def _write(facts: Mapping[int, ShelfFacts]) -> None:
    if not facts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "tenant": current_tenant_id(),
                "ids": list(facts),
                "lowest": [each.lowest for each in facts.values()],
                "was": [each.was for each in facts.values()],
                "highest": [each.highest for each in facts.values()],
                "until": [each.until for each in facts.values()],
            },
        )
