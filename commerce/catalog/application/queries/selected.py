"""Which products a rule aims at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commerce.catalog.domain.values import GoodsSelection, NamedGoods
from commerce.catalog.models import (
    Category,
    CollectionProduct,
    ListedPrice,
    PriceList,
    ProductCategory,
    ProductTag,
    Variant,
)

_NOTHING = Q(pk__in=[])


def selected(wanted: Sequence[GoodsSelection], now: datetime) -> Q:
    """Products of which a variant is selected by one of these; nothing wanted selects everything.

    Categories stand for everything below them. Reduced is what has a former price, or a price list in force at `now`.
    At most one statement now, none where no category is named.
    """
    if not wanted:
        return Q()
    lineages = _lineages(wanted)
    found = _NOTHING
    for selection in wanted:
        found |= _by(selection, lineages, now)
    return found


def _lineages(wanted: Sequence[GoodsSelection]) -> Mapping[int, str]:
    ids = {pk for selection in wanted for named in (selection.only, selection.but_not) for pk in named.categories}
    return dict(Category.objects.filter(pk__in=ids).values_list("pk", "lineage")) if ids else {}


def _by(selection: GoodsSelection, lineages: Mapping[int, str], now: datetime) -> Q:
    only, but_not = selection.only, selection.but_not
    chosen = Q(Exists(_variants(selection, now)))
    if only.products:
        chosen &= Q(pk__in=only.products)
    for condition in _memberships(only, lineages):
        chosen &= condition
    if but_not.products:
        chosen &= ~Q(pk__in=but_not.products)
    for condition in _memberships(but_not, lineages):
        chosen &= ~condition
    return chosen


def _variants(selection: GoodsSelection, now: datetime) -> QuerySet[Variant]:
    rows: QuerySet[Variant] = Variant.objects.active().filter(product=OuterRef("pk"))
    if selection.only.variants:
        rows = rows.filter(pk__in=selection.only.variants)
    if selection.but_not.variants:
        rows = rows.exclude(pk__in=selection.but_not.variants)
    if selection.but_not_reduced:
        listed = ListedPrice.objects.filter(variant=OuterRef("pk"), price_list__in=PriceList.objects.in_force(now))
        rows = rows.filter(~Exists(listed), compare_at_minor=None)
    return rows


def _memberships(named: NamedGoods, lineages: Mapping[int, str]) -> list[Q]:
    """One condition for each way of belonging that something is said of."""
    found = []
    if named.categories:
        below = _NOTHING
        for category in sorted(named.categories & lineages.keys()):
            below |= Q(category__lineage__startswith=lineages[category])
        found.append(Q(Exists(ProductCategory.objects.filter(below, product=OuterRef("pk")))))
    if named.collections:
        picks = CollectionProduct.objects.filter(product=OuterRef("pk"), collection__in=named.collections)
        found.append(Q(Exists(picks)))
    if named.tags:
        found.append(Q(Exists(ProductTag.objects.filter(product=OuterRef("pk"), tag__in=named.tags))))
    return found
