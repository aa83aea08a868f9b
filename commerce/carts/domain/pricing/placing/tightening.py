"""A closer bound where the first one lets too much be looked at: what pieces owe to their sets, found step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.placing.bounds import FINE, LineUses
from commerce.carts.domain.pricing.placing.problem import Problem
from commerce.carts.domain.pricing.placing.set_rule import Dues
from commerce.carts.domain.pricing.placing.work import Work

_ROUNDS = 150
# So many uses of lines are weighed in one piece of work.
_ROWS = 4


@dataclass(slots=True)
class _Line:
    """`least`: what a piece is worth outside the sets with dues. `uses`: (set, slot, what a piece brings there)."""

    pieces: int
    least: int
    uses: list[tuple[int, int, int]]


def tighten(problem: Problem, lines: Sequence[LineUses], scale: int, least: int, work: Work) -> None:
    """Sets what pieces owe to their sets so that the bound is as close as can be found; `least` comes off anyway."""
    dues = {which: due for which, a_set in enumerate(problem.sets) if (due := a_set.dues(scale)) is not None}
    rows = [_row(line, dues) for line in lines]
    now = {which: list(due.by_slot) for which, due in dues.items()}
    best, closest, part = {which: list(owed) for which, owed in now.items()}, _bound(rows, now)[0], 1
    round_work = 1 + sum(1 + len(row.uses) for row in rows) // _ROWS
    for _ in range(_ROUNDS):
        bound, used = _bound(rows, now)
        work.note(round_work)
        if bound < closest:
            best, closest = {which: list(owed) for which, owed in now.items()}, bound
        else:
            part += 1
        slopes = {which: _slope(dues[which], used[which]) for which in dues}
        steepness = sum(slope * slope for by_slot in slopes.values() for slope in by_slot)
        if not steepness or bound <= least:
            break
        for which, by_slot in slopes.items():
            now[which] = _moved(dues[which], now[which], by_slot, (bound - least) // part, steepness)
    for which, owed in best.items():
        problem.sets[which].owe(owed)


def _row(line: LineUses, dues: dict[int, Dues]) -> _Line:
    uses = []
    least = max(line.rest, 0)
    for use in line.uses:
        if use.set_slot is not None and use.set_slot[0] in dues:
            which, slot = use.set_slot
            uses.append((which, slot, use.worth + dues[which].by_slot[slot]))
        elif not line.is_chained(use):
            least = max(least, use.worth)
    return _Line(line.pieces, least, uses)


def _bound(rows: Sequence[_Line], owed: dict[int, list[int]]) -> tuple[int, dict[int, list[int]]]:
    """The bound, and how many pieces it has in each slot."""
    bound, used = 0, {which: [0] * len(by_slot) for which, by_slot in owed.items()}
    for row in rows:
        best, at = row.least, None
        for which, slot, gross in row.uses:
            worth = gross - owed[which][slot]
            if worth > best:
                best, at = worth, (which, slot)
        bound += row.pieces * best
        if at is not None:
            used[at[0]][at[1]] += row.pieces
    return bound, used


def _slope(dues: Dues, used: Sequence[int]) -> list[int]:
    """How dues must move so that the slots come into the proportion of a set, the sum of one set unmoved."""
    squares = sum(pieces * pieces for pieces in dues.pieces)
    excess = sum(pieces * number for pieces, number in zip(dues.pieces, used, strict=True))
    return [
        FINE * (squares * number - excess * pieces) // squares for pieces, number in zip(dues.pieces, used, strict=True)
    ]


def _moved(dues: Dues, owed: Sequence[int], slope: Sequence[int], gap: int, steepness: int) -> list[int]:
    moved = [had + gap * FINE * one // steepness for had, one in zip(owed, slope, strict=True)]
    if dues.is_rent:
        rent = max(0, moved[-1] // dues.pieces[0])
        return [-rent * dues.pieces[1], rent * dues.pieces[0]]
    last = dues.pieces[-1]
    others = [one // last * last for one in moved[:-1]]
    rest = dues.total - sum(pieces * one for pieces, one in zip(dues.pieces, others, strict=False))
    return [*others, rest // last]
