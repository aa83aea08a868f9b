"""A price list gets other dates, names or prices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.price_lists import (
    PriceListChanged,
    PriceListRefused,
    checked_variants,
    held_price_list,
    price_list_facts,
    prices_by_sku,
)
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.domain.pricing import PriceListDraft, price_list_problem
from commerce.catalog.models import ListedPrice, PriceList, Variant
from commerce.core.audit import Deed, difference, record


def change_price_list(*, price_list_id: int, draft: PriceListDraft, seen: str, now: datetime) -> None:
    """The list is the draft: variants it leaves out are no longer in it. `seen` is the version that is changed.

    Refuses NotFound for the list or variants that are not the store's, PriceListRefused, and PriceListChanged where
    somebody changed it since it was seen.
    """
    if problem := price_list_problem(draft):
        raise PriceListRefused(problem=problem)
    with transaction.atomic():
        row = held_price_list(price_list_id)
        listed = dict(ListedPrice.objects.filter(price_list=row).values_list("variant_id", "price_minor"))
        version = PriceListDraft(row.name, row.starts_at, row.ends_at, listed).version
        if version != seen:
            raise PriceListChanged(version=version)
        checked_variants(draft.prices)
        variants = Variant.objects.filter(pk__in={*listed, *draft.prices})
        before = price_list_facts(row) | _prices_beside(listed, draft.prices)
        with noting_prices(variants, now):
            row.name_ar, row.name_en = draft.name.ar, draft.name.en
            row.starts_at, row.ends_at = draft.starts_at, draft.ends_at
            row.save()
            _write_prices(row, draft.prices)
        was, is_now = difference(before, price_list_facts(row) | _prices_beside(draft.prices, listed))
        if was or is_now:
            record(Deed("price_list", "changed", row.pk, row.name, was, is_now))
            mark_goods(variants.values_list("product_id", flat=True))


def _prices_beside(prices: Mapping[int, int], others: Mapping[int, int]) -> dict[str, object]:
    """Those of the prices that the others don't have."""
    return {"prices": prices_by_sku({pk: price for pk, price in prices.items() if others.get(pk) != price})}


def _write_prices(row: PriceList, prices: Mapping[int, int]) -> None:
    ListedPrice.objects.filter(price_list=row).exclude(variant__in=list(prices)).delete()
    ListedPrice.objects.bulk_create(
        [ListedPrice(price_list=row, variant_id=pk, price_minor=price) for pk, price in prices.items()],
        update_conflicts=True,
        unique_fields=["tenant", "price_list", "variant"],
        update_fields=["price_minor"],
    )
