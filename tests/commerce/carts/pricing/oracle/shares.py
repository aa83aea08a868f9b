"""Rounding and sharing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

WHOLE = 10_000


def nearest(amount: Fraction) -> int:
    """The nearest whole unit, a half up."""
    return floor(amount + Fraction(1, 2))


def part(share: int, of: int) -> Fraction:
    """`share` basis points of an amount, not rounded."""
    return Fraction(share * of, WHOLE)


def shared(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """`amount` in proportion to the weights by largest remainder; of equal remainders, the key that comes first."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(amount * weight, whole) for key, weight in weights.items()}
    shares = {key: floor(quota) for key, quota in exact.items()}
    by_remainder = sorted(weights, key=lambda key: shares[key] - exact[key])
    for key in by_remainder[: amount - sum(shares.values())]:
        shares[key] += 1
    return shares
