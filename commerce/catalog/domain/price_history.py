"""What a variant cost on the shelf, and the lowest of it that a reduction has to name.

Source: Directive 98/6/EC, article 6a (inserted by Directive (EU) 2019/2161): the prior price is the lowest applied
during a period of not less than 30 days before the reduction is applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LOOKED_BACK = timedelta(days=30)
SHORTEST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PriceSince:
    """The shelf price in minor units from this instant until the next one's."""

    since: datetime
    price_minor: int


def following(last: PriceSince | None, price_minor: int, at: datetime) -> PriceSince | None:
    """What is to be written after `last` for a price seen at `at`; None when nothing is.

    Nothing for the price that stands there already, nor for what was seen no later than `last`: an instant never goes
    back.
    """
    if last is not None and (last.price_minor == price_minor or at <= last.since):
        return None
    return PriceSince(at, price_minor)


def lowest_before_reduction(history: Sequence[PriceSince], began: datetime) -> int | None:
    """The lowest price in force during the 30 days before a reduction began at `began`, whatever came after.

    A price in force when the 30 days begin counts, though it began earlier. None where nothing was sold before.
    `history` rises.
    """
    opens = began - LOOKED_BACK
    ends = [*(row.since for row in history[1:]), began]
    prices = [row.price_minor for row, end in zip(history, ends, strict=False) if row.since < began and end > opens]
    return min(prices, default=None)


def reduced_since(history: Sequence[PriceSince], full_price: int) -> datetime | None:
    """Since when the price has been below `full_price` without a break, of whatever reductions one after the other.

    Where it is below only since a moment ago, which nobody wrote down yet: since when it was the full price at last.
    None without a history. `history` rises.
    """
    full = max((place for place, row in enumerate(history) if row.price_minor >= full_price), default=-1)
    run = history[full + 1 :] or history[full:]
    return run[0].since if run else None


@dataclass(frozen=True, slots=True)
class ShelfFacts:
    """What lists say of a product's prices, in minor units, until `until` (None: until something changes).

    `lowest` and `highest` are what a guest pays for one piece of its active variants (None: there are none), `was` the
    former price that the lowest is shown against.
    """

    lowest: int | None
    was: int | None
    highest: int | None
    until: datetime | None
