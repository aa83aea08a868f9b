"""What a placement takes off in the end: the stronger promotions first, each cut by its limit, and what that leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import or_

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.arithmetic import shared
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.placing.bundles import Bundle
from commerce.carts.domain.pricing.placing.parting import PartedLine, seats_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, put_into_sets
from commerce.carts.domain.pricing.plain import Seats
from commerce.carts.domain.pricing.rules import Rule
from commerce.carts.domain.pricing.taking import Taken


def settle(problem: Problem, choices: Sequence[Choice]) -> list[Taken]:
    """What each rule takes, the strongest first; a limit may leave nothing to some."""
    of_sets = _by_sets(problem, choices)
    lines = {choice.place: PartedLine(problem.plain, choice.place, choice.groups) for choice in choices}
    seats_at = {choice.place: seats_of(choice.groups) for choice in choices}
    together = reduce(or_, seats_at.values(), 0)
    rules = [(taken.rule, -1) for taken in of_sets.values()]
    rules += [(problem.plain.rules[seat], seat) for seat in places(together)]
    rules.sort(key=lambda one: one[0].rank)
    found: list[Taken] = []
    for _, own in groupby(rules, key=lambda one: one[0].promotion.id):
        takes = _of_promotion(problem, own, of_sets, lines, seats_at)
        for taken, _ in takes:
            taken.offered = taken.total
        _cap(problem, [taken for taken, _ in takes])
        for taken, seat in takes:
            for place in taken.amounts if seat >= 0 else ():
                lines[place].take(seat, taken.amounts[place])
        found += [taken for taken, _ in takes]
    return found


def _of_promotion(
    problem: Problem,
    rules: Iterable[tuple[Rule, int]],
    of_sets: Mapping[int, Taken],
    lines: Mapping[int, PartedLine],
    seats_at: Mapping[int, Seats],
) -> list[tuple[Taken, int]]:
    """What its rules would take of what the stronger left, with their seats; those of sets have none."""
    takes: list[tuple[Taken, int]] = []
    before: dict[int, PartedLine] = {}
    for rule, seat in rules:
        if seat < 0:
            takes.append((of_sets[rule.rank], -1))
            continue
        taken = Taken(rule)
        for place in problem.lines:
            if seats_at[place] >> seat & 1:
                if place not in before:
                    before[place] = lines[place].copy()
                _offer(problem, taken, before[place], place, seat)
        takes.append((taken, seat))
    return takes


def _offer(problem: Problem, taken: Taken, line: PartedLine, place: int, seat: int) -> None:
    amount = line.offers(seat)
    if amount:
        pieces = line.pieces(seat)
        line.take(seat, amount)
        taken.note(place, amount, pieces, pieces)
        cut = problem.plain.cut(seat, place, pieces, amount)
        if cut is not None:
            taken.cuts.add(cut)


def _by_sets(problem: Problem, choices: Sequence[Choice]) -> dict[int, Taken]:
    """What sets take, by the rank of the rule."""
    found: dict[int, Taken] = {}
    bundled: dict[int, dict[int, int]] = {}
    for choice, which, pieces, amount, reduced in put_into_sets(problem, choices):
        a_set = problem.sets[which]
        if isinstance(a_set, Bundle):
            bundled.setdefault(which, {})[choice.place] = pieces
        else:
            taken = found.setdefault(a_set.rule.rank, Taken(a_set.rule))
            taken.note(choice.place, amount, pieces, reduced)
            taken.cuts.update(a_set.cut(choice.place, reduced))
    for which, pieces_at in bundled.items():
        a_set = problem.sets[which]
        assert isinstance(a_set, Bundle)
        taken = found.setdefault(a_set.rule.rank, Taken(a_set.rule))
        for place, amount in a_set.saving(pieces_at).items():
            taken.note(place, amount, pieces_at[place], pieces_at[place])
        if taken.total < a_set.promised(pieces_at):
            taken.cuts.add(Cut.FLOOR)
    return found


def _cap(problem: Problem, takes: Sequence[Taken]) -> None:
    """What a promotion may give at most is shared in proportion to what it would give without."""
    board, promotion = problem.board, takes[0].rule.promotion
    limit = problem.money_limit(promotion.id)
    may_give = None if limit is None else problem.money[limit]
    if may_give is None or sum(taken.total for taken in takes) <= may_give:
        return
    parts = sorted((place, number) for number, taken in enumerate(takes) for place in taken.amounts)
    weights = [takes[number].amounts[place] for place, number in parts]
    for (place, number), amount in zip(parts, shared(may_give, weights), strict=True):
        takes[number].amounts[place] = amount
    for taken in takes:
        taken.cuts.add(board.bound_by(promotion))
