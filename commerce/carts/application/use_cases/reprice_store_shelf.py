"""What lists of one store are sorted and filtered by follows the clock, the promotions and the catalog."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from commerce.carts.application.engine_inputs import offer_to_price
from commerce.carts.application.pricing import StorePrices
from commerce.carts.domain.pricing.boundaries import Boundaries, aims_on_shelves
from commerce.carts.domain.pricing.inputs import Offer
from commerce.carts.domain.pricing.pieces import PiecePrice, price_pieces
from commerce.catalog.application.holding_shelves import due_among, due_shelves, hold_shelves
from commerce.catalog.application.queries import pricing_offers_of_products
from commerce.catalog.application.shelf_marks import SHELF
from commerce.catalog.application.use_cases.keep_shelf_facts import keep_shelf_facts
from commerce.catalog.application.use_cases.put_off_shelf import put_off_shelf
from commerce.catalog.application.use_cases.record_shelf_prices import record_shelf_prices
from commerce.catalog.domain.price_history import ShelfFacts
from commerce.core.changes import forget_changes, mark_changed
from commerce.core.models import ChangedObject
from commerce.promotions.application.queries import promotions_from

log = logging.getLogger(__name__)

# A product whose price can't be found is tried again after so long, so that it holds nothing else up.
PAUSE = timedelta(minutes=1)
# Of what is priced at a time, where more is waiting.
OF_THE_NEWEST = 0.1


def reprice_store_shelf(*, now: datetime, most: int) -> int:
    """At most `most` products of the open scope's store whose price time or somebody may have changed are listed by
    what a guest pays, which is in the history too; returns how many.

    What time changed is priced at the instant since when, however late that is, by what is promised now; then what
    somebody changed, at the next call where it is the same product. So a worker that was away writes down what went
    by, but for what promotions were meanwhile. Products that others are pricing, or changing, are left for the next
    time. One that fails is logged and stops no other.
    """
    with transaction.atomic():
        marks = _marks(now, most)
        due = due_shelves(now, most - len(marks)) | due_among(marks, now)
        instants = dict.fromkeys(marks, now) | due
        held = hold_shelves(instants)
        by_instant = sorted((instant, pk) for pk, instant in instants.items() if pk in held)
        changed: set[int] = set()
        for instant, pairs in groupby(by_instant, key=lambda pair: pair[0]):
            changed |= _reprice([pk for _, pk in pairs], instant, now)
        # All at once: marked a batch at a time, they would not be in the one order in which everybody marks.
        mark_changed("product", changed)
        forget_changes([mark for pk, mark in marks.items() if pk in held and pk not in due])
    return len(by_instant)


def _marks(now: datetime, most: int) -> Mapping[int, ChangedObject]:
    """What waited longest and, where more is waiting, some of the newest: a price that somebody sets is not behind all
    products of a promotion or of an import."""
    waiting = ChangedObject.objects.filter(kind=SHELF, changed_at__lte=now)
    newest = int(most * OF_THE_NEWEST)
    marks = list(waiting.order_by("changed_at", "id")[: most - newest])
    if len(marks) == most - newest:
        marks += waiting.order_by("-changed_at", "-id")[:newest]
    return {mark.object_id: mark for mark in marks}


def _reprice(product_ids: Sequence[int], instant: datetime, now: datetime) -> set[int]:
    """All at once, which is quick; one by one when one of them has a defect. Returns those that cost something else."""
    try:
        with transaction.atomic():
            return _price(product_ids, instant)
    except Exception:
        log.exception("the prices of products %s can't be found", product_ids)
        if len(product_ids) > 1:
            return set().union(*(_reprice([product_id], instant, now) for product_id in product_ids))
        put_off_shelf(product_id=product_ids[0], until=now + PAUSE)
        return set()


def _price(product_ids: Sequence[int], instant: datetime) -> set[int]:
    prices = StorePrices(instant, with_those_to_come=False)
    boundaries = Boundaries(promotions_from(instant), aims_on_shelves, instant=instant, zone=prices.terms.zone)
    found = pricing_offers_of_products(product_ids, now=instant)
    offers = [offer_to_price(offer) for offer in found.values()]
    priced = price_pieces(offers, prices.rules) if offers else []
    by_product: dict[int, list[tuple[Offer, PiecePrice]]] = defaultdict(list)
    for offer, price in zip(offers, priced, strict=True):
        by_product[int(offer.product)].append((offer, price))
    record_shelf_prices(prices={int(price.variant): price.price for price in priced}, at=instant)
    return keep_shelf_facts(facts={pk: _facts(by_product[pk], boundaries) for pk in product_ids})


def _facts(priced: Sequence[tuple[Offer, PiecePrice]], boundaries: Boundaries) -> ShelfFacts:
    offers, prices = [offer for offer, _ in priced], [price for _, price in priced]
    if not prices:
        return ShelfFacts(None, None, None, None)
    cheapest = min(prices, key=lambda each: each.price)
    highest = max(each.price for each in prices)
    return ShelfFacts(cheapest.price, cheapest.was, highest, boundaries.holds_until(offers))
