"""Whole numbers only: what a share comes to, and how an amount is shared."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.core.money import allocate
from commerce.promotions.domain.actions import WHOLE


def nearest(amount: int, numerator: int, denominator: int = WHOLE) -> int:
    """amount × numerator / denominator to the nearest unit, a half up. Nothing is negative."""
    return (2 * amount * numerator + denominator) // (2 * denominator)


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in proportion to the weights, by largest remainder; ties go to the earlier weight.

    No share exceeds its weight as long as the amount does not exceed their sum. All nought where the weights are.
    """
    if amount <= 0 or not any(weights):
        return [0] * len(weights)
    return allocate(amount, weights)
