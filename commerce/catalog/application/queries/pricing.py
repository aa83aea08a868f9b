"""Everything a price is made from, as plain values for those who price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from commerce.catalog.application.queries.scheduled_prices import scheduled_prices
from commerce.catalog.domain import price_history
from commerce.catalog.domain.price_history import LOOKED_BACK, PriceSince
from commerce.catalog.domain.pricing import (
    CashFee,
    FloorKind,
    PriceFloor,
    PricingOffer,
    PricingTerms,
    TierPrice,
    VatCode,
    VatRate,
)
from commerce.catalog.models import (
    CollectionProduct,
    PricingSettings,
    Product,
    ProductCategory,
    ProductTag,
    QuantityPrice,
    ShelfPrice,
    Variant,
    VatCategory,
)
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant


def pricing_offers(variant_ids: Iterable[int], *, now: datetime) -> dict[int, PricingOffer]:
    """Of each of the variants that exists, whatever its status, all that can move its price from `now` on.

    Three statements, whatever the number of ids.
    """
    variants = list(_variants(set(variant_ids)))
    products = {row.pk: row for row in _products({row.product_id for row in variants})}
    scheduled = scheduled_prices([row.pk for row in variants], now)
    return {
        row.pk: PricingOffer(
            variant_id=row.pk,
            product_id=row.product_id,
            list_price_minor=row.price_minor,
            compare_at_minor=row.compare_at_minor,
            cost_minor=row.cost_minor,
            price_lists=scheduled.get(row.pk, ()),
            tiers=tuple(TierPrice(tier["at_least"], tier["price"]) for tier in row.tiers),
            category_ids=_on_the_way(products[row.product_id].lineages),
            collection_ids=frozenset(products[row.product_id].collection_ids),
            tag_ids=frozenset(products[row.product_id].tag_ids),
            vat_category_id=products[row.product_id].vat_id,
        )
        for row in variants
    }


def pricing_terms() -> PricingTerms:
    """What holds in the whole store. Three statements."""
    tenant = Tenant.objects.only("currency", "time_zone").get(pk=current_tenant_id())
    categories = list(VatCategory.objects.order_by("id"))
    chosen = PricingSettings.objects.first()
    return PricingTerms(
        currency=tenant.currency,
        zone=tenant.time_zone,
        vat=tuple(VatRate(row.pk, VatCode(row.code), row.rate) for row in categories),
        default_vat_id=next(row.pk for row in categories if row.is_default),
        floor=PriceFloor(FloorKind(chosen.floor_kind), chosen.floor_value) if chosen and chosen.floor_kind else None,
        cash_fee=CashFee(chosen.cash_fee_minor, chosen.cash_fee_vat_id) if chosen and chosen.cash_fee_minor else None,
    )


def lowest_before_reduction(variant_ids: Iterable[int], *, began: datetime) -> dict[int, int]:
    """The lowest shelf price in the 30 days before `began` of each variant that had one then. One statement."""
    opens = began - LOOKED_BACK
    earlier = ShelfPrice.objects.filter(variant=OuterRef("variant"), since__lte=opens).order_by("-since")
    rows = ShelfPrice.objects.filter(variant__in=list(variant_ids), since__lt=began).filter(
        Q(since__gt=opens) | Q(since=Subquery(earlier.values("since")[:1]))
    )
    history: dict[int, list[PriceSince]] = defaultdict(list)
    for variant_id, since, price in rows.order_by("since").values_list("variant_id", "since", "price_minor"):
        history[variant_id].append(PriceSince(since, price))
    found = {pk: price_history.lowest_before_reduction(entries, began) for pk, entries in history.items()}
    return {pk: price for pk, price in found.items() if price is not None}


def _variants(ids: set[int]) -> Iterable[Any]:
    tiers = QuantityPrice.objects.filter(variant=OuterRef("pk")).order_by("at_least")
    values = tiers.values(json=JSONObject(at_least="at_least", price="price_minor"))
    return Variant.objects.filter(pk__in=ids).annotate(tiers=ArraySubquery(values))


def _products(ids: set[int]) -> Iterable[Any]:
    places = ProductCategory.objects.filter(product=OuterRef("pk")).values("category__lineage")
    picks = CollectionProduct.objects.filter(product=OuterRef("pk")).values("collection_id")
    marks = ProductTag.objects.filter(product=OuterRef("pk")).values("tag_id")
    default = VatCategory.objects.filter(is_default=True).values("pk")[:1]
    return (
        Product.objects.filter(pk__in=ids)
        .annotate(
            lineages=ArraySubquery(places),
            collection_ids=ArraySubquery(picks),
            tag_ids=ArraySubquery(marks),
            vat_id=Coalesce(F("vat_category_id"), Subquery(default), output_field=BigIntegerField()),
        )
        .only("pk")
    )


def _on_the_way(lineages: Iterable[str]) -> frozenset[int]:
    """The ids in lineages such as "/1/5/"."""
    return frozenset(int(part) for lineage in lineages for part in lineage.split("/") if part)
