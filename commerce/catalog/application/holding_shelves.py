"""Who prices products holds them: what is read afterwards is no older than what anybody wrote down before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from commerce.catalog.models import Product


def due_shelves(now: datetime, most: int) -> dict[int, datetime]:
    """Products whose price may be another by time alone, by the instant since when; the longest overdue first."""
    return _instants(_due(now)[:most])


def due_among(product_ids: Iterable[int], now: datetime) -> dict[int, datetime]:
    """Those of these products that are due, by the instant since when."""
    return _instants(_due(now).filter(pk__in=set(product_ids)))


def _due(now: datetime) -> QuerySet[Product]:
    due: QuerySet[Product] = Product.objects.filter(shelf_until__lte=now).order_by("shelf_until", "pk")
    return due


def _instants(due: QuerySet[Product]) -> dict[int, datetime]:
    return {pk: until for pk, until in due.values_list("pk", "shelf_until") if until is not None}


def hold_shelves(product_ids: Iterable[int]) -> set[int]:
    """Those of the products whose shelf facts nobody else writes until the open transaction ends.

    Without what others hold now: it stays for the next time. Ids that are no products any more are among them.
    """
    wanted = set(product_ids)
    rows = Product.objects.filter(pk__in=wanted).order_by("pk")
    held = set(rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    return wanted - (set(rows.values_list("pk", flat=True)) - held)
