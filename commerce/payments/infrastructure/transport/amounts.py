"""Amounts as gateways write them: major units with exactly the currency's decimals, without a float in between."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from commerce.core.money import EXPONENTS, LARGEST_MINOR, Money


def in_major_units(amount: Money) -> str:
    """ "92.00", "1.234", "500": of two, three and no decimals."""
    whole, part = divmod(amount.minor, 10**amount.exponent)
    return f"{whole}.{part:0{amount.exponent}d}" if amount.exponent else str(whole)


def from_major_units(value: Any, currency: str) -> Money | None:
    """The amount in a text or a number; None for anything else, and for what is no whole number of minor units."""
    if currency not in EXPONENTS or isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        minor = Decimal(value).scaleb(EXPONENTS[currency])
    except (InvalidOperation, Overflow):
        return None
    if not minor.is_finite() or abs(minor) > LARGEST_MINOR or minor != minor.to_integral_value():
        return None
    return Money(int(minor), currency)


def from_minor_units(value: Any, currency: str) -> Money | None:
    """The amount in a whole number of minor units; None for anything else."""
    if currency not in EXPONENTS or isinstance(value, bool) or not isinstance(value, int):
        return None
    return Money(value, currency)
