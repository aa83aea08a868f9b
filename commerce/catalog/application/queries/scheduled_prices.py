"""What price lists say of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from commerce.catalog.domain.pricing import ScheduledPrice
from commerce.catalog.models import ListedPrice, PriceList

# A row of `listed_prices` inside another statement.
LISTED_JSON = JSONObject(
    list="price_list_id", price="price_minor", starts_at="price_list__starts_at", ends_at="price_list__ends_at"
)


def scheduled_prices(variant_ids: Iterable[int], now: datetime) -> dict[int, tuple[ScheduledPrice, ...]]:
    """Of each variant that has any, its prices in the lists that have not ended, by start. One statement."""
    rows = listed_prices(now).filter(variant__in=list(variant_ids))
    found: dict[int, list[ScheduledPrice]] = defaultdict(list)
    for variant_id, listed in rows.values_list("variant_id", LISTED_JSON):
        found[variant_id].append(scheduled_price_from(listed))
    return {variant_id: tuple(prices) for variant_id, prices in found.items()}


def listed_prices(now: datetime) -> QuerySet[ListedPrice]:
    """Prices in the lists that have not ended, by start."""
    rows: QuerySet[ListedPrice] = ListedPrice.objects.filter(price_list__in=PriceList.objects.not_ended(now))
    return rows.order_by("price_list__starts_at", "price_list_id")


def scheduled_price_from(listed: Mapping[str, Any]) -> ScheduledPrice:
    """Of a row as LISTED_JSON tells it."""
    starts_at, ends_at = datetime.fromisoformat(listed["starts_at"]), listed["ends_at"]
    ends = None if ends_at is None else datetime.fromisoformat(ends_at)
    return ScheduledPrice(listed["list"], listed["price"], starts_at, ends)
