"""What pieces cost when several are bought."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from commerce.catalog.application.activity import variant_name
from commerce.catalog.domain.pricing import TierPrice, tiers_problem
from commerce.catalog.models import QuantityPrice, Variant
from commerce.core.audit import Deed, record
from commerce.core.changes import mark_changed
from commerce.core.errors import NotFound, Refusal
from commerce.core.money import Money
from commerce.tenants.application.queries import currency_in_scope


class QuantityPricesRefused(Refusal):
    """No variant can cost this by quantity. Facts: `problem`, a code of the catalog's rules, and sku."""

    code = "quantity_prices_refused"


def set_quantity_prices(*, variant_id: int, tiers: Sequence[TierPrice]) -> None:
    """Each piece of the variant costs what the highest tier reached says, and no other tiers are left.

    Refuses NotFound, QuantityPricesRefused.
    """
    with transaction.atomic():
        variant = (
            Variant.objects.select_for_update(of=("self",), no_key=True)
            .select_related("product")
            .filter(pk=variant_id)
            .first()
        )
        if variant is None:
            raise NotFound(variant_id=variant_id)
        if problem := tiers_problem(tiers):
            raise QuantityPricesRefused(problem=problem, sku=variant.sku)
        rows = QuantityPrice.objects.filter(variant=variant)
        before = dict(rows.order_by("at_least").values_list("at_least", "price_minor"))
        after = {tier.at_least: tier.price_minor for tier in sorted(tiers, key=lambda tier: tier.at_least)}
        if before == after:
            return
        rows.exclude(at_least__in=list(after)).delete()
        QuantityPrice.objects.bulk_create(
            [QuantityPrice(variant=variant, at_least=pieces, price_minor=price) for pieces, price in after.items()],
            update_conflicts=True,
            unique_fields=["tenant", "variant", "at_least"],
            update_fields=["price_minor"],
        )
        was, is_now = ({"quantity_prices": _told(prices)} for prices in (before, after))
        record(Deed("variant", "quantity_priced", variant_id, variant_name(variant.product, variant), was, is_now))
        mark_changed("product", [variant.product_id])


def _told(prices: dict[int, int]) -> dict[str, Money]:
    currency = currency_in_scope()
    return {f"{pieces}+": Money(price, currency) for pieces, price in prices.items()}
