"""The fourth layer: of all rules that combine, those that take most off the delivery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from commerce.promotions.domain.actions import AmountOffShipping, PercentOffShipping
from tests.commerce.carts.pricing.oracle.purse import Purse
from tests.commerce.carts.pricing.oracle.rules import Rule, all_combine
from tests.commerce.carts.pricing.oracle.shares import nearest, part


@dataclass(frozen=True)
class Outcome:
    takings: Mapping[Rule, int]

    @property
    def amount(self) -> int:
        return sum(self.takings.values())


def shipping_layer(holding: Sequence[Rule], price: int, purse: Purse) -> Outcome:
    every = chain.from_iterable(combinations(holding, size) for size in range(len(holding) + 1))
    outcomes = (outcome(rules, price, purse) for rules in every if all_combine(rules))
    return best([one for one in outcomes if one is not None])


def best(outcomes: Iterable[Outcome]) -> Outcome:
    """Greatest sum; then the stronger rules."""
    return min(outcomes, key=lambda one: (-one.amount, [rule.strength for rule in one.takings]))


def outcome(rules: Iterable[Rule], price: int, purse: Purse) -> Outcome | None:
    """What the rules, stronger first, take off; None where one of them gives nothing."""
    left, takings = price, {}
    for rule in rules:
        taken = min(promised(rule, price), left, purse.left(rule.promotion))
        if not taken:
            return None
        left -= taken
        takings[rule] = taken
        purse = purse.after(rule.promotion, taken)
    return Outcome(takings)


def promised(rule: Rule, price: int) -> int:
    match rule.action:
        case PercentOffShipping(share=share):
            return nearest(part(share, price))
        case AmountOffShipping(amount=amount):
            return amount
    raise TypeError(rule.action)
