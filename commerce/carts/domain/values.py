"""Whose cart, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commerce.carts.domain.pricing.outputs import PriceSource, Why
from commerce.catalog.domain.values import VariantOffer
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money, total
from commerce.promotions.domain.goods import Id


class CartStatus(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"


class Problem(StrEnum):
    """Why a line can't be ordered as it stands."""

    SOLD_OUT = "sold_out"
    FEWER_LEFT = "fewer_left"
    NO_LONGER_SOLD = "no_longer_sold"


@dataclass(frozen=True, slots=True)
class Shopper:
    """A customer of the store, or a guest by the secret key in the cart cookie. Exactly one of the two (ValueError)."""

    customer_id: int | None = None
    guest_key: str = ""

    def __post_init__(self) -> None:
        if (self.customer_id is None) == (not self.guest_key):
            raise ValueError("a shopper is a customer or a guest")

    @property
    def actor(self) -> str:
        return f"customer:{self.customer_id}" if self.customer_id is not None else f"guest:{self.guest_key}"


@dataclass(frozen=True, slots=True)
class Discount:
    """What a promotion takes off, by the name under which it was published."""

    promotion_id: int
    name: Bilingual
    amount: Money


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line with today's offer. `left` is how many pieces can be bought, counted where there is a problem.

    A piece costs `unit_price`, from `source`; `discounts` of single goods come off, and `line_total` is what is left.
    `was` is the former price of all pieces that a reduction is shown against; None where nothing is reduced.
    """

    variant_id: int
    offer: VariantOffer
    quantity: int
    unit_price: Money
    discounts: tuple[Discount, ...]
    line_total: Money
    problem: Problem | None
    left: int
    source: PriceSource = PriceSource.LIST
    was: Money | None = None

    @property
    def before(self) -> Money:
        """Without the discounts."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class GiftView:
    """Pieces given for nothing, and the promotion that gives them."""

    variant_id: int
    offer: VariantOffer
    quantity: int
    name: Bilingual


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code that was entered: it gives something, or `whys` say what keeps it from that."""

    code: str
    name: Bilingual | None
    whys: tuple[Why, ...]

    @property
    def applies(self) -> bool:
        return not self.whys


@dataclass(frozen=True, slots=True)
class Hint:
    """What would make the promotion give something, or give more (`applies` already)."""

    name: Bilingual
    applies: bool
    why: Why


@dataclass(frozen=True, slots=True)
class TierTag:
    """Of `at_least` pieces each costs `price`, to the nearest unit: what is charged is rounded for all together."""

    at_least: int
    price: Money


@dataclass(frozen=True, slots=True)
class Tag:
    """What is told of a price besides itself: promotions by name, prices by quantity, and the lowest price of the 30
    days before the reduction began (None: not reduced, or not sold then)."""

    promotions: tuple[Bilingual, ...]
    tiers: tuple[TierTag, ...]
    lowest_before: Money | None


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart at the prices of one instant. Lines that can't be bought at all are shown and count nothing.

    `subtotal` sums the lines; `discounts` come off the order as a whole; `fee` is None where the way of paying costs
    nothing more. `vat` is contained in `total` = subtotal − discounts + shipping + fee. `zone` is the store's clock,
    `instant` the one of its prices, in ISO 8601.
    """

    lines: tuple[CartLineView, ...]
    gifts: tuple[GiftView, ...]
    subtotal: Money
    discounts: tuple[Discount, ...]
    shipping: Money
    fee: Money | None
    total: Money
    vat: Money
    piece_count: int
    codes: tuple[CodeView, ...] = ()
    hints: tuple[Hint, ...] = ()
    names: Mapping[Id, Bilingual] = field(default_factory=dict)
    zone: str = "UTC"
    instant: str | None = None

    @property
    def problems(self) -> tuple[CartLineView, ...]:
        return tuple(line for line in self.lines if line.problem is not None)

    @property
    def saved(self) -> Money:
        """What the lines cost less than formerly, and what promotions take off the order."""
        off = [line.was - line.line_total for line in self.lines if line.was is not None]
        return total(off + [each.amount for each in self.discounts], self.total.currency)
