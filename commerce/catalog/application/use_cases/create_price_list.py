"""Prices for some time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.price_history import noting_prices
from commerce.catalog.application.price_lists import PriceListRefused, checked_variants, price_list_facts, prices_by_sku
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.domain.pricing import PriceListDraft, price_list_problem
from commerce.catalog.models import ListedPrice, PriceList
from commerce.core.audit import Deed, record


def create_price_list(*, draft: PriceListDraft, now: datetime) -> int:
    """The variants of the draft cost what it says, while it says so; returns the list's id.

    Refuses PriceListRefused, and NotFound for variants that are not the store's.
    """
    if problem := price_list_problem(draft):
        raise PriceListRefused(problem=problem)
    with transaction.atomic():
        variants = checked_variants(draft.prices)
        with noting_prices(variants, now):
            row = PriceList.objects.create(
                name_ar=draft.name.ar,
                name_en=draft.name.en,
                starts_at=draft.starts_at,
                ends_at=draft.ends_at,
                created_at=now,
            )
            ListedPrice.objects.bulk_create(
                [ListedPrice(price_list=row, variant_id=pk, price_minor=price) for pk, price in draft.prices.items()]
            )
        facts = price_list_facts(row) | {"prices": prices_by_sku(draft.prices)}
        told = {name: value for name, value in facts.items() if value}
        record(Deed("price_list", "created", row.pk, row.name, after=told))
        mark_goods(variants.values_list("product_id", flat=True))
    return row.pk
