"""Carts and promotions that make as much work as can be: what somebody of ill will could ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from commerce.carts.domain.pricing.inputs import Cart, Charge, Floor, FloorKind, Remaining, Terms
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.promotions.domain.actions import (
    Action,
    AmountOffPiece,
    AmountOffShipping,
    BundlePrice,
    BuyGet,
    Part,
    PercentOff,
    PercentOffOrder,
)
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.shop import TERMS, cart_of, floored, of, offer, priced, promotion

KINDS = ("oud", "soap", "musk")
LINES, PIECES = 100, 999


def odd_cart(lines: int = LINES, pieces: int = PIECES, seed: int = 5) -> Cart:
    """Prices without anything in common, so that no two sums are equal."""
    chance = Random(seed)  # noqa: S311 - any prices will do
    return cart_of(
        *(
            (
                offer(number, chance.randrange(500, 99_999), *chance.sample(KINDS, 2), cost=chance.randrange(50_000)),
                chance.randint(1, pieces),
            )
            for number in range(lines)
        ),
        shipping=Charge(5000, "standard"),
    )


def even_cart(lines: int = LINES, pieces: int = PIECES) -> Cart:
    """One price and one number everywhere, so that all sums are equal."""
    return cart_of(
        *(
            (offer(number, 9999, KINDS[number % 3], KINDS[(number + 1) % 3], cost=5000), pieces)
            for number in range(lines)
        ),
        shipping=Charge(5000, "standard"),
    )


def capped(number: int) -> list[Promotion]:
    """So many percentages with a cap that binds, and one without, all on the same goods: a knapsack."""
    return [promotion(f"A{one}", PercentOff(2000 + 37 * one), cap_per_order=50_000 + one) for one in range(number)] + [
        promotion("B", PercentOff(1000))
    ]


def cheapest(number: int, buy: int = 1) -> list[Promotion]:
    return [promotion(f"A{one}", BuyGet(buy + one % 4 * buy, 1 + one % 3)) for one in range(number)]


def others(number: int) -> list[Promotion]:
    return [
        promotion(
            f"B{one}",
            BuyGet(1 + one % 3, 1 + one % 2, 4000 + 100 * one, gets=of(KINDS[one % 3])),
            goods=of(KINDS[(one + 1) % 3]),
        )
        for one in range(number)
    ]


def bundles(number: int, pieces: int = 1) -> list[Promotion]:
    parts = [
        (Part(pieces * (1 + one % 2), of("oud")), Part(pieces * (1 + one % 3), of(KINDS[1 + one % 2])))
        for one in range(number)
    ]
    return [promotion(f"C{one}", BundlePrice(both, pieces * (60_000 + 5000 * one))) for one, both in enumerate(parts)]


def with_caps(promotions: Sequence[Promotion]) -> list[Promotion]:
    return [replace(one, cap_per_order=200_000 + 317 * number) for number, one in enumerate(promotions)]


def combining(number: int, action: Callable[[int], Action], cap: int | None = None) -> list[Promotion]:
    """Of two of them four out of five times both say that they combine."""
    chance = Random(3)  # noqa: S311 - any friends will do
    friends: list[set[str]] = [set() for _ in range(number)]
    for one in range(number):
        for other in range(one):
            if chance.random() < 0.8:
                friends[one].add(f"group {other}")
                friends[other].add(f"group {one}")
    return [
        promotion(
            f"A{one}",
            action(one),
            group=f"group {one}",
            combines_with=frozenset(friends[one]),
            cap_per_order=None if cap is None else cap + 13 * one,
        )
        for one in range(number)
    ]


@dataclass(frozen=True)
class Hard:
    promotions: Sequence[Promotion]
    terms: Terms = TERMS
    remaining: Mapping[Id, Remaining] = field(default_factory=dict)

    def price(self, cart: Cart) -> PricedCart:
        return priced(cart, *self.promotions, terms=self.terms, remaining=self.remaining)


def _pieces_left(promotions: Sequence[Promotion], each: int) -> dict[Id, Remaining]:
    return {one.id: Remaining(pieces=3 + each * number) for number, one in enumerate(promotions)}


ABOVE_COST = floored(Floor(FloorKind.SHARE_OF_COST, 10_000))
HARD: dict[str, Hard] = {
    "one cap": Hard(capped(1)),
    "five caps": Hard(capped(5)),
    "99 caps": Hard(capped(99)),
    "99 stock caps": Hard(capped(99), remaining=_pieces_left(capped(99), 317)),
    "twelve budgets": Hard(capped(12), remaining={f"A{one}": Remaining(budget=70_000 + one) for one in range(12)}),
    "twelve sets of the cheapest": Hard(cheapest(12)),
    "twelve large sets of the cheapest": Hard(cheapest(12, buy=30)),
    "twelve sets of other goods": Hard(others(12)),
    "twelve capped sets of other goods": Hard(with_caps(others(12))),
    "twelve bundles": Hard(bundles(12)),
    "twelve large bundles": Hard(bundles(12, pieces=9)),
    "twelve capped bundles": Hard(with_caps(bundles(12))),
    "twelve bundles above a floor": Hard(bundles(12), ABOVE_COST),
    "twelve sets of all kinds": Hard([*cheapest(4), *others(4), *bundles(4)]),
    "capped sets beside capped percentages": Hard([*with_caps([*others(6), *bundles(6)]), *capped(40)]),
    "100 percentages that combine": Hard(combining(100, lambda one: PercentOff(100 + 37 * one))),
    "100 amounts that combine": Hard(combining(100, lambda one: AmountOffPiece(500 + one))),
    "99 capped percentages that combine": Hard(combining(99, lambda one: PercentOff(100 + 37 * one), cap=30_000)),
    "99 capped amounts that combine": Hard(combining(99, lambda one: AmountOffPiece(500 + one), cap=30_000)),
    "100 order rules that combine": Hard(combining(100, lambda one: PercentOffOrder(10 + one))),
    "100 shipping rules that combine": Hard(combining(100, lambda one: AmountOffShipping(3 + one))),
}
