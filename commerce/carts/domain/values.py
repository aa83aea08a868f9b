"""Whose cart, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commerce.catalog.domain.values import VariantOffer
from commerce.core.money import Money


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
class CartLineView:
    """A line with today's offer. `left` is how many pieces can be bought, counted where there is a problem."""

    variant_id: int
    offer: VariantOffer
    quantity: int
    line_total: Money
    problem: Problem | None
    left: int


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart at today's prices. Lines that can't be bought at all are shown and count nothing."""

    lines: tuple[CartLineView, ...]
    subtotal: Money
    shipping: Money
    total: Money
    piece_count: int

    @property
    def problems(self) -> tuple[CartLineView, ...]:
        return tuple(line for line in self.lines if line.problem is not None)
