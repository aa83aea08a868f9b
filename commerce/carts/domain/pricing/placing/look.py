"""One look for a placement that takes at least so much off."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from commerce.carts.domain.pricing.placing.bounds import FINE, Bound
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.problem import Problem
from commerce.carts.domain.pricing.placing.set_rule import State
from commerce.carts.domain.pricing.placing.ways import NO_WAY, Key, Label, Ways
from commerce.carts.domain.pricing.placing.work import Work

# So many times the steps of a line it may have choices: no way takes all of them.
_CHOICES, _MOST_CHOICES, _FEW_CHOICES = 8, 3_000, 16
# So many times its even part of the steps that are left one line may take as long as there is enough.
_GENEROUS = 4
# What a way may still lose, against the bound by which choices lose and against the closest, and the way.
_Slack = tuple[int, int, Label]


class Look:
    """Goes through the lines once. Where there are more ways than it has the work for, a narrow look takes the most
    promising, and another ends without any. `is_narrowed`: there were."""

    def __init__(
        self,
        problem: Problem,
        ways: Ways,
        choices: Choices,
        bounds: Sequence[Bound],
        scale: int,
        least: int,
        work: Work,
        *,
        is_narrow: bool,
    ) -> None:
        self._problem = problem
        self._ways = ways
        self._choices = choices
        self._bounds = bounds
        self._scale = scale
        self._least = least
        self._work = work
        self._is_narrow = is_narrow
        self._pieces_ahead = _pieces_ahead(problem)
        self._set_money = [problem.money_limit(a_set.rule.promotion.id) for a_set in problem.sets]
        self._credits: list[dict[State, list[int]]] = [{} for _ in problem.sets]
        self.is_narrowed = False

    def ends(self) -> dict[Key, Label]:
        """The ways to the end that may take `least` off or more."""
        slack = self._bounds[0].of_start() - self._least * self._scale
        labels: dict[Key, _Slack] = {self._ways.start(): (slack, slack, NO_WAY)}
        for index in range(len(self._problem.lines)):
            reached = self._reached(index, slack, labels)
            if self.is_narrowed and not self._is_narrow:
                return {}
            labels = dict(self._promising(reached, index + 1))
        return {key: label for key, (_, _, label) in labels.items()}

    def _reached(self, index: int, slack: int, labels: Mapping[Key, _Slack]) -> dict[Key, Label]:
        reached: dict[Key, Label] = {}
        most = self._steps_for(index)
        most_choices = _FEW_CHOICES + most // 4 if self._is_narrow else _MOST_CHOICES
        ends = most * self._ways.effort if self._is_narrow else self._work.left
        ways, is_all = self._choices.of_line(index, slack, min(_CHOICES * most, most_choices), ends, self._work)
        self.is_narrowed |= not is_all
        nothing = [(slack, self._choices.plainly(index))]
        for key, label, number in self._affordable(labels, [loss for loss, _ in ways], most):
            if self.is_narrowed and not self._is_narrow:
                break
            for _, numbers in chain(ways[:number], nothing if self._is_narrow else ()):
                for choice in self._choices.made(index, numbers, self._work):
                    self._work.note(self._ways.effort)
                    self._ways.step(key, label, choice, reached)
        return reached

    def _steps_for(self, index: int) -> int:
        """How many steps a line may take: in a narrow look an even part of those that are left, or more as long as
        there was enough."""
        left = self._work.left // self._ways.effort
        if not self._is_narrow:
            return 1 + left
        even = left // (len(self._problem.lines) - index)
        return 1 + (even if self.is_narrowed else min(left, _GENEROUS * even))

    def _affordable(
        self, labels: Mapping[Key, _Slack], losses: Sequence[int], most: int
    ) -> Iterator[tuple[Key, Label, int]]:
        """The ways so far, each with how many of the choices that lose this much it can afford; no more than `most`
        together."""
        numbers = {key: bisect_right(losses, slack) for key, (slack, _, _) in labels.items()}
        if sum(numbers.values()) <= most:
            yield from ((key, label, numbers[key]) for key, (_, _, label) in labels.items())
            return
        self.is_narrowed = True
        for key in self._most_promising(labels):
            number = min(numbers[key], 1 + most // 8)
            yield key, labels[key][2], number
            most -= number + 1
            if most <= 0:
                return

    def _most_promising(self, labels: Mapping[Key, _Slack]) -> Iterator[Key]:
        """Those first that can still come to most, by turns with no unfinished set, with one, and so on: so that some
        get finished."""
        by_unfinished: dict[int, list[Key]] = {}
        for key in sorted(labels, key=lambda key: (labels[key][1], labels[key][2][1]), reverse=True):
            by_unfinished.setdefault(self._ways.unfinished(key), []).append(key)
        turns = zip_longest(*(by_unfinished[number] for number in sorted(by_unfinished)))
        return (key for turn in turns for key in turn if key is not None)

    def _promising(self, reached: Mapping[Key, Label], done: int) -> Iterator[tuple[Key, _Slack]]:
        """The ways that may still come to `least` and finish their sets."""
        known: list[dict[State, bool]] = [{} for _ in self._problem.sets]
        for key, label in reached.items():
            slack, closest = self._slack(key, label[0], done)
            if closest >= 0 and self._can_be_whole(key[0], done, known):
                yield key, (slack, closest, label)

    def _can_be_whole(self, states: Sequence[State], done: int, known: Sequence[dict[State, bool]]) -> bool:
        ahead = self._pieces_ahead[done]
        for which, state in enumerate(states):
            can_be = known[which].get(state)
            if can_be is None:
                can_be = known[which][state] = self._problem.sets[which].can_be_whole(state, ahead[which])
            if not can_be:
                return False
        return True

    def _slack(self, key: Key, value: int, done: int) -> tuple[int, int]:
        """By how much a way of this value, so many lines done, may lose and still come to `least`: against the bound
        by which choices lose, and against the closest; negative when it can't."""
        states, spent, _ = key
        least = (value - self._least) * self._scale
        slacks = [least + bound.ahead[done] for bound in self._bounds]
        if spent:
            money = [had for had, _ in spent]
            for number, bound in enumerate(self._bounds):
                slacks[number] += bound.of_limits(money)
        for which, state in enumerate(states):
            if which in self._bounds[0].chains:
                for number, bound in enumerate(self._bounds):
                    slacks[number] += bound.chains[which].beyond[done][state[0]]
                continue
            credits = self._credits[which].get(state)
            if credits is None:
                credits = self._credits[which][state] = self._credit(which, state)
            for number, credit in enumerate(credits):
                slacks[number] += credit
        return slacks[0], min(slacks)

    def _credit(self, which: int, state: State) -> list[int]:
        """What the set's unfinished pieces still bring, by bound."""
        limit, credit = self._set_money[which], self._problem.sets[which].credit(state, self._scale)
        kept = [FINE if limit is None else FINE - bound.weight[limit] for bound in self._bounds]
        return [-(-credit * one // FINE) for one in kept]


def _pieces_ahead(problem: Problem) -> list[list[tuple[int, ...]]]:
    """For each number of lines gone through and each set, the pieces ahead for each slot."""
    ahead = [[(0,) * len(a_set.slots) for a_set in problem.sets]]
    for place in reversed(problem.lines):
        pieces = problem.board.quantity[place]
        ahead.append(
            [
                tuple(had + pieces * (slot >> place & 1) for had, slot in zip(before, a_set.slots, strict=True))
                for before, a_set in zip(ahead[-1], problem.sets, strict=True)
            ]
        )
    return ahead[::-1]
