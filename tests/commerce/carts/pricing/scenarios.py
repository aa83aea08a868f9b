"""Carts and promotions as chance would have them: small, cheap and full of ties, which is where prices go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import (
    Cart,
    CartLine,
    CashFee,
    Charge,
    Floor,
    FloorKind,
    ListedPrice,
    Occasion,
    Offer,
    Remaining,
    Terms,
    Tier,
    VatCategory,
)
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.rules import compile_promotions
from commerce.promotions.domain.actions import (
    Action,
    AmountOffLine,
    AmountOffOrder,
    AmountOffPiece,
    AmountOffShipping,
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
from commerce.promotions.domain.goods import EVERYTHING, Id, Kinds, Match
from commerce.promotions.domain.values import Conditions, Promotion
from tests.commerce.carts.pricing.shop import NOON, promotion


@dataclass(frozen=True)
class Scenario:
    """Everything that goes into a price."""

    cart: Cart
    promotions: tuple[Promotion, ...]
    terms: Terms
    remaining: dict[Id, Remaining]

    def price(self, **changes: Any) -> PricedCart:
        one = replace(self, **changes)
        occasion = Occasion(NOON, payment_method="cash")
        rules = compile_promotions(one.promotions, terms=one.terms, occasion=occasion, remaining=one.remaining)
        return price_cart(one.cart, rules)


CATEGORIES = ("oud", "soap", "sale")
AMOUNTS = (1, 5, 10, 33, 50, 99, 100, 101, 250, 999, 1000, 1005, 1995, 3333)
SHARES = (1, 500, 1000, 1500, 2000, 3333, 5000, 10000)
GROUPS = ("", "a", "b")
_IDS: tuple[Id, ...] = (2, 10, "x")
_NAMES: tuple[Id, ...] = ("B", 7, "A", 30)
MATCHES = (
    EVERYTHING,
    EVERYTHING,
    Match(Kinds(categories=frozenset(["oud"]))),
    Match(Kinds(categories=frozenset(["soap"]))),
    Match(but_not=Kinds(categories=frozenset(["sale"]))),
    Match(but_not_reduced=True),
)


class Chance:
    """Draws everything from one number, so that a case is found again by it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - tests are no secrets

    def one_of(self, values: Sequence[Any]) -> Any:
        return self.random.choice(values)

    def some_of(self, values: Sequence[str], most: int) -> frozenset[str]:
        return frozenset(self.random.sample(values, self.random.randint(0, most)))

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    @property
    def amount(self) -> int:
        return int(self.one_of(AMOUNTS))

    @property
    def share(self) -> int:
        return int(self.one_of(SHARES))

    @property
    def few(self) -> int:
        return self.random.randint(1, 2)


def scenario(seed: int) -> Scenario:
    """A cart of up to four lines and up to four promotions with everything there is."""
    return _scenario(Chance(seed), _ANY)


def plain_scenario(seed: int) -> Scenario:
    """The same without anything that a total may fall by when the cart grows: tiers, minima, caps, sets, delivery and
    groups that keep apart."""
    return _scenario(Chance(seed), None)


def _scenario(chance: Chance, kinds: Sequence[str] | None) -> Scenario:
    plain = kinds is None
    variants = _IDS[: chance.random.randint(1, 3)]
    offers = {variant: _offer(chance, variant, plain=plain) for variant in variants}
    lines = [CartLine(variant, variant, chance.random.randint(1, 3)) for variant in variants]
    if not plain and chance.once_in(2):
        lines.append(CartLine("engraved", variants[0], 1))
    names = _NAMES[: chance.random.randint(0, 4)]
    offered = tuple(_promotion(chance, name, kinds) for name in names)
    remaining = {}
    if not plain:
        for name in names:
            if chance.once_in(4):
                remaining[name] = Remaining(budget=chance.amount, pieces=chance.one_of((None, 1, 2)))
    return Scenario(
        Cart(
            tuple(lines),
            {**offers, "gift": Offer("gift", "gift", 500, "standard")},
            None if plain or chance.once_in(3) else Charge(chance.amount, "standard"),
        ),
        offered,
        Terms(
            chance.one_of(("SAR", "KWD", "JPY")),
            "Asia/Riyadh",
            (VatCategory("standard", chance.one_of((500, 1500))), VatCategory("zero", 0)),
            _floor(chance),
            CashFee(115, "standard", "cash") if chance.once_in(2) else None,
        ),
        remaining,
    )


def _floor(chance: Chance) -> Floor | None:
    kind = chance.one_of((None, None, *FloorKind))
    if kind is None:
        return None
    return Floor(kind, chance.amount if kind is FloorKind.AMOUNT else chance.share)


def _offer(chance: Chance, variant: Id, *, plain: bool) -> Offer:
    price = chance.amount
    facts: dict[str, Any] = {}
    if not plain and chance.once_in(3):
        ends_at = NOON + timedelta(days=chance.random.randint(0, 1))
        facts["tiers"] = (Tier(3, chance.amount),)
        facts["price_lists"] = (ListedPrice("eid", chance.amount, None, ends_at),)
    return Offer(
        variant=variant,
        product=variant,
        list_price=price,
        vat=chance.one_of(("standard", "standard", "zero")),
        compare_at=price + 1 if chance.once_in(5) else None,
        cost=price // 2,
        categories=chance.some_of(CATEGORIES, 2),
        **facts,
    )


def _promotion(chance: Chance, name: Id, kinds: Sequence[str] | None) -> Promotion:
    plain = kinds is None
    group = chance.one_of(GROUPS)
    return promotion(
        name,
        *(_action(chance, chance.one_of(kinds or _PLAIN)) for _ in range(1 if plain else chance.few)),
        goods=chance.one_of(MATCHES),
        conditions=Conditions() if plain or chance.few == 1 else Conditions(minimum_spend=chance.amount),
        priority=chance.random.randint(0, 1),
        first_published_at=NOON - timedelta(days=chance.random.randint(0, 1)),
        group=group,
        combines_with=chance.some_of(GROUPS, 2) - {group},
        apart_from=frozenset() if plain else chance.some_of(GROUPS, 1),
        cap_per_order=chance.amount if not plain and chance.once_in(3) else None,
    )


_PLAIN = ("percent", "piece", "line", "order", "order percent")
_ANY = (*_PLAIN, "cheapest", "others", "bundle", "steps", "gift", "shipping percent", "shipping")


def _action(chance: Chance, kind: str) -> Action:
    makers: dict[str, Callable[[], Action]] = {
        "percent": lambda: PercentOff(chance.share),
        "piece": lambda: AmountOffPiece(chance.amount),
        "line": lambda: AmountOffLine(chance.amount),
        "order": lambda: AmountOffOrder(chance.amount),
        "order percent": lambda: PercentOffOrder(chance.share),
        "cheapest": lambda: BuyGet(chance.few, chance.few, chance.share),
        "others": lambda: BuyGet(chance.few, chance.few, chance.share, chance.one_of(MATCHES)),
        "bundle": lambda: BundlePrice(
            (Part(chance.few, chance.one_of(MATCHES)), Part(chance.few, chance.one_of(MATCHES))), chance.amount
        ),
        "steps": lambda: _steps(chance),
        "gift": lambda: Gift("gift"),
        "shipping percent": lambda: PercentOffShipping(chance.share),
        "shipping": lambda: AmountOffShipping(chance.amount),
    }
    return makers[kind]()


def _steps(chance: Chance) -> SpendSteps:
    lowest = chance.amount
    return SpendSteps((Step(lowest, amount=chance.amount), Step(lowest + chance.amount, share=chance.share)))
