"""Scheduled prices as the merchant's forms show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from commerce.catalog.domain.pricing import PriceListDraft
from commerce.catalog.models import ListedPrice, PriceList
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound


def price_lists() -> QuerySet[Any]:
    """All of the store's, the latest first, with `price_count`."""
    rows: QuerySet[Any] = PriceList.objects.annotate(price_count=Count("prices")).order_by("-starts_at", "-id")
    return rows


def price_list_names(ids: Iterable[int]) -> dict[int, Bilingual]:
    """The names of those of the lists that exist. At most one statement."""
    wanted = set(ids)
    return {row.pk: row.name for row in PriceList.objects.filter(pk__in=wanted)} if wanted else {}


def get_price_list(price_list_id: int) -> PriceListDraft:
    """The list in the shape in which it can be changed, its variants in their products' order. Refuses NotFound."""
    row = PriceList.objects.filter(pk=price_list_id).first()
    if row is None:
        raise NotFound(price_list_id=price_list_id)
    listed = ListedPrice.objects.filter(price_list=row).order_by("variant__product_id", "variant__position", "id")
    prices = dict(listed.values_list("variant_id", "price_minor"))
    return PriceListDraft(row.name, row.starts_at, row.ends_at, prices)
