"""What is left of a price when what the piece cost is taken off."""

from __future__ import annotations

from collections.abc import Iterable


def margin_of(variants: Iterable[tuple[int, int | None]]) -> float:
    """The mean share, 0 to 1 in whole hundredths, of those (price, cost) that name both; 0 where none does.

    What is sold below its cost has none.
    """
    shares = [max(0.0, 1 - cost / price) for price, cost in variants if price > 0 and cost is not None]
    return round(sum(shares) / len(shares), 2) if shares else 0.0
