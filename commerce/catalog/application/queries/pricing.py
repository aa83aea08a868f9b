"""Everything a price is made from, as plain values for those who price."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject

from commerce.catalog.application.queries.scheduled_prices import (
    LISTED_JSON,
    listed_prices,
    scheduled_price_from,
)
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
    ProductCategory,
    ProductTag,
    QuantityPrice,
    ShelfPrice,
    Variant,
    VatCategory,
)
from commerce.catalog.models.variants import VariantQuerySet
from commerce.core.among import Among
from commerce.core.blanks import TENANT, Blank
from commerce.core.kept_statements import kept_statement
from commerce.tenants.models import Tenant


def pricing_offers(variant_ids: Iterable[int], *, now: datetime) -> dict[int, PricingOffer]:
    """Of each of the variants that exists, whatever its status, all that can move its price from `now` on.

    One statement, whatever the number of ids.
    """
    wanted = sorted(set(variant_ids))
    return _offers(_variants(ids=wanted, now=now)) if wanted else {}


def pricing_offers_of_products(product_ids: Iterable[int], *, now: datetime) -> dict[int, PricingOffer]:
    """The same of every active variant of these products, in the order in which they are shown. One statement."""
    wanted = sorted(set(product_ids))
    return _offers(_variants_of_products(ids=wanted, now=now)) if wanted else {}


@kept_statement
def _variants(ids: Blank, now: Blank) -> QuerySet[Any]:
    return _what_moves_prices(now).filter(Among("pk", ids))


@kept_statement
def _variants_of_products(ids: Blank, now: Blank) -> QuerySet[Any]:
    return _what_moves_prices(now).filter(Among("product_id", ids)).active().in_order()


def _offers(variants: Iterable[Any]) -> dict[int, PricingOffer]:
    return {
        row.pk: PricingOffer(
            variant_id=row.pk,
            product_id=row.product_id,
            list_price_minor=row.price_minor,
            compare_at_minor=row.compare_at_minor,
            cost_minor=row.cost_minor,
            price_lists=tuple(scheduled_price_from(listed) for listed in row.listed),
            tiers=tuple(TierPrice(tier["at_least"], tier["price"]) for tier in row.tiers),
            category_ids=_on_the_way(row.lineages),
            collection_ids=frozenset(row.collection_ids),
            tag_ids=frozenset(row.tag_ids),
            vat_category_id=row.vat_id,
        )
        for row in variants
    }


def pricing_terms() -> PricingTerms:
    """What holds in the whole store. One statement, because every page with a price asks it."""
    (tenant,) = _with_terms()
    settings = tenant.chosen or {}
    return PricingTerms(
        currency=tenant.currency,
        zone=tenant.time_zone,
        vat=tuple(VatRate(kind["id"], VatCode(kind["code"]), kind["rate"]) for kind in tenant.kinds),
        default_vat_id=next(kind["id"] for kind in tenant.kinds if kind["is_default"]),
        floor=PriceFloor(FloorKind(settings["floor"]), settings["floor_value"]) if settings.get("floor") else None,
        cash_fee=CashFee(settings["fee"], settings["fee_vat"]) if settings.get("fee") else None,
    )


@kept_statement
def _with_terms() -> QuerySet[Any]:
    """The open scope's store with its kinds of VAT and its settings."""
    kinds = VatCategory.objects.order_by("id").values(
        json=JSONObject(id="id", code="code", rate="rate", is_default="is_default")
    )
    chosen = PricingSettings.objects.values(
        json=JSONObject(floor="floor_kind", floor_value="floor_value", fee="cash_fee_minor", fee_vat="cash_fee_vat_id")
    )
    rows: QuerySet[Any] = Tenant.objects.filter(pk=TENANT).annotate(
        kinds=ArraySubquery(kinds), chosen=Subquery(chosen[:1])
    )
    return rows.only("currency", "time_zone")


def lowest_before_reduction(variant_id: int, *, full_price: int, earliest: datetime, at: datetime) -> int | None:
    """The lowest shelf price in the 30 days before the variant's price went below `full_price`, for the reduction there
    is `at` then, which did not begin before `earliest`; None where nothing was sold before. One statement.
    """
    rows = ShelfPrice.objects.filter(variant=variant_id, since__lte=at)
    full = rows.filter(price_minor__gte=full_price).order_by("-since").values("since")[:1]
    # No reduction began before both: what is older than their 30 days is not read. GREATEST leaves out what is null.
    opens = ExpressionWrapper(
        Greatest(Value(earliest), Subquery(full)) - Value(LOOKED_BACK), output_field=DateTimeField()
    )
    before = rows.filter(since__lte=opens).order_by("-since").values("since")[:1]
    read = rows.filter(Q(since__gt=opens) | Q(since=Subquery(before))).order_by("since")
    history = [PriceSince(since, price) for since, price in read.values_list("since", "price_minor")]
    since = price_history.reduced_since(history, full_price)
    return None if since is None else price_history.lowest_before_reduction(history, max(earliest, since))


def _what_moves_prices(now: Any) -> VariantQuerySet:
    """All variants with it."""
    tiers = QuantityPrice.objects.filter(variant=OuterRef("pk")).order_by("at_least")
    places = ProductCategory.objects.filter(product=OuterRef("product")).values("category__lineage")
    picks = CollectionProduct.objects.filter(product=OuterRef("product")).values("collection_id")
    marks = ProductTag.objects.filter(product=OuterRef("product")).values("tag_id")
    listed = listed_prices(now).filter(variant=OuterRef("pk"))
    default = VatCategory.objects.filter(is_default=True).values("pk")[:1]
    chosen = F("product__vat_category_id")
    rows: VariantQuerySet = Variant.objects.annotate(
        tiers=ArraySubquery(tiers.values(json=JSONObject(at_least="at_least", price="price_minor"))),
        lineages=ArraySubquery(places),
        collection_ids=ArraySubquery(picks),
        tag_ids=ArraySubquery(marks),
        listed=ArraySubquery(listed.values(json=LISTED_JSON)),
        vat_id=Coalesce(chosen, Subquery(default), output_field=BigIntegerField()),
    ).only("pk", "product_id", "price_minor", "compare_at_minor", "cost_minor")
    return rows


def _on_the_way(lineages: Iterable[str]) -> frozenset[int]:
    """The ids in lineages such as "/1/5/"."""
    return frozenset(int(part) for lineage in lineages for part in lineage.split("/") if part)
