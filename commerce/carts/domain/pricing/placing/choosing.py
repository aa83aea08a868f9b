"""What may become of the pieces of one line: the choices the search has there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice, product

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.placing.bounds import Bound, LineUses, Use
from commerce.carts.domain.pricing.placing.parting import Group, seats_of, taken_of
from commerce.carts.domain.pricing.placing.preferring import Weights
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.placing.work import Work
from commerce.carts.domain.pricing.plain import Seats, Takes

Numbers = tuple[int, ...]
# So many numbers of pieces in one use are looked at.
_MOST_NUMBERS = 64
# So many numbers are put beside each other in one piece of work; a choice takes so many.
_A_STEP, _MADE = 4, 30
# In so many ways the companies of a line's parts are put together.
_MOST_COMPANIES = 64
# However little work there is, so many ways to begin and end a set on a line are looked at.
_FEWEST_ENDS = 16


class Choices:
    """Made once for each number of pieces in each use, whatever way leads to the line."""

    def __init__(self, problem: Problem, weights: Weights, uses: Sequence[LineUses], bound: Bound) -> None:
        self._problem = problem
        self._weights = weights
        self._uses = uses
        self._bound = bound
        # Whether a line's rules could be put together in more ways than were looked at.
        self.is_narrowed = False
        self._made: dict[tuple[int, Numbers], tuple[Choice, ...]] = {}
        self._kept = _promotions_to_keep(problem)

    def of_line(
        self, index: int, slack: int, most: int, ends: int, work: Work
    ) -> tuple[list[tuple[int, Numbers]], bool]:
        """The ways to use the line's pieces, by their numbers in each use and in none, that lose no more than `slack`
        of the bound, those that lose least first, with what each loses at least; and whether these are all: there are
        never more than `most`, and of `ends` where sets begin and end that many are looked at."""
        line, is_whole = self._uses[index], True
        rest_loss = self._bound.prices[index] - line.rest
        found: list[tuple[int, int, Numbers]] = [(0, line.pieces, ())]
        for use in line.uses:
            few = min(_MOST_NUMBERS, max(2, 2 * most // max(1, len(found))))
            some, looked_at, are_all = self._numbers(index, use, slack, few, max(_FEWEST_ENDS, ends // len(line.uses)))
            longer = [
                (lost + loss, left - number, (*before, number))
                for lost, left, before in found
                for number, loss in some
                if number <= left and lost + loss <= slack
            ]
            work.note(1 + (2 * looked_at + len(found) * len(some) + 2 * len(longer)) // _A_STEP)
            is_whole &= are_all and len(longer) <= most
            found = longer if len(longer) <= most else nsmallest(most, longer)
        ways = (
            (lost + rest_loss * left, (*before, left))
            for lost, left, before in found
            if lost + rest_loss * left <= slack
        )
        return sorted(ways), is_whole

    def plainly(self, index: int) -> Numbers:
        """The line left to rules that need no search."""
        line = self._uses[index]
        return (*(0 for _ in line.uses), line.pieces)

    def plain_one(self, index: int, work: Work) -> Choice:
        (choice,) = self.made(index, self.plainly(index), work)
        return choice

    def _numbers(
        self, index: int, use: Use, slack: int, most: int, most_ends: int
    ) -> tuple[Sequence[tuple[int, int]], int, bool]:
        """So many pieces of the line, and what of the bound each number loses at least; no more than `most` of them.
        And how many were looked at, and whether these are all."""
        line = self._uses[index]
        if line.is_chained(use) and use.set_slot is not None:
            losses, looked_at, are_all = self._bound.chains[use.set_slot[0]].losses(index, slack, most_ends)
            numbers = sorted(losses)
            some = [numbers[at] for at in _spread(len(numbers), most)]
            return [(number, losses[number]) for number in some], looked_at, are_all and len(some) == len(numbers)
        loss = self._bound.prices[index] - use.worth_at(self._bound.weight)
        highest = line.pieces if loss <= 0 else min(line.pieces, slack // loss)
        return [(number, number * loss) for number in _spread(highest + 1, most)], 0, highest < most

    def made(self, index: int, numbers: Numbers, work: Work) -> tuple[Choice, ...]:
        if (index, numbers) not in self._made:
            made = self._made[index, numbers] = tuple(self._choices(self._uses[index], numbers))
            work.note(_MADE * (1 + len(made)) * sum(map(bool, numbers)))
        return self._made[index, numbers]

    def _choices(self, line: LineUses, numbers: Numbers) -> Iterator[Choice]:
        slots: dict[int, list[int]] = {}
        forced = [(numbers[-1], 0)]
        for use, number in zip(line.uses, numbers, strict=False):
            if use.set_slot is not None:
                which, slot = use.set_slot
                slots.setdefault(which, [0] * len(self._problem.sets[which].slots))[slot] = number
            else:
                forced.append((number, use.forced))
        put = tuple((which, tuple(pieces)) for which, pieces in slots.items() if any(pieces))
        parted = [(number, seats) for number, seats in forced if number]
        for groups in self._companies(line.place, parted):
            choice = self._choice(line.place, put, groups, numbers)
            if choice is not None:
                yield choice

    def _companies(self, place: int, parted: Sequence[Group]) -> Iterator[tuple[Group, ...]]:
        """The limited rules of each group with those without a limit that may join them."""
        quantity = self._problem.board.quantity[place]
        shares_line = len(parted) > 1 and sum(number for number, _ in parted) == quantity
        options = []
        for number, forced in parted:
            others = dict.fromkeys(self._others(place, number, forced, shares_line=shares_line))
            options.append([(number, forced | seats) for seats in others])
        companies = product(*options)
        yield from islice(companies, _MOST_COMPANIES)
        self.is_narrowed |= next(companies, None) is not None

    def _others(self, place: int, number: int, forced: Seats, *, shares_line: bool) -> Iterator[Seats]:
        """The rules without a limit that together give most to the group's pieces: as things stand, as they would
        if those that a limit in money binds left it all to them, and with rules that want the line whole."""
        plain, free = self._problem.plain, ~self._problem.limited
        if forced:
            yield _seats(plain.best_with(place, number, forced, free)) & ~forced
            yield _seats(plain.best_with(place, number, forced, free, leaving=self._problem.capped)) & ~forced
        else:
            yield _seats(plain.best(place, number, free))
        if shares_line:
            yield _seats(plain.best_of_whole_line(place, number, forced, free))

    def _choice(
        self, place: int, put: tuple[tuple[int, tuple[int, ...]], ...], groups: tuple[Group, ...], numbers: Numbers
    ) -> Choice | None:
        """None: a rule has no effect on its pieces, so that nothing parts them from the rest."""
        problem, plain = self._problem, self._problem.plain
        value = weight = 0
        spent: dict[int, tuple[int, int]] = {}
        treated: list[tuple[int, int]] = []
        together, effective = seats_of(groups), 0
        for seat, amount, pieces in taken_of(plain, place, groups, leaving=problem.capped):
            rule = plain.rules[seat]
            effective |= 1 << seat
            treated.append((seat, pieces))
            weight += self._weights.offered(rule, amount)
            if problem.money_limit(rule.promotion.id) is None:
                value += amount
                weight += self._weights.given(rule, amount)
            limit = problem.limit_of.get(rule.promotion.id)
            if limit is not None:
                money, most = spent.get(limit, (0, 0))
                spent[limit] = (money + amount, max(most, pieces))
        if self._idle(together & problem.limited, effective):
            return None
        return Choice(
            place,
            put,
            groups,
            tuple(treated),
            value,
            weight,
            tuple((limit, money, pieces) for limit, (money, pieces) in spent.items()),
            numbers,
            kept=bool(self._kept) and self._is_kept(together, put),
        )

    def _idle(self, seats: Seats, effective: Seats) -> bool:
        """Whether a promotion takes nothing by any of its rules."""
        rules = self._problem.plain.rules
        working = {rules[seat].promotion.id for seat in places(effective)}
        return any(rules[seat].promotion.id not in working for seat in places(seats))

    def _is_kept(self, seats: Seats, put: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
        problem = self._problem
        return any(problem.plain.rules[seat].promotion.id in self._kept for seat in places(seats)) or any(
            problem.sets[which].rule.promotion.id in self._kept for which, _ in put
        )


def _spread(number: int, most: int) -> Sequence[int]:
    """The places of so many, but no more than `most` of them: the first, the last, and between them evenly."""
    if number <= most:
        return range(number)
    return [at * (number - 1) // (most - 1) for at in range(most)]


def _seats(takes: Takes) -> Seats:
    return sum(1 << seat for seat, _ in takes)


def _promotions_to_keep(problem: Problem) -> frozenset[object]:
    """Promotions that a limit in money binds and that meet others on a line where there may not be enough for all:
    what these find depends on what the limit leaves, and that on every line."""
    found = set()
    for place in problem.lines:
        here = problem.plain.at[place]
        room = problem.board.quantity[place] * problem.board.piece_room[place]
        amounts = {seat: problem.plain.amount(seat, place, problem.board.quantity[place]) for seat in places(here)}
        for seat in places(here & problem.capped):
            promotion = problem.plain.rules[seat].promotion.id
            if promotion in found:
                continue
            friends = here & problem.plain.friends[seat]
            others = [other for other in places(friends) if problem.plain.rules[other].promotion.id != promotion]
            if others and amounts[seat] + sum(amounts[other] for other in others) + len(others) + 1 > room:
                found.add(promotion)
    return frozenset(found)
