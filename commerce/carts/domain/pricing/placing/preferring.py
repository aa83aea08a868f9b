"""Which of two placements that take as much off is better."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, put_into_sets
from commerce.carts.domain.pricing.rules import Rule
from commerce.carts.domain.pricing.taking import Taken

# Stands after every rule and line.
_LAST = (1 << 60, 0, 0)

Entry = tuple[int, int, int]


class Weights:
    """Of equal sums the stronger promotion gives as much of it as it can; then the stronger rule would give as much
    as it can if no limit in money bound it; then fewer pieces are used up by sets: as one number, the greater the
    better."""

    def __init__(self, problem: Problem) -> None:
        pieces = 4 * sum(problem.board.quantity[place] for place in problem.lines) + 4
        amounts = 4 * problem.most + 4
        rules = {a_set.rule for a_set in problem.sets}
        for place in problem.lines:
            rules.update(problem.plain.rules[seat] for seat in places(problem.plain.at[place]))
        weakest_first = sorted(rules, key=lambda rule: -rule.rank)
        self._of_rule = {rule: pieces * amounts**power for power, rule in enumerate(weakest_first)}
        first = pieces * amounts ** len(rules)
        promotions = dict.fromkeys(rule.promotion.id for rule in weakest_first)
        self._of_promotion = {one: first * amounts**power for power, one in enumerate(promotions)}

    def given(self, rule: Rule, amount: int) -> int:
        """Of what a rule gives, where no limit in money binds it."""
        return amount * self._of_promotion[rule.promotion.id]

    def offered(self, rule: Rule, amount: int) -> int:
        """Of what a rule would give."""
        return amount * self._of_rule[rule]

    def of_placement(self, takes: Sequence[Taken], choices: Sequence[Choice]) -> int:
        """Of all that a placement takes off in the end."""
        used_up = sum(sum(pieces) for choice in choices for _, pieces in choice.slots)
        return sum(self.given(one.rule, one.total) + self.offered(one.rule, one.offered) for one in takes) - used_up


def places_of(problem: Problem, choices: Sequence[Choice]) -> tuple[list[Entry], list[Entry]]:
    """Sorts the better of two placements equal in every figure first: the stronger rule reduces more pieces of the
    dearest line, and of lines of one price of that with the lowest id; then it uses more pieces there."""
    reduced: dict[tuple[int, int], int] = {}
    used: dict[tuple[int, int], int] = {}
    for choice, which, pieces, _, of_them in put_into_sets(problem, choices):
        at = problem.sets[which].rule.rank, problem.preference[choice.place]
        used[at] = pieces
        if of_them:
            reduced[at] = of_them
    for choice in choices:
        for seat, pieces in choice.treated:
            reduced[problem.plain.rules[seat].rank, problem.preference[choice.place]] = pieces
    return _in_order(reduced), _in_order(used)


def _in_order(numbers: dict[tuple[int, int], int]) -> list[Entry]:
    return [*sorted((rank, at, -number) for (rank, at), number in numbers.items()), _LAST]
