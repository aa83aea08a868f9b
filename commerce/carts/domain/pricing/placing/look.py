"""One look for a placement that takes at least so much off."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from commerce.carts.domain.pricing.placing.bounds import FINE, Bound
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.problem import Problem
from commerce.carts.domain.pricing.placing.ways import NO_WAY, Key, Label, Ways

# The most steps of one look where a step is cheap; a step takes a way so far through one choice on a line.
MOST_STEPS = 80_000
# Up to so many times its even part of what steps are left, one line may take as long as there is enough.
_GENEROUS = 4
# So many times the steps of a line it may have choices: no way takes all of them.
_CHOICES, _MOST_CHOICES = 8, 3_000
# What a way may still lose, against the bound by which choices lose and against the closest, and the way.
_Slack = tuple[int, int, Label]


class Look:
    """Goes through the lines once. `is_narrowed`: there were more ways than it has the steps for, and it took the most
    promising. `steps` is what it took."""

    def __init__(
        self, problem: Problem, ways: Ways, choices: Choices, bounds: Sequence[Bound], scale: int, least: int
    ) -> None:
        self._problem = problem
        self._ways = ways
        self._choices = choices
        self._bounds = bounds
        self._scale = scale
        self._least = least
        self._pieces_ahead = _pieces_ahead(problem)
        self._set_money = [problem.money_limit(a_set.rule.promotion.id) for a_set in problem.sets]
        self.is_narrowed = False
        self.steps = 0

    def ends(self) -> dict[Key, Label]:
        """The ways to the end that may take `least` off or more."""
        slack = self._bounds[0].of_start() - self._least * self._scale
        labels: dict[Key, _Slack] = {self._ways.start(): (slack, slack, NO_WAY)}
        for index in range(len(self._problem.lines)):
            labels = dict(self._promising(self._reached(index, slack, labels), index + 1))
        return {key: label for key, (_, _, label) in labels.items()}

    def _reached(self, index: int, slack: int, labels: Mapping[Key, _Slack]) -> dict[Key, Label]:
        reached: dict[Key, Label] = {}
        most = self._steps_for(index)
        ways, is_all = self._choices.of_line(index, slack, min(_CHOICES * most, _MOST_CHOICES))
        self.is_narrowed |= not is_all
        nothing = [(slack, self._choices.plainly(index))]
        for key, label, number in self._affordable(labels, [loss for loss, _ in ways], most):
            for _, numbers in chain(ways[:number], nothing if self.is_narrowed else ()):
                for choice in self._choices.made(index, numbers):
                    self.steps += 1
                    self._ways.step(key, label, choice, reached)
        return reached

    def _steps_for(self, index: int) -> int:
        """How many steps a line may take."""
        problem = self._problem
        effort = 4 + sum(a_set.effort for a_set in problem.sets) + len(problem.limits)
        left = max(0, 4 * MOST_STEPS // effort - self.steps)
        return 1 + (1 if self.is_narrowed else _GENEROUS) * left // (len(problem.lines) - index)

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
        for key, label in reached.items():
            slack, closest = self._slack(key, label[0], done)
            if closest >= 0 and self._can_be_whole(key, done):
                yield key, (slack, closest, label)

    def _can_be_whole(self, key: Key, done: int) -> bool:
        pairs = zip(self._problem.sets, key[0], self._pieces_ahead[done], strict=True)
        return all(a_set.can_be_whole(state, ahead) for a_set, state, ahead in pairs)

    def _slack(self, key: Key, value: int, done: int) -> tuple[int, int]:
        """By how much a way of this value, so many lines done, may lose and still come to `least`: against the bound
        by which choices lose, and against the closest; negative when it can't."""
        slacks = [self._bound_of(bound, key, value, done) - self._least * self._scale for bound in self._bounds]
        return slacks[0], min(slacks)

    def _bound_of(self, bound: Bound, key: Key, value: int, done: int) -> int:
        states, spent, _ = key
        reach = value * self._scale + bound.ahead[done]
        if spent:
            reach += bound.of_limits([money for money, _ in spent])
        for which, a_set in enumerate(self._problem.sets):
            beyond = bound.chains.get(which)
            if beyond is not None:
                reach += beyond.beyond[done][states[which][0]]
            else:
                limit = self._set_money[which]
                kept = FINE if limit is None else FINE - bound.weight[limit]
                reach += -(-a_set.credit(states[which], self._scale) * kept // FINE)
        return reach


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
