"""What the use cases of price lists share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from commerce.catalog.models import PriceList, Variant
from commerce.core.errors import NotFound, Refusal
from commerce.core.money import Money
from commerce.tenants.application.queries import currency_in_scope


class PriceListRefused(Refusal):
    """No price list can be like this. Facts: `problem`, a code of the catalog's rules."""

    code = "price_list_refused"


class PriceListChanged(Refusal):
    """The price list is no longer as it was seen. Facts: `version`, the one of now."""

    code = "price_list_changed"


def held_price_list(price_list_id: int) -> PriceList:
    """The list, which nobody else changes until the open transaction ends. Refuses NotFound."""
    row: PriceList | None = PriceList.objects.select_for_update().filter(pk=price_list_id).first()
    if row is None:
        raise NotFound(price_list_id=price_list_id)
    return row


def checked_variants(variant_ids: Collection[int]) -> QuerySet[Variant]:
    """The variants. Refuses NotFound unless all of them are the store's."""
    variants: QuerySet[Variant] = Variant.objects.filter(pk__in=list(variant_ids))
    if variants.count() != len(set(variant_ids)):
        raise NotFound(variant_ids=sorted(variant_ids))
    return variants


def price_list_facts(row: PriceList) -> dict[str, Any]:
    return {
        "name_ar": row.name_ar,
        "name_en": row.name_en,
        "starts_at": row.starts_at.astimezone(UTC).isoformat(),
        "ends_at": row.ends_at.astimezone(UTC).isoformat() if row.ends_at else None,
    }


def prices_by_sku(prices: Mapping[int, int]) -> dict[str, Money]:
    """As the log tells them."""
    currency = currency_in_scope()
    skus = Variant.objects.filter(pk__in=list(prices)).order_by("sku").values_list("pk", "sku")
    return {sku: Money(prices[pk], currency) for pk, sku in skus}
