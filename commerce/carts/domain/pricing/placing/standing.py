"""What a placement takes off, kept up to date while it is changed piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commerce.carts.domain.pricing.placing.bounds import LineUses
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.parting import seats_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.work import Work

# How much work it is to try a change, to put a line's pieces into a set, and to settle a line.
_TRY, _PUT, _SETTLE = 6, 2, 12
# The numbers of pieces by use that lines, by their index, are to have.
Change = Mapping[int, Sequence[int]]


class Standing:
    """`chosen` are the choices of the lines, `numbers` the pieces of each line in each use, and in none."""

    def __init__(self, problem: Problem, uses: Sequence[LineUses], choices: Choices, chosen: Sequence[Choice]) -> None:
        self._problem = problem
        self._uses = uses
        self._choices = choices
        self._money_of = [problem.money_limit(a_set.rule.promotion.id) for a_set in problem.sets]
        self.chosen = list(chosen)
        self.numbers: list[Sequence[int]] = [choice.numbers for choice in chosen]
        self._value = sum(choice.value for choice in chosen)
        self._spent = [(0, 0)] * len(problem.limits)
        for choice in chosen:
            self._spend(self._spent, choice, 1)
        # By set the pieces of each line in each slot, and what they take off.
        self._put: list[dict[int, tuple[int, ...]]] = [{} for _ in problem.sets]
        for index, choice in enumerate(chosen):
            for which, pieces in choice.slots:
                self._put[which][index] = pieces
        self._sets = [self._of_set(which, put) for which, put in enumerate(self._put)]
        self._total = self._sum(self._value, self._spent, self._sets)

    def becomes_better(self, change: Change, work: Work) -> bool:
        """Whether the change takes more off; then it is made."""
        work.note(_TRY)
        put = self._put_anew(change)
        sets = list(self._sets)
        for which, pieces in put.items():
            if not self._is_whole(which, pieces):
                return False
            sets[which] = self._of_set(which, pieces)
            work.note(_PUT * len(pieces) * self._problem.sets[which].effort)
        value, spent, chosen = self._value, list(self._spent), {}
        for index, numbers in change.items():
            choice = self._best(index, numbers, work)
            if choice is None:
                return False
            chosen[index] = choice
            value += choice.value - self.chosen[index].value
            self._spend(spent, self.chosen[index], -1)
            self._spend(spent, choice, 1)
        total = self._sum(value, spent, sets)
        if total <= self._total or not self._settles(chosen, work):
            return False
        self._value, self._spent, self._sets, self._total = value, spent, sets, total
        for which, pieces in put.items():
            self._put[which] = pieces
        for index, choice in chosen.items():
            self.chosen[index], self.numbers[index] = choice, choice.numbers
        return True

    def may_give(self, which: int) -> bool:
        """Whether the set's promotion gives less than it may."""
        limit = self._money_of[which]
        most = None if limit is None else self._problem.money[limit]
        return limit is None or most is None or self._with_sets(self._spent, self._sets)[limit][0] < most

    def _put_anew(self, change: Change) -> dict[int, dict[int, tuple[int, ...]]]:
        """The pieces in the sets that the change gives others."""
        put: dict[int, dict[int, tuple[int, ...]]] = {}
        for index, numbers in change.items():
            for use, number, had in zip(self._uses[index].uses, numbers, self.numbers[index], strict=False):
                if number == had or use.set_slot is None:
                    continue
                which, slot = use.set_slot
                of_set = put.setdefault(which, dict(self._put[which]))
                pieces = list(of_set.get(index, (0,) * len(self._problem.sets[which].slots)))
                pieces[slot] = number
                of_set[index] = tuple(pieces)
        return put

    def _is_whole(self, which: int, put: Mapping[int, tuple[int, ...]]) -> bool:
        """Whether so many pieces make whole sets, wherever they come from."""
        a_set = self._problem.sets[which]
        pieces = [sum(in_slot) for in_slot in zip(*put.values(), strict=True)]
        return not pieces or a_set.is_whole(a_set.put(a_set.start(), self._problem.lines[0], pieces)[0])

    def _of_set(self, which: int, put: Mapping[int, tuple[int, ...]]) -> tuple[int, int]:
        """What the set takes off, and how many pieces it reduces."""
        a_set, total, all_reduced = self._problem.sets[which], 0, 0
        state = a_set.start()
        for index in sorted(put):
            if any(put[index]):
                state, amount, reduced = a_set.put(state, self._problem.lines[index], put[index])
                total, all_reduced = total + amount, all_reduced + reduced
        return total + a_set.closing(state), all_reduced

    def _best(self, index: int, numbers: Sequence[int], work: Work) -> Choice | None:
        made = self._choices.made(index, tuple(numbers), work)
        return max(
            made, key=lambda one: (one.value + sum(money for _, money, _ in one.spent), one.weight), default=None
        )

    def _spend(self, spent: list[tuple[int, int]], choice: Choice, times: int) -> None:
        for limit, money, pieces in choice.spent:
            spent[limit] = spent[limit][0] + times * money, spent[limit][1] + times * pieces

    def _sum(self, value: int, spent: Sequence[tuple[int, int]], sets: Sequence[tuple[int, int]]) -> int:
        """What comes off in all; less than nothing where more pieces would be reduced than may be."""
        spent = self._with_sets(spent, sets)
        value += sum(amount for (amount, _), of in zip(sets, self._money_of, strict=True) if of is None)
        for limit, (money, pieces) in zip(self._problem.limits, spent, strict=True):
            if limit.pieces is not None and pieces > limit.pieces:
                return -1
            if limit.money is not None:
                value += min(money, limit.money)
        return value

    def _with_sets(self, spent: Sequence[tuple[int, int]], sets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """What is used up of the limits, that by sets too."""
        found = list(spent)
        for limit, (amount, reduced) in zip(self._problem.set_limit, sets, strict=True):
            if limit is not None:
                found[limit] = found[limit][0] + amount, found[limit][1] + reduced
        return found

    def _settles(self, changed: Mapping[int, Choice], work: Work) -> bool:
        """Whether more comes off in the end as well, where what a rule takes depends on what others leave."""
        chosen = [changed.get(index, choice) for index, choice in enumerate(self.chosen)]
        if not any(choice.kept for choice in (*chosen, *self.chosen)):
            return True
        work.note(_SETTLE * sum(1 + seats_of(choice.groups).bit_count() for choice in chosen))
        now, then = (sum(one.total for one in settle(self._problem, each)) for each in (self.chosen, chosen))
        return then > now
