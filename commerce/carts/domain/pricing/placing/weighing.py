"""The bounds a search starts with: how much of each limit's money is counted as given already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from commerce.carts.domain.pricing.placing.bounds import FINE, Bound, LineUses

Weight = tuple[int, ...]
# So much work goes into trying bounds, over all limits: each looks at each use of each line and at what limits it.
MOST_WEIGHED = 100_000
_One = TypeVar("_One")


def bounds_of(money: Sequence[int | None], lines: Sequence[LineUses], bound: Callable[[Weight], Bound]) -> list[Bound]:
    """The closest bound found, and those of the two ends: all of the money given, and none."""
    ends = [tuple(0 for _ in money), tuple(FINE for _ in money)]
    if not any(one is not None for one in money):
        return [bound(ends[0])]
    best = min((_closer(end, lines, bound) for end in ends), key=lambda weight: bound(weight).of_start())
    return [bound(weight) for weight in dict.fromkeys((best, *ends))]


def _closer(best: Weight, lines: Sequence[LineUses], bound: Callable[[Weight], Bound]) -> Weight:
    """Weights of a bound that is no wider, found limit by limit."""
    least = bound(best).of_start()
    most = MOST_WEIGHED // sum(1 + len(use.limited) for line in lines for use in line.uses)
    for limit in range(len(best)):
        for share in evenly(sorted(_even_shares(limit, lines)), 1 + most // len(best)):
            tried = (*best[:limit], share, *best[limit + 1 :])
            if (found := bound(tried).of_start()) < least:
                best, least = tried, found
    return best


def evenly(of: Sequence[_One], most: int) -> Sequence[_One]:
    """So many of them at most, the first among them."""
    return of if len(of) <= most else of[:: -(-len(of) // most)]


def _even_shares(limit: int, lines: Sequence[LineUses]) -> set[int]:
    """Weights at which a use under the limit is worth as much as the rest of its line, and the whole."""
    shares = {FINE}
    for line in lines:
        for use in line.uses:
            part = dict(use.limited).get(limit, 0)
            if part > 0:
                shares.add(min(FINE, max(0, (use.worth - line.rest) * FINE // part)))
    return shares
