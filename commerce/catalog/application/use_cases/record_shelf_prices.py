"""What shelves show is kept, for the lowest price of the last 30 days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.price_history import append_prices, last_prices, lock_variants
from commerce.catalog.domain.price_history import PriceSince
from commerce.catalog.models import Variant


def record_shelf_prices(*, prices: Mapping[int, int], at: datetime) -> None:
    """From `at` on a guest pays these prices (minor units by variant id) for one piece without a code.

    Said twice it stays as it is. An instant never goes back: of a variant whose history goes on after `at` nothing is
    written, and ids that are no variants on sale are left out.
    """
    if not prices:
        return
    with transaction.atomic():
        known = lock_variants(Variant.objects.filter(pk__in=list(prices)))
        append_prices(last_prices(known), {pk: PriceSince(at, prices[pk]) for pk in known})
