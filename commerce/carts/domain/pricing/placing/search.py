"""Which pieces go to which rule where rules share pieces: the placement that takes the most off.

Lines are gone through from the dearest. What must be remembered of the lines behind is a state (unfinished sets, what
is used up of limits), and for each state only the best way to it is kept. Ways that can't reach the best placement
known, by a bound on what is still ahead, are given up. As long as no look is narrowed, nothing else is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from commerce.carts.domain.pricing.placing.bounds import Bound
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.ending import Found, best_of
from commerce.carts.domain.pricing.placing.look import Look
from commerce.carts.domain.pricing.placing.preferring import Weights
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.placing.tightening import tighten
from commerce.carts.domain.pricing.placing.uses import uses_of
from commerce.carts.domain.pricing.placing.ways import Ways
from commerce.carts.domain.pricing.placing.weighing import bounds_of
from commerce.promotions.domain.actions import WHOLE

# Looks go this part of the way from the bound to what comes off without sets.
_PARTS = (512, 256, 128, 64, 32, 16, 8, 4, 2, 1)
# Once there is not enough work for all ways, fewer looks are worth it.
_NARROW_PARTS = (64, 8, 1)
# A closer bound is looked for once nothing lies so near the first one, or so many steps were taken.
_LOOSE, _EASY = 16, 1_000


def best_placement(problem: Problem) -> list[Choice]:
    """The choices for all lines that together take the most off.

    Of equal sums: the stronger promotion gives as much of it as it can; then the stronger rule would, were there no
    limit in money; then sets use fewer pieces up; then the stronger rule reduces the dearest pieces, and of lines of
    one price those with the lowest ids.
    """
    return Search(problem).run()


class Search:
    """`steps` is the work done, `is_narrowed` whether some of it was left undone."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._scale = 2 * WHOLE * lcm(*(a_set.cycle for a_set in problem.sets))
        self._weights = Weights(problem)
        self._ways = Ways(problem, self._weights)
        self._found: Found = (-1, [])
        self._is_tight = False
        self.is_narrowed = False
        self.steps = 0
        self._set_out()

    def _set_out(self) -> None:
        problem = self._problem
        self._uses = [uses_of(problem, place, self._scale) for place in problem.lines]
        chains = {
            which: (a_set, problem.money_limit(a_set.rule.promotion.id))
            for which, a_set in enumerate(problem.sets)
            if isinstance(a_set, CheapestReduced)
        }

        def bound(weight: Sequence[int]) -> Bound:
            return Bound(problem.board, self._uses, chains, problem.money, weight, self._scale)

        self._bounds = bounds_of(problem.money, self._uses, bound)
        self._choices = Choices(problem, self._weights, self._uses, self._bounds[0])

    def run(self) -> list[Choice]:
        """Looks for a placement near the bound first, then further and further from it: what is found is the best,
        for nothing as good was given up, and the nearer to the bound, the less there is to look at."""
        least, bound = max(self._plainly(), self._found[0]), self._bounds[0].of_start() // self._scale
        tried = None
        for parts in _PARTS:
            aim = max(least, bound - (bound - least) // parts)
            if aim == tried or (self.is_narrowed and parts not in _NARROW_PARTS):
                continue
            tried = aim
            best = self._look(aim)
            if best is not None and best[0] >= max(aim, self._found[0]):
                return best[1]
            if best is not None and best[0] > self._found[0]:
                self._found = best
            is_loose = parts <= _LOOSE or self.steps > _EASY or self.is_narrowed
            if is_loose and not self._is_tight and self._tighten(max(least, self._found[0])):
                return self.run()
            least = max(least, self._found[0])
            if self.is_narrowed and self._found[0] == least:
                break
        if self._found[0] >= least:
            return self._found[1]
        assert self.is_narrowed  # putting nothing into sets is always a way
        return [self._choices.plain_one(index) for index in range(len(self._problem.lines))]

    def _look(self, least: int) -> Found | None:
        """The best placement, if it takes `least` off or more; else some placement or None."""
        look = Look(self._problem, self._ways, self._choices, self._bounds, self._scale, least)
        ends = look.ends()
        self.steps += look.steps
        self.is_narrowed |= look.is_narrowed
        return best_of(self._problem, self._ways, self._weights, ends)

    def _tighten(self, least: int) -> bool:
        """Whether it begins anew with a closer bound."""
        self._is_tight = True
        if not tighten(self._problem, self._uses, self._scale, least * self._scale):
            return False
        self._set_out()
        self.is_narrowed = False
        return True

    def _plainly(self) -> int:
        """What comes off when no set and no limited rule has its say."""
        quantity, plain = self._problem.board.quantity, self._problem.plain
        return sum(
            amount
            for place in self._problem.lines
            for _, amount in plain.best(place, quantity[place], ~self._problem.limited)
        )
