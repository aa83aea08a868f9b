"""A small shop to price in: oud and soap, promotions called A to Z, noon on a Friday in Riyadh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import (
    Cart,
    CartLine,
    Charge,
    Floor,
    FloorKind,
    Occasion,
    Offer,
    Remaining,
    Terms,
    VatCategory,
)
from commerce.carts.domain.pricing.outputs import PricedCart, Verdict
from commerce.carts.domain.pricing.rules import compile_promotions
from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.actions import Action
from commerce.promotions.domain.goods import Id, Kinds, Match
from commerce.promotions.domain.values import Conditions, Promotion

NOON = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # Friday, 12:00 in Riyadh
STANDARD, ZERO = VatCategory("standard", 1500), VatCategory("zero", 0)
TERMS = Terms("SAR", "Asia/Riyadh", (STANDARD, ZERO))
DELIVERY = Charge(2000, "standard")
HALF_OF_LIST = Floor(FloorKind.SHARE_OF_LIST, 5000)


def promotion(name: Id, *actions: Action, **facts: Any) -> Promotion:
    """A promotion of the first of January unless `first_published_at` says otherwise; its id is its name."""
    facts.setdefault("first_published_at", datetime(2026, 1, 1, tzinfo=UTC))
    facts.setdefault("version", 1)
    return Promotion(id=name, name=Bilingual("عرض", str(name)), actions=actions, **facts)


def of(*categories: str) -> Match:
    return Match(Kinds(categories=frozenset(categories)))


def offer(variant: Id, price: int, *categories: str, **facts: Any) -> Offer:
    facts.setdefault("vat", "standard")
    return Offer(variant=variant, product=variant, list_price=price, categories=frozenset(categories), **facts)


def cart_of(*lines: tuple[Offer, int], shipping: Charge | None = None, gifts: tuple[Offer, ...] = ()) -> Cart:
    """Each line has its variant's id."""
    return Cart(
        lines=tuple(CartLine(one.variant, one.variant, pieces) for one, pieces in lines),
        offers={one.variant: one for one in (*(one for one, _ in lines), *gifts)},
        shipping=shipping,
    )


def priced(
    cart: Cart,
    *promotions: Promotion,
    terms: Terms = TERMS,
    remaining: Mapping[Id, Remaining] | None = None,
    **occasion: Any,
) -> PricedCart:
    occasion.setdefault("instant", NOON)
    rules = compile_promotions(promotions, terms=terms, occasion=Occasion(**occasion), remaining=remaining)
    return price_cart(cart, rules)


def paid(cart: PricedCart) -> dict[Id, int]:
    return {line.id: line.total for line in cart.lines}


def off(cart: PricedCart, promotion_id: Id) -> dict[Id, int]:
    """What the promotion takes off each line."""
    return {
        line.id: share.amount
        for line in cart.lines
        for share in line.shares
        if share.promotion == promotion_id and share.amount
    }


def verdict(cart: PricedCart, promotion_id: Id, action: int = 0) -> Verdict:
    return next(one for one in cart.verdicts if (one.promotion, one.action) == (promotion_id, action))


def floored(floor: Floor) -> Terms:
    return Terms(TERMS.currency, TERMS.zone, TERMS.vat, floor)


def minimum(spend: int) -> Conditions:
    return Conditions(minimum_spend=spend)
