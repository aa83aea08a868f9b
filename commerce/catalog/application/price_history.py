"""The append-only history of shelf prices, and the catalog's own changes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet

from commerce.catalog.application.queries.scheduled_prices import scheduled_prices
from commerce.catalog.domain.price_history import SHORTEST, PriceSince, following
from commerce.catalog.domain.pricing import shelf_price
from commerce.catalog.models import ShelfPrice, Variant

MOST_ROWS = 2000


@contextmanager
def noting_prices(variants: QuerySet[Variant], now: datetime) -> Iterator[None]:
    """Whatever the block makes of the prices of variants on sale is in the history, from `now` on. In the caller's
    transaction.

    Only a price the catalog changed is noted, and of what is on sale from now on the one it begins with: what upper
    modules took off a price that stays as it is stays noted too. The variants are locked first, in the order of their
    ids, so that the history tells of changes in the order in which they were made.
    """
    before = _locked_prices(variants, now)
    yield
    after = _locked_prices(variants, now)
    last = last_prices(after)
    changed = {pk: price for pk, price in after.items() if before.get(pk) != price or pk not in last}
    # A change that waited for another is younger, whatever the clock said when it began.
    append_prices(last, {pk: PriceSince(_not_before(last.get(pk), now), price) for pk, price in changed.items()})


def lock_variants(variants: QuerySet[Variant]) -> dict[int, int]:
    """The list price of each of the variants on sale; nobody else changes those of any until the open transaction ends.

    What is on sale is asked when they are locked: who waited for somebody publishing the product sees it published.
    """
    locked = list(variants.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return dict(Variant.objects.on_sale().filter(pk__in=locked).values_list("pk", "price_minor"))


def last_prices(variant_ids: Iterable[int]) -> dict[int, PriceSince]:
    """The youngest entry of each variant that has one."""
    rows = ShelfPrice.objects.filter(variant__in=list(variant_ids)).order_by("variant_id", "-since")
    youngest = rows.distinct("variant_id").values_list("variant_id", "since", "price_minor")
    return {variant_id: PriceSince(since, price) for variant_id, since, price in youngest}


def append_prices(last: Mapping[int, PriceSince], seen: Mapping[int, PriceSince]) -> None:
    """What was seen is in the history where it follows on what is there. The variants are locked."""
    entries = {pk: following(last.get(pk), each.price_minor, each.since) for pk, each in sorted(seen.items())}
    rows = [ShelfPrice(variant_id=pk, since=e.since, price_minor=e.price_minor) for pk, e in entries.items() if e]
    ShelfPrice.objects.bulk_create(rows, batch_size=MOST_ROWS)


def _locked_prices(variants: QuerySet[Variant], now: datetime) -> dict[int, int]:
    list_prices = lock_variants(variants)
    scheduled = scheduled_prices(list_prices, now)
    return {pk: shelf_price(price, scheduled.get(pk, ()), now) for pk, price in list_prices.items()}


def _not_before(last: PriceSince | None, now: datetime) -> datetime:
    return now if last is None else max(now, last.since + SHORTEST)
