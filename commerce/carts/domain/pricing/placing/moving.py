"""Changes worth trying on a placement: a piece put to another use, whole sets, two pieces that change places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement
from operator import mul, sub

from commerce.carts.domain.pricing.placing.bounds import LineUses
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.problem import Problem
from commerce.carts.domain.pricing.placing.standing import Change, Standing
from commerce.carts.domain.pricing.placing.work import Work

Numbers = Sequence[Sequence[int]]
# What a piece can be used for, the same on every line; None: left to rules that need no search.
_Purpose = tuple[str, object] | None
_WEIGHED, _STARTS, _REFILLS, _PART = 16, 8, 4, 4


class Moves:
    """Each asks for the numbers as they are when it goes on."""

    def __init__(self, problem: Problem, uses: Sequence[LineUses], standing: Standing) -> None:
        self._problem = problem
        self._lines = uses
        self._standing = standing
        self._at: list[dict[_Purpose, int]] = []
        self._worth: list[list[int]] = []
        self._ordered: dict[tuple[int, int], list[int]] = {}
        for line in uses:
            purposes: list[_Purpose] = [
                ("company", use.forced) if use.set_slot is None else ("set", use.set_slot) for use in line.uses
            ]
            self._at.append({purpose: number for number, purpose in enumerate([*purposes, None])})
            self._worth.append([*(use.worth for use in line.uses), line.rest])

    def of_one(self, numbers: Numbers, work: Work) -> Iterator[Change]:
        """Pieces of one line to another use: one, all, or what a set takes."""
        for index in range(len(self._lines)):
            for use in range(len(numbers[index])):
                for other in range(len(numbers[index])):
                    if use != other:
                        for pieces in self._amounts(index, (use, other), numbers[index][use]):
                            if numbers[index][use] >= pieces:
                                yield {index: _moved(numbers[index], use, other, pieces)}

    def _amounts(self, index: int, pair: Sequence[int], most: int) -> list[int]:
        amounts = {1, most}
        for use in pair:
            if use < len(self._lines[index].uses) and (slot := self._lines[index].uses[use].set_slot) is not None:
                a_set = self._problem.sets[slot[0]]
                amounts |= {a_set.needs[slot[1]], a_set.full[slot[1]], most - most % a_set.full[slot[1]]}
        return sorted((one for one in amounts if 0 < one <= most), reverse=True)

    def of_two(self, numbers: Numbers, work: Work) -> Iterator[Change]:
        """A piece of one line for a piece of another, those first that promise most."""
        found = []
        for index, at in enumerate(self._at):
            mine = [(use, purpose) for purpose, use in at.items() if numbers[index][use]]
            for other in range(index + 1, len(self._at)):
                theirs = [(use, purpose) for purpose, use in self._at[other].items() if numbers[other][use]]
                work.note(1 + len(mine) * len(theirs) // 4)
                for use, purpose in mine:
                    for their_use, their_purpose in theirs:
                        if purpose == their_purpose or purpose not in self._at[other] or their_purpose not in at:
                            continue
                        to, their_to = at[their_purpose], self._at[other][purpose]
                        gain = self._worth[index][to] - self._worth[index][use]
                        gain += self._worth[other][their_to] - self._worth[other][their_use]
                        if gain > 0 or self._is_chained(index, use, to):
                            found.append((-gain, index, use, to, other, their_use, their_to))
        for _, index, use, to, other, their_use, their_to in sorted(found):
            most = min(numbers[index][use], numbers[other][their_use])
            for pieces in sorted({1, most}, reverse=True):
                if 0 < pieces <= min(numbers[index][use], numbers[other][their_use]):
                    yield {
                        index: _moved(numbers[index], use, to, pieces),
                        other: _moved(numbers[other], their_use, their_to, pieces),
                    }

    def _is_chained(self, index: int, *uses: int) -> bool:
        line = self._lines[index]
        return any(use < len(line.uses) and line.is_chained(line.uses[use]) for use in uses)

    def of_sets(self, numbers: Numbers, work: Work) -> Iterator[Change]:
        """Sets more, then others in the place of one set or of two."""
        sets = range(len(self._problem.sets))
        most = max((self._most(numbers, which) for which in sets), default=0)
        for power in range(most.bit_length()):
            yield from self._steepest(numbers, power, work)
        for gone in (*((which,) for which in sets), *combinations_with_replacement(sets, 2)):
            for times in sorted({1, 1 + min(self._number(numbers, which) for which in gone) // _PART}, reverse=True):
                yield from self._instead(numbers, gone, times, work)

    def _instead(self, numbers: Numbers, gone: Sequence[int], times: int, work: Work) -> Iterator[Change]:
        """Others in the place of so many of these sets, as long as that is better."""
        is_better = True
        while is_better:
            change: Change | None = {}
            for which in gone:
                change = None if change is None else self._less(numbers, change, which, times)
            if change is None:
                return
            change = self._filled(numbers, change, times, work)
            if self._is_made(numbers, change):
                return
            yield change
            is_better = self._is_made(numbers, change)

    def _is_made(self, numbers: Numbers, change: Change) -> bool:
        return all(numbers[index] == tuple(each) for index, each in change.items())

    def _number(self, numbers: Numbers, which: int) -> int:
        """How many sets of it there are."""
        slots = [("set", (which, slot)) for slot in range(len(self._problem.sets[which].slots))]
        pieces = sum(each[at[slot]] for each, at in zip(numbers, self._at, strict=True) for slot in slots if slot in at)
        return pieces // sum(self._problem.sets[which].full)

    def _steepest(self, numbers: Numbers, power: int, work: Work) -> Iterator[Change]:
        """All sets more that there may be, or the half of them, or a quarter …, of the one that seems to gain most by
        piece, again and again."""
        is_better = True
        while is_better:
            is_better = False
            sets = range(len(self._problem.sets))
            times = [max(1, self._most(numbers, which) >> power) for which in sets]
            for change in sorted(
                self._any_more(numbers, {}, times, work), key=self._by_gain(numbers, {}), reverse=True
            ):
                yield change
                if is_better := self._is_made(numbers, change):
                    break

    def _filled(self, numbers: Numbers, change: Change, times: int, work: Work) -> Change:
        """With so many sets more of those that seem to gain most by piece, one after the other."""
        for _ in range(_REFILLS):
            by_gain = self._by_gain(numbers, change)
            of_each = [times] * len(self._problem.sets)
            best = max(self._any_more(numbers, change, of_each, work), key=by_gain, default=None)
            if best is None or by_gain(best) <= 0:
                break
            change = best
        return change

    def _any_more(self, numbers: Numbers, change: Change, times: Sequence[int], work: Work) -> list[Change]:
        """So many sets more of each whose promotion may still give something."""
        found = [
            one
            for which, number in enumerate(times)
            if self._standing.may_give(which)
            for one in self._more(numbers, change, which, number, work)
        ]
        work.note(sum(map(len, found)))
        return found

    def _by_gain(self, numbers: Numbers, before: Change) -> Callable[[Change], int]:
        """About what a piece more in sets gains."""

        def gain(change: Change) -> int:
            gained = pieces = 0
            for index, each in change.items():
                had = before.get(index, numbers[index])
                if each is not had:
                    pieces += had[-1] - each[-1]
                    gained += sum(map(mul, self._worth[index], map(sub, each, had)))
            return gained // pieces if pieces else 0

        return gain

    def _most(self, numbers: Numbers, which: int) -> int:
        """How many sets of it there may be more."""
        a_set = self._problem.sets[which]
        idle = sum(each[-1] for each, line in zip(numbers, self._lines, strict=True) if a_set.lines >> line.place & 1)
        return idle // sum(a_set.full)

    def _more(self, numbers: Numbers, change: Change, which: int, times: int, work: Work) -> Iterator[Change]:
        """So many sets more, of pieces that are in no set: those that are worth most there; of sets that reduce the
        cheapest those of lines that lie beside each other."""
        chained = isinstance(self._problem.sets[which], CheapestReduced)
        lines = list(range(len(self._lines)))
        for start in lines[:: 1 + len(lines) // _STARTS] if chained else (0,):
            changed = dict(change)
            work.note(1 + len(lines) * len(self._problem.sets[which].full) // _WEIGHED)
            if all(
                self._fill(numbers, changed, (which, slot), times * pieces, lines[start:] if chained else None)
                for slot, pieces in reversed(list(enumerate(self._problem.sets[which].full)))
            ):
                yield changed
            elif chained:
                return

    def _fill(
        self,
        numbers: Numbers,
        change: dict[int, Sequence[int]],
        slot: tuple[int, int],
        need: int,
        lines: Sequence[int] | None,
    ) -> bool:
        """Puts idle pieces into the slot; whether there are as many."""
        for index in self._by_worth(slot) if lines is None else lines:
            use, now = self._at[index].get(("set", slot)), change.get(index, numbers[index])
            pieces = min(need, now[-1])
            if use is not None and pieces:
                change[index] = _moved(now, len(now) - 1, use, pieces)
                need -= pieces
            if not need:
                break
        return not need

    def _less(self, numbers: Numbers, before: Change, which: int, times: int) -> Change | None:
        """So many sets less: the pieces that are worth least there are put to no use. None where there are fewer."""
        change = dict(before)
        for slot, pieces_each in enumerate(self._problem.sets[which].full):
            need = times * pieces_each
            for index in reversed(self._by_worth((which, slot))):
                use, now = self._at[index]["set", (which, slot)], change.get(index, numbers[index])
                pieces = min(need, now[use])
                if pieces:
                    change[index] = _moved(now, use, len(now) - 1, pieces)
                    need -= pieces
                if not need:
                    break
            if need:
                return None
        return change

    def _by_worth(self, slot: tuple[int, int]) -> list[int]:
        """The lines that fit the slot, those first whose pieces gain most there."""
        if slot not in self._ordered:
            gains = {
                index: worth[at["set", slot]] - worth[-1]
                for index, (at, worth) in enumerate(zip(self._at, self._worth, strict=True))
                if ("set", slot) in at
            }
            self._ordered[slot] = sorted(gains, key=lambda index: (-gains[index], index))
        return self._ordered[slot]


def _moved(numbers: Sequence[int], use: int, other: int, pieces: int) -> list[int]:
    moved = list(numbers)
    moved[use] -= pieces
    moved[other] += pieces
    return moved
