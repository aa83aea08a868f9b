"""Which pieces go to which rule where rules share pieces: the placement that takes the most off, exactly.

Lines are gone through from the dearest. What must be remembered of the lines behind is a state (unfinished sets, what
is used up of limits), and for each state only the best way to it is kept. Ways that can't reach the best placement
known, by a bound on what is still ahead, are given up. Nothing else is: there is no cut-off.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from commerce.carts.domain.pricing.placing.bounds import FINE, Bound
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.preferring import Weights, places_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, Way, choices_of
from commerce.carts.domain.pricing.placing.set_rule import State
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.uses import uses_of
from commerce.carts.domain.pricing.placing.weighing import bounds_of
from commerce.promotions.domain.actions import WHOLE

# The first look goes this part of the way from the bound to what comes off without sets; each next twice as far.
_NEAREST = 2**9

_Kept = tuple[tuple[object, ...], ...]
_Key = tuple[tuple[State, ...], tuple[tuple[int, int], ...], _Kept]
_Label = tuple[int, int, Way]
_NO_WAY: _Label = (0, 0, None)


def best_placement(problem: Problem) -> list[Choice]:
    """The choices for all lines that together take the most off.

    Of equal sums: the stronger promotion gives as much of it as it can; then the stronger rule would, were there no
    limit in money; then sets use fewer pieces up; then the stronger rule reduces the dearest pieces, and of lines of
    one price those with the lowest ids.
    """
    return _Search(problem).run()


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.scale = 2 * WHOLE * lcm(*(a_set.cycle for a_set in problem.sets))
        self.uses = [uses_of(problem, place, self.scale) for place in problem.lines]
        self.weights = Weights(problem)
        self.set_money = [problem.money_limit(a_set.rule.promotion.id) for a_set in problem.sets]
        chains = {
            which: (a_set, self.set_money[which])
            for which, a_set in enumerate(problem.sets)
            if isinstance(a_set, CheapestReduced)
        }

        def bound(weight: Sequence[int]) -> Bound:
            return Bound(problem.board, self.uses, chains, problem.money, weight, self.scale)

        self.bounds = bounds_of(problem.money, self.uses, bound)
        self.choices = Choices(problem, self.weights, self.uses, self.bounds[0])
        self.pieces_ahead = self._pieces_ahead()

    def _pieces_ahead(self) -> list[list[tuple[int, ...]]]:
        """For each number of lines gone through and each set, the pieces ahead for each slot."""
        ahead = [[(0,) * len(a_set.slots) for a_set in self.problem.sets]]
        for place in reversed(self.problem.lines):
            pieces = self.problem.board.quantity[place]
            ahead.append(
                [
                    tuple(had + pieces * (slot >> place & 1) for had, slot in zip(before, a_set.slots, strict=True))
                    for before, a_set in zip(ahead[-1], self.problem.sets, strict=True)
                ]
            )
        return ahead[::-1]

    def run(self) -> list[Choice]:
        """Looks for a placement near the bound first, then further and further from it: what is found is the best,
        for nothing as good was given up, and the nearer to the bound, the less there is to look at."""
        least, bound = self._plainly(), self.bounds[0].of_start() // self.scale
        parts = _NEAREST
        while True:
            aim = max(least, bound - (bound - least) // parts)
            best = self._pass(aim)
            if best is not None and best[0] >= aim:
                return best[1]
            assert parts > 1  # putting nothing into sets is always a way
            least, parts = max(least, best[0] if best is not None else least), parts // 2

    def _plainly(self) -> int:
        """What comes off when no set and no limited rule has its say."""
        quantity, plain = self.problem.board.quantity, self.problem.plain
        return sum(
            amount
            for place in self.problem.lines
            for _, amount in plain.best(place, quantity[place], ~self.problem.limited)
        )

    def _pass(self, least: int) -> tuple[int, list[Choice]] | None:
        """The best placement, if it takes `least` off or more; else some placement or None."""
        sets, limits = self.problem.sets, self.problem.limits
        start: _Key = (tuple(a_set.start() for a_set in sets), tuple((0, 0) for _ in limits), ())
        slack = self.bounds[0].of_start() - least * self.scale
        labels: dict[_Key, tuple[int, _Label]] = {start: (slack, _NO_WAY)}
        for index in range(len(self.problem.lines)):
            reached: dict[_Key, _Label] = {}
            choices = self.choices.of_line(index, slack)
            for key, (slack_left, label) in labels.items():
                for loss, choice in choices:
                    if loss > slack_left:
                        break
                    self._step(key, label, choice, reached)
            labels = {}
            for key, label in reached.items():
                slack_left = self._slack(key, label[0], index + 1, least)
                if slack_left >= 0 and self._can_be_whole(key, index + 1):
                    labels[key] = slack_left, label
        return self._best_of({key: label for key, (_, label) in labels.items()})

    def _can_be_whole(self, key: _Key, done: int) -> bool:
        pairs = zip(self.problem.sets, key[0], self.pieces_ahead[done], strict=True)
        return all(a_set.can_be_whole(state, ahead) for a_set, state, ahead in pairs)

    def _step(self, key: _Key, label: _Label, choice: Choice, reached: dict[_Key, _Label]) -> None:
        value, weight = label[0] + choice.value, label[1] + choice.weight
        states, spent, kept = key
        spending = list(choice.spent)
        if choice.slots:
            after = list(states)
            for which, pieces in choice.slots:
                a_set = self.problem.sets[which]
                after[which], amount, reduced = a_set.put(states[which], choice.place, pieces)
                promotion = a_set.rule.promotion.id
                weight += self.weights.offered(a_set.rule, amount) - sum(pieces)
                if self.set_money[which] is None:
                    value += amount
                    weight += self.weights.given(a_set.rule, amount)
                limit = self.problem.limit_of.get(promotion)
                if limit is not None:
                    spending.append((limit, amount, reduced))
            states = tuple(after)
        if spending:
            now = self._spend(spent, spending, states)
            if now is None:
                return
            spent = now
        if choice.kept:
            kept = (*kept, (choice.place, choice.slots, choice.groups))
        new_key = (states, spent, kept)
        rival = reached.get(new_key)
        way: Way = (label[2], choice)
        if (
            rival is None
            or (value, weight) > rival[:2]
            or ((value, weight) == rival[:2] and self._placed(way) < self._placed(rival[2]))
        ):
            reached[new_key] = (value, weight, way)

    def _placed(self, way: Way) -> tuple[object, ...]:
        return places_of(self.problem, choices_of(way))

    def _spend(
        self,
        spent: tuple[tuple[int, int], ...],
        spending: Sequence[tuple[int, int, int]],
        states: Sequence[State],
    ) -> tuple[tuple[int, int], ...] | None:
        """What is used up of the limits now; None when more pieces would be reduced than may be."""
        after = list(spent)
        for limit, money, pieces in spending:
            had_money, had_pieces = after[limit]
            bound = self.problem.limits[limit]
            after[limit] = (
                had_money + money if bound.money is not None else 0,
                had_pieces + pieces if bound.pieces is not None else 0,
            )
        for limit, _, _ in spending:
            money, pieces = after[limit]
            most = self.problem.limits[limit].pieces
            if most is not None and pieces > most:
                return None
            after[limit] = self._clamped(limit, money, states), pieces
        return tuple(after)

    def _clamped(self, limit: int, money: int, states: Sequence[State]) -> int:
        """What a promotion took, as far as it matters: no more than it may and will have to take back."""
        most = self.problem.money[limit]
        if most is None:
            return money
        due = sum(
            a_set.due(state)
            for a_set, state, of in zip(self.problem.sets, states, self.set_money, strict=True)
            if of == limit
        )
        return min(money, most + due)

    # What a way can still come to

    def _slack(self, key: _Key, value: int, done: int, least: int) -> int:
        """By how much a way of this value, so many lines done, may lose against the bound and still come to `least`;
        negative when it can't."""
        slacks = [self._bound_of(bound, key, value, done) - least * self.scale for bound in self.bounds]
        return slacks[0] if min(slacks) >= 0 else -1

    def _bound_of(self, bound: Bound, key: _Key, value: int, done: int) -> int:
        states, spent, _ = key
        reach = value * self.scale + bound.ahead[done]
        if spent:
            reach += bound.of_limits([money for money, _ in spent])
        for which, a_set in enumerate(self.problem.sets):
            chain = bound.chains.get(which)
            if chain is not None:
                reach += chain.beyond[done][states[which][0]]
            else:
                limit = self.set_money[which]
                kept = FINE if limit is None else FINE - bound.weight[limit]
                reach += -(-a_set.credit(states[which], self.scale) * kept // FINE)
        return reach

    # The end

    def _best_of(self, labels: dict[_Key, _Label]) -> tuple[int, list[Choice]] | None:
        best: tuple[int, list[Choice]] | None = None
        standing: tuple[object, ...] | None = None
        for key, (value, _, way) in labels.items():
            if not all(a_set.is_whole(state) for a_set, state in zip(self.problem.sets, key[0], strict=True)):
                continue
            total = value + self._late(key)
            if best is not None and total < best[0]:
                continue
            choices = choices_of(way)
            if key[2]:
                total = sum(one.total for one in settle(self.problem, choices))
                if best is not None and total < best[0]:
                    continue
            if best is None or total > best[0]:
                best, standing = (total, choices), None
                continue
            if standing is None:
                standing = self._standing(best[1])
            rival = self._standing(choices)
            if rival < standing:
                best, standing = (total, choices), rival
        return best

    def _standing(self, choices: Sequence[Choice]) -> tuple[object, ...]:
        weight = self.weights.of_placement(settle(self.problem, choices), choices)
        return (-weight, *places_of(self.problem, choices))

    def _late(self, key: _Key) -> int:
        """What comes off beside the value of a way: by limited promotions, no more than they may, and by finished
        sets that tell only at the end."""
        closing = [
            (limit, a_set.closing(state))
            for a_set, state, limit in zip(self.problem.sets, key[0], self.set_money, strict=True)
        ]
        total = sum(amount for limit, amount in closing if limit is None)
        for index, (most, (money, _)) in enumerate(zip(self.problem.money, key[1], strict=True)):
            if most is not None:
                total += min(most, money + sum(amount for of, amount in closing if of == index))
        return total
