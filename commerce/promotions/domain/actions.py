"""What a promotion gives. Amounts are minor units of the store's currency, shares are basis points (10000 = all)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from commerce.promotions.domain.goods import Id, Match

WHOLE = 10_000


class Layer(IntEnum):
    """When an action has its say: each layer works on what the one before it left."""

    ITEM = 2
    ORDER = 3
    SHIPPING = 4


@dataclass(frozen=True, slots=True)
class PercentOff:
    """`share` off each piece, rounded once for a line. `goods` None: those of the promotion, here and below."""

    share: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ITEM


@dataclass(frozen=True, slots=True)
class AmountOffPiece:
    """`amount` off each piece."""

    amount: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ITEM


@dataclass(frozen=True, slots=True)
class AmountOffLine:
    """`amount` off each line, however many pieces; it takes the line whole."""

    amount: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ITEM


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Whoever buys `buy` pieces of `goods` gets `share` off `get` pieces more, again and again.

    `gets` None: of the same goods, and the cheapest of each set are the reduced ones. Where fewer than `get` pieces are
    there, those are reduced. Bought pieces are used up as well.
    """

    buy: int
    get: int = 1
    share: int = WHOLE
    gets: Match | None = None
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ITEM


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces` of a bundle come from these goods; None: those of the promotion."""

    pieces: int
    goods: Match | None = None


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """All parts together cost `price`, again and again; dearer than their own prices it has no effect."""

    parts: tuple[Part, ...]
    price: int
    layer: ClassVar[Layer] = Layer.ITEM


@dataclass(frozen=True, slots=True)
class AmountOffOrder:
    """`amount` off the lines aimed at, shared in proportion to what is left on them."""

    amount: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ORDER


@dataclass(frozen=True, slots=True)
class PercentOffOrder:
    """`share` off the sum of the lines aimed at, rounded once."""

    share: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ORDER


@dataclass(frozen=True, slots=True)
class Step:
    """From `at_least` on: an amount off, or a share of the whole base. One of the two."""

    at_least: int
    amount: int = 0
    share: int = 0


@dataclass(frozen=True, slots=True)
class SpendSteps:
    """Spend more, save more: the highest step reached counts for all lines aimed at."""

    steps: tuple[Step, ...]
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ORDER


@dataclass(frozen=True, slots=True)
class Gift:
    """`quantity` pieces of a variant for nothing, once per order. `goods` are what a minimum counts."""

    variant: Id
    quantity: int = 1
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.ORDER


@dataclass(frozen=True, slots=True)
class PercentOffShipping:
    """`share` off the delivery; WHOLE is free shipping. `goods` are what a minimum counts."""

    share: int = WHOLE
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.SHIPPING


@dataclass(frozen=True, slots=True)
class AmountOffShipping:
    """`amount` off the delivery."""

    amount: int
    goods: Match | None = None
    layer: ClassVar[Layer] = Layer.SHIPPING


ItemAction = PercentOff | AmountOffPiece | AmountOffLine | BuyGet | BundlePrice
OrderAction = AmountOffOrder | PercentOffOrder | SpendSteps | Gift
ShippingAction = PercentOffShipping | AmountOffShipping
Action = ItemAction | OrderAction | ShippingAction
