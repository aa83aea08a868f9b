"""What may become of the pieces of one line: the choices the search has there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.placing.bounds import Bound, LineUses, Use
from commerce.carts.domain.pricing.placing.parting import Group, seats_of, taken_of
from commerce.carts.domain.pricing.placing.preferring import Weights
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.plain import Seats


class Choices:
    """Made once for each number of pieces in each use, whatever way leads to the line."""

    def __init__(self, problem: Problem, weights: Weights, uses: Sequence[LineUses], bound: Bound) -> None:
        self._problem = problem
        self._weights = weights
        self._uses = uses
        self._bound = bound
        self._made: dict[tuple[int, tuple[int, ...]], tuple[Choice, ...]] = {}
        self._kept = _promotions_to_keep(problem)

    def of_line(self, index: int, slack: int) -> list[tuple[int, Choice]]:
        """The ways to use the line's pieces that lose no more than `slack` of the bound, those that lose least first,
        with what each loses at least."""
        line, price = self._uses[index], self._bound.prices[index]
        options = [self._numbers(index, use, slack) for use in line.uses]
        rest_loss = price - line.rest

        def extend(at: int, left: int, spent: int, numbers: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
            if at == len(options):
                if spent + rest_loss * left <= slack:
                    yield spent + rest_loss * left, (*numbers, left)
                return
            for number, loss in options[at]:
                if number <= left and spent + loss <= slack:
                    yield from extend(at + 1, left - number, spent + loss, (*numbers, number))

        found = sorted(extend(0, line.pieces, 0, ()))
        return [(loss, choice) for loss, numbers in found for choice in self._known(index, numbers)]

    def _numbers(self, index: int, use: Use, slack: int) -> list[tuple[int, int]]:
        """So many pieces of the line, and what of the bound each number loses at least."""
        line = self._uses[index]
        if line.is_chained(use) and use.set_slot is not None:
            return sorted(self._bound.chains[use.set_slot[0]].losses(index, slack).items())
        loss = self._bound.prices[index] - use.worth_at(self._bound.weight)
        highest = line.pieces if loss <= 0 else min(line.pieces, slack // loss)
        return [(number, number * loss) for number in range(highest + 1)]

    def _known(self, index: int, numbers: tuple[int, ...]) -> tuple[Choice, ...]:
        if (index, numbers) not in self._made:
            self._made[index, numbers] = tuple(self._choices(self._uses[index], numbers))
        return self._made[index, numbers]

    def _choices(self, line: LineUses, numbers: tuple[int, ...]) -> Iterator[Choice]:
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
            choice = self._choice(line.place, put, groups)
            if choice is not None:
                yield choice

    def _companies(self, place: int, parted: Sequence[Group]) -> Iterator[tuple[Group, ...]]:
        """The limited rules of each group with those without a limit that may join them."""
        options = [
            [(number, forced | others) for others in self._others(place, number, forced)] for number, forced in parted
        ]
        yield from product(*options)

    def _others(self, place: int, number: int, forced: Seats) -> list[Seats]:
        """The rules without a limit that together give most to the group's pieces: as things stand, as they would
        if those that a limit in money binds left it all to them, and with rules that want the line whole."""
        plain, free = self._problem.plain, ~self._problem.limited
        if not forced:
            found = [plain.best(place, number, free)]
            if number < self._problem.board.quantity[place]:
                found.append(plain.best_of_whole_line(place, number, forced, free))
        else:
            found = [
                plain.best_with(place, number, forced, free),
                plain.best_with(place, number, forced, free, leaving=self._problem.capped),
                plain.best_of_whole_line(place, number, forced, free),
            ]
        return list(dict.fromkeys(sum(1 << seat for seat, _ in takes if not forced >> seat & 1) for takes in found))

    def _choice(
        self, place: int, put: tuple[tuple[int, tuple[int, ...]], ...], groups: tuple[Group, ...]
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


def _promotions_to_keep(problem: Problem) -> frozenset[object]:
    """Promotions that a limit in money binds and that meet others on a line where there may not be enough for all:
    what these find depends on what the limit leaves, and that on every line."""
    found = set()
    for place in problem.lines:
        here = problem.plain.at[place]
        room = problem.board.quantity[place] * problem.board.piece_room[place]
        for seat in places(here & problem.capped):
            friends = here & problem.plain.friends[seat]
            promotion = problem.plain.rules[seat].promotion.id
            others = sum(
                1 << other for other in places(friends) if problem.plain.rules[other].promotion.id != promotion
            )
            if not others:
                continue
            together = [seat, *places(others)]
            amounts = [problem.plain.amount(one, place, problem.board.quantity[place]) for one in together]
            if sum(amounts) + len(amounts) > room:
                found.add(promotion)
    return frozenset(found)
