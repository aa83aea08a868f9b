"""The bounds a search starts with: how much of each limit's money is counted as given already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from commerce.carts.domain.pricing.placing.bounds import FINE, Bound, LineUses
from commerce.carts.domain.pricing.placing.work import Work

Weight = tuple[int, ...]
# So much work goes into trying bounds, over all limits: each looks at each use of each line and at what limits it.
MOST_WEIGHED = 40_000
_One = TypeVar("_One")


def bounds_of(
    money: Sequence[int | None], lines: Sequence[LineUses], bound: Callable[[Weight], Bound], chains: int, work: Work
) -> list[Bound]:
    """The closest bound found, and those of the two ends: all of the money given, and none. `chains`: how much work
    the chains of one bound are."""
    ends = [tuple(0 for _ in money), tuple(FINE for _ in money)]
    effort = 1 + chains + sum(1 + len(use.limited) for line in lines for use in line.uses)

    def weighed(weight: Weight) -> Bound:
        work.note(effort)
        return bound(weight)

    if not any(one is not None for one in money):
        return [weighed(ends[0])]
    shares = _even_shares(len(money), lines)
    closer = [_closer(end, shares, weighed, MOST_WEIGHED // effort) for end in ends]
    best = min(closer, key=lambda weight: weighed(weight).of_start())
    return [weighed(weight) for weight in dict.fromkeys((best, *ends))]


def _closer(best: Weight, shares: Sequence[set[int]], bound: Callable[[Weight], Bound], most: int) -> Weight:
    """Weights of a bound that is no wider, found limit by limit, with so many tries."""
    least = bound(best).of_start()
    for limit in range(len(best)):
        for share in evenly(sorted(shares[limit]), 1 + most // len(best)):
            most -= 1
            if most < 0:
                return best
            tried = (*best[:limit], share, *best[limit + 1 :])
            if (found := bound(tried).of_start()) < least:
                best, least = tried, found
    return best


def evenly(of: Sequence[_One], most: int) -> Sequence[_One]:
    """So many of them at most, the first among them."""
    return of if len(of) <= most else of[:: -(-len(of) // most)]


def _even_shares(limits: int, lines: Sequence[LineUses]) -> list[set[int]]:
    """By limit the weights at which a use under it is worth as much as the rest of its line, and the whole."""
    shares = [{FINE} for _ in range(limits)]
    for line in lines:
        for use in line.uses:
            for limit, part in use.limited:
                if part > 0:
                    shares[limit].add(min(FINE, max(0, (use.worth - line.rest) * FINE // part)))
    return shares
