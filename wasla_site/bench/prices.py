"""How long prices take: a cart of 100 lines, and a list page of 48 cards, each with 100 live promotions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import process_time

from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import Cart, CartLine, Charge, Occasion, Offer, Terms, VatCategory
from commerce.carts.domain.pricing.pieces import price_pieces
from commerce.carts.domain.pricing.rules import compile_promotions
from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.actions import (
    Action,
    AmountOffOrder,
    AmountOffPiece,
    BundlePrice,
    BuyGet,
    Gift,
    Part,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
    SpendSteps,
    Step,
)
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.values import Conditions, Promotion

LINES, CARDS, PROMOTIONS = 100, 48, 100
CATEGORIES = 20
NOON = datetime(2026, 11, 27, 9, tzinfo=UTC)
TERMS = Terms("SAR", "Asia/Riyadh", (VatCategory("standard", 1500), VatCategory("zero", 0)))


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU milliseconds, the least of all rounds, as it is and as a multiple of a plain sum over the same lines."""

    name: str
    ms: float
    ratio: float
    bound_ms: float

    @property
    def is_missed(self) -> bool:
        return self.ms > self.bound_ms


def measure_prices(rounds: int) -> Iterator[Timing]:
    """Compiling the promotions is part of each."""
    offers = [bench_offer(number) for number in range(LINES)]
    promotions = [bench_promotion(number) for number in range(PROMOTIONS)]
    cart = Cart(
        tuple(CartLine(offer.variant, offer.variant, 1 + number % 7) for number, offer in enumerate(offers)),
        {offer.variant: offer for offer in offers},
        Charge(2500, "standard"),
    )

    def whole_cart() -> object:
        return price_cart(cart, compile_promotions(promotions, terms=TERMS, occasion=Occasion(NOON)))

    def list_page() -> object:
        return price_pieces(offers[:CARDS], compile_promotions(promotions, terms=TERMS, occasion=Occasion(NOON)))

    def sum_of_cart() -> object:
        return sum(line.quantity * cart.offers[line.variant].list_price for line in cart.lines)

    def sum_of_page() -> object:
        return sum(offer.list_price for offer in offers[:CARDS])

    for name, priced, plain, bound in (
        (f"cart of {LINES} lines, {PROMOTIONS} promotions", whole_cart, sum_of_cart, 20.0),
        (f"list of {CARDS} cards, {PROMOTIONS} promotions", list_page, sum_of_page, 10.0),
    ):
        ms = _least(priced, rounds, 1)
        yield Timing(name, ms, ms / _least(plain, rounds, 1000), bound)


def _least(priced: Callable[[], object], rounds: int, times: int) -> float:
    least = None
    for _ in range(rounds):
        start = process_time()
        for _ in range(times):
            priced()
        spent = (process_time() - start) * 1000 / times
        least = spent if least is None else min(least, spent)
    return least or 0.0


def bench_offer(number: int) -> Offer:
    return Offer(
        variant=number,
        product=number // 3,
        list_price=900 + 3737 * (1 + number * 7 % 53),
        vat="zero" if number % 9 == 0 else "standard",
        compare_at=10**6 if number % 10 == 0 else None,
        categories=frozenset(["all", f"category {number % CATEGORIES}"]),
        tags=frozenset(["new"] if number % 4 == 0 else []),
    )


def bench_promotion(number: int) -> Promotion:
    """Of ten promotions seven are of single goods, two of the order or the delivery; six in all are sets."""
    goods = EVERYTHING if number % 25 == 0 else _category(number)
    return Promotion(
        id=number,
        version=1,
        name=Bilingual("عرض", "Offer"),
        actions=(_action(number),),
        first_published_at=NOON,
        goods=goods,
        conditions=Conditions(minimum_spend=20000 if number % 3 == 0 else None),
        priority=number % 4,
        group=f"group {number % 5}",
        combines_with=frozenset([f"group {(number + 1) % 5}", f"group {(number - 1) % 5}"] if number % 2 else []),
    )


def _action(number: int) -> Action:
    if number % 16 == 5:
        return BuyGet(1 + number % 3, 1, 10000 if number % 32 == 5 else 5000)
    if number % 50 == 12:
        return BundlePrice((Part(1, _category(number)), Part(1, _category(number + 1))), 15000)
    of_order = (
        AmountOffOrder(1000),
        PercentOffOrder(500),
        PercentOffShipping(),
        Gift(3),
        SpendSteps((Step(9000, 500),)),
    )
    if number % 10 >= 8:
        return of_order[number // 10 % len(of_order)]
    return AmountOffPiece(300) if number % 10 == 7 else PercentOff(500 * (1 + number % 5))


def _category(number: int) -> Match:
    return Match(Kinds(categories=frozenset([f"category {number % CATEGORIES}"])), but_not_reduced=number % 6 == 0)
