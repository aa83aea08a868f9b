"""What is left, per product."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from commerce.catalog.domain.policies import LOW_STOCK
from commerce.catalog.domain.values import StockToWatch
from commerce.catalog.models import Product, StockLevel, StockLocation, StockReservation, Variant

SOLD_OUT = Q(free_pieces__lte=0)
RUNNING_LOW = Q(free_pieces__gt=0, free_pieces__lte=LOW_STOCK)


def free_pieces_of_variant() -> Coalesce:
    """For querysets of variants: pieces that can be sold now.

    One level is looked up per variant. A join would leave the planner the order, and before tables are analysed it
    takes one in which every row of the store meets every other.
    """
    level = StockLevel.objects.filter(variant=OuterRef("pk"), location=_default_place())
    free = Subquery(level.values(free=F("on_hand") - F("reserved"))[:1], output_field=IntegerField())
    return Coalesce(free, Value(0))


def to_be_had(product_reference: str) -> Coalesce:
    """Annotates products: a piece of any active variant is free now.

    No EXISTS, which PostgreSQL may answer for every product of the store at once where a page asks for a few.
    """
    variants = Variant.objects.active().filter(product=OuterRef(product_reference))
    free = variants.annotate(free=free_pieces_of_variant()).filter(free__gt=0).order_by()
    return Coalesce(Subquery(free.values(yes=Value(True))[:1]), Value(False))


def buyable_products(product_ids: Iterable[int]) -> set[int]:
    """Those of the products that shoppers can buy now: on sale, with a free piece. One statement."""
    products = Product.objects.on_sale().filter(pk__in=list(product_ids)).annotate(is_to_be_had=to_be_had("pk"))
    return set(products.filter(is_to_be_had=True).values_list("pk", flat=True))


def overdue_subjects(variant_ids: Iterable[int], now: datetime) -> frozenset[str]:
    """Who still holds pieces of these variants though the time is up that they were promised for. One statement."""
    due = StockReservation.objects.expired(now).filter(variant_id__in=list(variant_ids))
    return frozenset(due.values_list("subject", flat=True))


def stock_to_watch() -> StockToWatch:
    """How many products on sale are sold out, and how many nearly are. One statement."""
    watched = Variant.objects.active().filter(product__in=with_scarce_stock(Product.objects.on_sale()))
    totals = watched.annotate(free=free_pieces_of_variant()).order_by().values("product")
    counts = totals.annotate(free_pieces=Sum("free")).aggregate(
        sold_out=Count("product", filter=SOLD_OUT), low=Count("product", filter=RUNNING_LOW)
    )
    return StockToWatch(**counts)


def with_scarce_stock(products: QuerySet[Product]) -> QuerySet[Product]:
    """Those with an active variant of which few pieces are free or none: no other product is sold out or running low.

    The rest, which is most of a large store, is not looked at.
    """
    scarce = StockLevel.objects.scarce().filter(location=_default_place(), variant__is_active=True)
    return products.filter(pk__in=scarce.values("variant__product"))


def with_free_pieces(products: QuerySet[Product]) -> QuerySet[Any]:
    """Products with `free_pieces`: what can be sold now of all their active variants together."""
    variants = Variant.objects.active().filter(product=OuterRef("pk")).annotate(free=free_pieces_of_variant())
    total = variants.order_by().values("product").annotate(total=Sum("free")).values("total")
    rows: QuerySet[Any] = products.annotate(
        free_pieces=Coalesce(Subquery(total, output_field=IntegerField()), Value(0))
    )
    return rows


def _default_place() -> Subquery:
    return Subquery(StockLocation.objects.filter(is_default=True).values("pk")[:1])
