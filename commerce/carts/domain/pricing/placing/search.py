"""Which pieces go to which rule where rules share pieces: the placement that takes the most off.

Lines are gone through from the dearest. What must be remembered of the lines behind is a state (unfinished sets, what
is used up of limits), and for each state only the best way to it is kept. Ways that can't reach the best placement
known, by a bound on what is still ahead, are given up. Where that is more work than a price may be, the most promising
ways are gone, and what they lead to is made better piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm

from commerce.carts.domain.pricing.placing.bounds import Bound
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.ending import Found, best_of
from commerce.carts.domain.pricing.placing.improving import improved, piece_by_piece
from commerce.carts.domain.pricing.placing.look import Look
from commerce.carts.domain.pricing.placing.preferring import Weights
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.tightening import tighten
from commerce.carts.domain.pricing.placing.uses import uses_of
from commerce.carts.domain.pricing.placing.ways import Ways
from commerce.carts.domain.pricing.placing.weighing import bounds_of
from commerce.carts.domain.pricing.placing.work import Work
from commerce.promotions.domain.actions import WHOLE

# Looks go this part of the way from the bound to what comes off without sets.
_PARTS = (512, 256, 128, 64, 32, 16, 8, 4, 2, 1)
# Once there is not enough work for all ways, fewer looks are worth it.
_NARROW_PARTS = (64, 8)
# A closer bound is looked for once nothing lies so near the first one, or so much work was done.
_LOOSE, _EASY = 16, 8_000
# What exact looks may take of all the work, before and after a closer bound is found, and what one of them may.
_LOOSELY, _TIGHTLY, _ONE_LOOK = (1, 10), (1, 3), (3, 4)
# What narrow looks leave to making their placement better, and what of the rest the last look may take.
_LEFT, _IMPROVING, _LAST_LOOK = (5, 8), (2, 3), (4, 5)
# And so much, beside all that, is there for single pieces in the end: of what a shopper sees by hand nothing is missed.
_SINGLY = (1, 2)


@dataclass(frozen=True, slots=True)
class Placement:
    """`is_narrowed`: there were more ways than could be tried, and these choices are the best that was found."""

    choices: list[Choice]
    is_narrowed: bool


def best_placement(problem: Problem, work: Work) -> Placement:
    """The choices for all lines that together take the most off.

    Of equal sums: the stronger promotion gives as much of it as it can; then the stronger rule would, were there no
    limit in money; then sets use fewer pieces up; then the stronger rule reduces the dearest pieces, and of lines of
    one price those with the lowest ids.
    """
    return Search(problem, work).run()


class Search:
    """One search, with so much work to do."""

    def __init__(self, problem: Problem, work: Work) -> None:
        self._problem = problem
        self._work = work
        self._scale = 2 * WHOLE * lcm(*(a_set.cycle for a_set in problem.sets))
        self._weights = Weights(problem)
        self._ways = Ways(problem, self._weights)
        self._found: Found = (-1, [])
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
            return Bound(self._uses, chains, problem.money, weight, self._scale)

        of_chains = sum(2 * a_set.cycle * len(problem.lines) for a_set, _ in chains.values())
        self._bounds = bounds_of(problem.money, self._uses, bound, of_chains, self._work)
        self._choices = Choices(problem, self._weights, self._uses, self._bounds[0])

    def run(self) -> Placement:
        best, singly = None, self._work.part(*_SINGLY)
        if self._can_be_closer:
            best = self._exactly(self._work.part(*_LOOSELY), is_tight=False)
            if best is None:
                self._tighten()
        if best is None:
            best = self._exactly(self._work.part(*_TIGHTLY), is_tight=True)
        if best is not None:
            self._found = best
            return self._placement(is_whole=True)
        is_whole = self._narrowly()
        if not is_whole:
            self._improve(improved, self._work.part(*_IMPROVING))
            last = self._work.part(*_LAST_LOOK)
            is_whole = self._is_best(self._found[0], last)
            self._work.note(last.done)
        if not is_whole:
            self._improve(piece_by_piece, singly)
        return self._placement(is_whole=is_whole)

    def _placement(self, *, is_whole: bool) -> Placement:
        """What was found; `is_whole`: of all ways through these uses of the lines."""
        are_all = all(line.is_whole for line in self._uses) and not self._choices.is_narrowed
        return Placement(self._found[1], is_narrowed=not (is_whole and are_all))

    def _exactly(self, work: Work, *, is_tight: bool) -> Found | None:
        """Looks for a placement near the bound first, then further and further from it: what is found is the best,
        for nothing as good was given up, and the nearer to the bound, the less there is to look at. None: there is
        more to look at than there is work, or a closer bound will leave less."""
        least, bound, tried = max(self._plainly(), self._found[0]), self._bound, None
        found: Found | None = None
        for parts in _PARTS:
            aim = max(least, bound - (bound - least) // parts)
            if aim == tried:
                continue
            tried = aim
            part = work.part(*_ONE_LOOK)
            best, is_whole = self._look(aim, part, is_narrow=False)
            work.note(part.done)
            if not is_whole:
                break
            if best is not None and best[0] >= aim:
                found = best
                break
            least = max(least, self._found[0])
            if not is_tight and (parts <= _LOOSE or work.done > _EASY):
                break
        self._work.note(work.done)
        return found

    def _narrowly(self) -> bool:
        """Follows the most promising ways; whether these were all that could lead to the best."""
        least, bound = max(self._plainly(), self._found[0]), self._bound
        whole = self._work.part(_LEFT[1] - _LEFT[0], _LEFT[1])
        if self._found[0] < 0:
            nothing = [self._choices.plain_one(index, whole) for index in range(len(self._problem.lines))]
            self._found = (self._plainly(), nothing)
        before, is_best = self._found[0], False
        for parts in _NARROW_PARTS:
            work = whole.part(*_ONE_LOOK)
            is_best = self._is_best(max(least, bound - (bound - least) // parts), work)
            whole.note(work.done)
            if is_best or self._found[0] > before:
                break
        self._work.note(whole.done)
        return is_best

    def _is_best(self, least: int, work: Work) -> bool:
        """Whether a narrow look for so much finds a placement, and had the work for all ways that could."""
        best, is_whole = self._look(least, work, is_narrow=True)
        if best is None or not is_whole or best[0] < least:
            return False
        self._found = best
        return True

    def _improve(self, better: Callable[..., list[Choice]], work: Work) -> None:
        choices = better(self._problem, self._uses, self._choices, self._found[1], work)
        self._work.note(work.done)
        total = sum(one.total for one in settle(self._problem, choices))
        if total > self._found[0]:
            self._found = (total, choices)

    def _look(self, least: int, work: Work, *, is_narrow: bool) -> tuple[Found | None, bool]:
        """The best placement, if it takes `least` off or more; else some placement or None. And whether all ways were
        looked at."""
        look = Look(
            self._problem, self._ways, self._choices, self._bounds, self._scale, least, work, is_narrow=is_narrow
        )
        ends = look.ends()
        best, some_left = best_of(self._problem, self._ways, self._weights, ends, work)
        if best is not None and best[0] > self._found[0]:
            self._found = best
        return best, not (look.is_narrowed or some_left)

    @property
    def _bound(self) -> int:
        return self._bounds[0].of_start() // self._scale

    @property
    def _can_be_closer(self) -> bool:
        return any(a_set.dues(self._scale) is not None for a_set in self._problem.sets)

    def _tighten(self) -> None:
        """Sets out with a closer bound."""
        least = max(self._plainly(), self._found[0])
        tighten(self._problem, self._uses, self._scale, least * self._scale, self._work)
        self._set_out()

    def _plainly(self) -> int:
        """What comes off when no set and no limited rule has its say."""
        quantity, plain = self._problem.board.quantity, self._problem.plain
        return sum(
            amount
            for place in self._problem.lines
            for _, amount in plain.best(place, quantity[place], ~self._problem.limited)
        )
