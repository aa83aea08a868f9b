"""What a cart costs. Pure and total: the cart page and the checkout ask this one function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.core.money import Money, total


@dataclass(frozen=True, slots=True)
class LineToPrice:
    """`quantity` pieces of a variant; the unit price includes VAT."""

    variant_id: int
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class PricedLine:
    variant_id: int
    quantity: int
    unit_price: Money
    line_total: Money


@dataclass(frozen=True, slots=True)
class PricedCart:
    """`subtotal` sums the lines; `total` is what the shopper pays."""

    lines: tuple[PricedLine, ...]
    subtotal: Money
    shipping: Money
    total: Money


def price_cart(lines: Sequence[LineToPrice], *, currency: str) -> PricedCart:
    """The lines in their order, each at its unit price, delivered free; nought of `currency` for no lines.

    Refuses another currency (CurrencyMismatch) and quantities below one (ValueError).
    """
    if any(line.quantity < 1 for line in lines):
        raise ValueError("a priced line has at least one piece")
    priced = tuple(
        PricedLine(line.variant_id, line.quantity, line.unit_price, line.unit_price * line.quantity) for line in lines
    )
    subtotal = total([line.line_total for line in priced], currency)
    shipping = Money.zero(currency)
    return PricedCart(lines=priced, subtotal=subtotal, shipping=shipping, total=subtotal + shipping)
