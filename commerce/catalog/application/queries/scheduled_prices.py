"""What price lists say of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from commerce.catalog.domain.pricing import ScheduledPrice
from commerce.catalog.models import ListedPrice, PriceList


def scheduled_prices(variant_ids: Iterable[int], now: datetime) -> dict[int, tuple[ScheduledPrice, ...]]:
    """Of each variant that has any, its prices in the lists that have not ended, by start. One statement."""
    rows = ListedPrice.objects.filter(variant__in=list(variant_ids), price_list__in=PriceList.objects.not_ended(now))
    found: dict[int, list[ScheduledPrice]] = defaultdict(list)
    for row in rows.select_related("price_list").order_by("price_list__starts_at", "price_list_id"):
        price_list = row.price_list
        found[row.variant_id].append(
            ScheduledPrice(price_list.pk, row.price_minor, price_list.starts_at, price_list.ends_at)
        )
    return {variant_id: tuple(prices) for variant_id, prices in found.items()}
