"""Answers about carts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Sum
from django.db.models.functions import JSONObject

from commerce.carts.application.pricing import ANYBODY, Asker, CartToPrice, StorePrices, cart_to_price
from commerce.carts.application.told_prices import told
from commerce.carts.domain.policies import line_problem
from commerce.carts.domain.values import CartView, Problem, Shopper
from commerce.carts.models import Cart, CartCode, CartLine, CartQuerySet
from commerce.catalog.application.queries import offers_for_variants
from commerce.catalog.domain.values import VariantOffer
from commerce.core.kept_queries import built_once
from commerce.core.kept_statements import kept_statement
from commerce.core.money import Money
from commerce.promotions.domain.drafts import DraftedPromotion

_NOT_TO_BE_HAD = frozenset({Problem.SOLD_OUT, Problem.NO_LONGER_SOLD})


def cart_view(shopper: Shopper | None, *, now: datetime, asker: Asker = ANYBODY) -> CartView:
    """The shopper's open cart at the prices of `now`; an empty one for nobody.

    `asker` says what is known of the way: phone, city, way of paying. Who it is and which codes they entered is read.
    """
    held = EMPTY if shopper is None else held_in(filled_carts().open_of(shopper))
    return view_of(held.quantities, now=now, asker=held.asker_of(shopper, asker))


@dataclass(frozen=True, slots=True)
class Held:
    """What lies in a cart: pieces by variant and codes, in the order in which they were put in."""

    quantities: Mapping[int, int]
    codes: tuple[str, ...]

    def asker_of(self, shopper: Shopper | None, asker: Asker = ANYBODY) -> Asker:
        """The shopper with these codes."""
        customer_id = None if shopper is None else shopper.customer_id
        return replace(asker, customer_id=customer_id, codes=self.codes)


EMPTY = Held({}, ())


@built_once
def filled_carts() -> CartQuerySet:
    """Carts with what lies in them."""
    lines = CartLine.objects.filter(cart=OuterRef("pk")).order_by("id")
    codes = CartCode.objects.filter(cart=OuterRef("pk")).order_by("id")
    rows: CartQuerySet = Cart.objects.annotate(
        held=ArraySubquery(lines.values(json=JSONObject(variant="variant_id", quantity="quantity"))),
        entered=ArraySubquery(codes.values("code")),
    )
    return rows.only("pk")


def held_in_cart(cart_id: int) -> Held:
    """What lies in this cart. One statement."""
    return held_in(_filled(cart_id=cart_id))


@kept_statement
def _filled(cart_id: Any) -> QuerySet[Any]:
    return filled_carts().filter(pk=cart_id)


def held_in(carts: Iterable[Any]) -> Held:
    """What lies in the one of `filled_carts` that these are at most. One statement."""
    cart = next(iter(carts), None)
    if cart is None:
        return EMPTY
    return Held({line["variant"]: line["quantity"] for line in cart.held}, tuple(cart.entered))


def quantities_in(cart_id: int) -> dict[int, int]:
    """Pieces by variant, in the order in which they were put in."""
    return dict(CartLine.objects.filter(cart_id=cart_id).order_by("id").values_list("variant_id", "quantity"))


def codes_in(cart_id: int) -> tuple[str, ...]:
    """As they were typed, in the order in which they were entered."""
    return tuple(CartCode.objects.filter(cart_id=cart_id).order_by("id").values_list("code", flat=True))


def piece_count(shopper: Shopper | None) -> int:
    """How many pieces are in the open cart, for the header of each page."""
    if shopper is None:
        return 0
    lines = CartLine.objects.filter(cart__in=Cart.objects.open_of(shopper))
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def view_of(
    quantities: Mapping[int, int], *, now: datetime, asker: Asker = ANYBODY, drafts: Iterable[DraftedPromotion] = ()
) -> CartView:
    """These pieces by variant as a cart at the prices of `now`; `drafts` as `StorePrices`."""
    offers, cart = seen(quantities, now=now, asker=asker, drafts=drafts)
    return told(quantities, offers, cart, cart.priced())


def cart_by_ways(
    shopper: Shopper, methods: Sequence[str], *, now: datetime, asker: Asker = ANYBODY
) -> tuple[CartView, dict[str, Money]]:
    """As `cart_view`, and what the cart costs by each way of paying. As many statements as for one."""
    held = held_in(filled_carts().open_of(shopper))
    offers, to_price = seen(held.quantities, now=now, asker=held.asker_of(shopper, asker))
    by_way = {method: to_price.priced(method) for method in methods}
    totals = {method: Money(priced.total, priced.currency) for method, priced in by_way.items()}
    return told(held.quantities, offers, to_price, to_price.priced()), totals


def seen(
    quantities: Mapping[int, int], *, now: datetime, asker: Asker, drafts: Iterable[DraftedPromotion] = ()
) -> tuple[Mapping[int, VariantOffer], CartToPrice]:
    """The offers of these pieces, and those of them that can be bought made ready to be priced."""
    offers = offers_for_variants(quantities)
    counting = {pk: pieces for pk, pieces in quantities.items() if pk in offers and _counts(offers[pk], pieces)}
    return offers, cart_to_price(StorePrices(now, asker, drafts=drafts), counting)


def _counts(offer: VariantOffer, quantity: int) -> bool:
    problem = line_problem(quantity=quantity, available=offer.available, is_sold=offer.active)
    return problem not in _NOT_TO_BE_HAD
