"""What the catalog and the promotions tell, as the engine of prices takes it."""

from __future__ import annotations

from commerce.carts.domain.pricing import inputs
from commerce.catalog.domain.pricing import PricingOffer, PricingTerms
from commerce.promotions.domain.limits import Left

# The way of paying that bears the store's cash fee.
CASH = "cash_on_delivery"


def offer_to_price(offer: PricingOffer) -> inputs.Offer:
    return inputs.Offer(
        variant=offer.variant_id,
        product=offer.product_id,
        list_price=offer.list_price_minor,
        vat=offer.vat_category_id,
        compare_at=offer.compare_at_minor,
        cost=offer.cost_minor,
        tiers=tuple(inputs.Tier(tier.at_least, tier.price_minor) for tier in offer.tiers),
        price_lists=tuple(
            inputs.ListedPrice(price.price_list_id, price.price_minor, price.starts_at, price.ends_at)
            for price in offer.price_lists
        ),
        categories=frozenset(offer.category_ids),
        collections=frozenset(offer.collection_ids),
        tags=frozenset(offer.tag_ids),
    )


def terms_to_price(terms: PricingTerms) -> inputs.Terms:
    floor, fee = terms.floor, terms.cash_fee
    return inputs.Terms(
        currency=terms.currency,
        zone=terms.zone,
        vat=tuple(inputs.VatCategory(rate.id, rate.rate) for rate in terms.vat),
        floor=None if floor is None else inputs.Floor(inputs.FloorKind(floor.kind.value), floor.value),
        cash_fee=None if fee is None else inputs.CashFee(fee.amount_minor, fee.vat_category_id, CASH),
    )


def remaining_to_price(left: Left) -> inputs.Remaining:
    return inputs.Remaining(left.uses, left.customer_uses, left.budget, left.pieces)
