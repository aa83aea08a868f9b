"""Ways through the lines of a cart, and what of those behind must be remembered: of the ways to a state the best."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.carts.domain.pricing.placing.preferring import Weights, places_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, Way, choices_of
from commerce.carts.domain.pricing.placing.set_rule import State

# Unfinished sets, what is used up of each limit (money, pieces), and the choices on lines that hang together.
Key = tuple[tuple[State, ...], tuple[tuple[int, int], ...], tuple[tuple[object, ...], ...]]
# What comes off, what tells ways of one value apart, and the way.
Label = tuple[int, int, Way]
NO_WAY: Label = (0, 0, None)


class Ways:
    """How a choice on the next line changes a state."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self._problem = problem
        self._weights = weights
        self._set_money = [problem.money_limit(a_set.rule.promotion.id) for a_set in problem.sets]
        # How much work a step is.
        self.effort = 16 + sum(a_set.effort for a_set in problem.sets) + 4 * len(problem.limits)

    def start(self) -> Key:
        problem = self._problem
        return tuple(a_set.start() for a_set in problem.sets), tuple((0, 0) for _ in problem.limits), ()

    def step(self, key: Key, label: Label, choice: Choice, reached: dict[Key, Label]) -> None:
        """Notes the way through the choice among those reached, if none as good comes to the same state."""
        value, weight = label[0] + choice.value, label[1] + choice.weight
        states, spent, kept = key
        spending = list(choice.spent)
        if choice.slots:
            after = list(states)
            for which, pieces in choice.slots:
                a_set = self._problem.sets[which]
                after[which], amount, reduced = a_set.put(states[which], choice.place, pieces)
                promotion = a_set.rule.promotion.id
                weight += self._weights.offered(a_set.rule, amount) - sum(pieces)
                if self._set_money[which] is None:
                    value += amount
                    weight += self._weights.given(a_set.rule, amount)
                limit = self._problem.limit_of.get(promotion)
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
        return places_of(self._problem, choices_of(way))

    def unfinished(self, key: Key) -> int:
        """How many sets wait for a piece."""
        return sum(not a_set.is_whole(state) for a_set, state in zip(self._problem.sets, key[0], strict=True))

    def late(self, key: Key) -> int:
        """What comes off beside the value of a way: by limited promotions, no more than they may, and by finished
        sets that tell only at the end."""
        closing = [
            (limit, a_set.closing(state))
            for a_set, state, limit in zip(self._problem.sets, key[0], self._set_money, strict=True)
        ]
        total = sum(amount for limit, amount in closing if limit is None)
        for index, (most, (money, _)) in enumerate(zip(self._problem.money, key[1], strict=True)):
            if most is not None:
                total += min(most, money + sum(amount for of, amount in closing if of == index))
        return total

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
            bound = self._problem.limits[limit]
            after[limit] = (
                had_money + money if bound.money is not None else 0,
                had_pieces + pieces if bound.pieces is not None else 0,
            )
        for limit, _, _ in spending:
            money, pieces = after[limit]
            most = self._problem.limits[limit].pieces
            if most is not None and pieces > most:
                return None
            after[limit] = self._clamped(limit, money, states), pieces
        return tuple(after)

    def _clamped(self, limit: int, money: int, states: Sequence[State]) -> int:
        """What a promotion took, as far as it matters: no more than it may and will have to take back."""
        most = self._problem.money[limit]
        if most is None:
            return money
        due = sum(
            a_set.due(state)
            for a_set, state, of in zip(self._problem.sets, states, self._set_money, strict=True)
            if of == limit
        )
        return min(money, most + due)
