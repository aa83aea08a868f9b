"""The third layer: of all compatible sets of whole order rules the one that takes most off; and gifts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from commerce.promotions.domain.actions import AmountOffOrder, Gift, PercentOffOrder, SpendSteps
from commerce.promotions.domain.goods import Id
from tests.commerce.carts.pricing.oracle.catalogue import Goods
from tests.commerce.carts.pricing.oracle.purse import Purse
from tests.commerce.carts.pricing.oracle.rules import Rule, Touched, aimed, combine, minimum_met
from tests.commerce.carts.pricing.oracle.shares import nearest, part, shared


@dataclass(frozen=True)
class Before:
    """What the item layer left: to pay for each line, and how far each may still fall."""

    goods: Sequence[Goods]
    left: Mapping[Id, int]
    room: Mapping[Id, int]
    touched: Touched

    def lines_of(self, rule: Rule) -> list[Id]:
        return [line.line for line in aimed(rule, self.goods, self.touched)]

    def holds(self, rule: Rule) -> bool:
        return minimum_met(rule, aimed(rule, self.goods, self.touched), self.left)


@dataclass(frozen=True)
class Outcome:
    takings: Mapping[Rule, Mapping[Id, int]]
    purse: Purse

    @property
    def amount(self) -> int:
        return sum(sum(lines.values()) for lines in self.takings.values())


def order_layer(rules: Iterable[Rule], before: Before, purse: Purse) -> Outcome:
    holding = [rule for rule in rules if before.holds(rule) and not isinstance(rule.action, Gift)]
    sets = [chosen for chosen in subsets(holding) if compatible(chosen, before)]
    outcomes = (outcome(chosen, before, purse) for chosen in sets)
    return best([one for one in outcomes if one is not None])


def gifts(rules: Iterable[Rule], before: Before, purse: Purse) -> dict[tuple[Id, int], tuple[Id, int]]:
    """Given once, whatever else is taken off, where the store has the gift."""
    return {
        rule.key: (rule.action.variant, rule.action.quantity)
        for rule in rules
        if isinstance(rule.action, Gift) and before.holds(rule) and rule.action.variant in purse.case.cart.offers
    }


def subsets(rules: Sequence[Rule]) -> Iterable[tuple[Rule, ...]]:
    return chain.from_iterable(combinations(rules, size) for size in range(len(rules) + 1))


def compatible(rules: Sequence[Rule], before: Before) -> bool:
    """Rules that share no line do not exclude each other."""
    return all(
        combine(one, other) or not set(before.lines_of(one)) & set(before.lines_of(other))
        for one, other in combinations(rules, 2)
    )


def best(outcomes: Iterable[Outcome]) -> Outcome:
    """Greatest sum; then the stronger rules."""
    return min(outcomes, key=lambda one: (-one.amount, [rule.strength for rule in one.takings]))


def outcome(rules: Sequence[Rule], before: Before, purse: Purse) -> Outcome | None:
    """What the rules, stronger first, take off; None where one of them gives nothing.

    Each shares over the layer's base, and is cut line by line at what the stronger left.
    """
    left, room = dict(before.left), dict(before.room)
    takings: dict[Rule, Mapping[Id, int]] = {}
    for rule in rules:
        lines = before.lines_of(rule)
        base = sum(before.left[line] for line in lines)
        amount = min(promised(rule, base), base, purse.left(rule.promotion))
        shares = shared(amount, {line: before.left[line] for line in lines})
        taken = {line: min(share, left[line], room[line]) for line, share in shares.items()}
        if not any(taken.values()):
            return None
        for line, share in taken.items():
            left[line] -= share
            room[line] -= share
        takings[rule] = taken
        purse = purse.after(rule.promotion, sum(taken.values()))
    return Outcome(takings, purse)


def promised(rule: Rule, base: int) -> int:
    match rule.action:
        case AmountOffOrder(amount=amount):
            return amount
        case PercentOffOrder(share=share):
            return nearest(part(share, base))
        case SpendSteps(steps=steps):
            reached = [step for step in steps if base >= step.at_least]
            highest = max(reached, key=lambda step: step.at_least, default=None)
            return 0 if highest is None else highest.amount or nearest(part(highest.share, base))
    raise TypeError(rule.action)
