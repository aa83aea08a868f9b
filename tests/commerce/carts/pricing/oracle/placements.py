"""Every way in which the pieces of a cart can be given to item rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from math import comb, prod

from commerce.promotions.domain.actions import AmountOffLine, BundlePrice, BuyGet
from tests.commerce.carts.pricing.oracle.catalogue import Goods
from tests.commerce.carts.pricing.oracle.rules import Rule, aims_at, all_combine, target

REDUCED = -1
BOUGHT = -2


@dataclass(frozen=True)
class Use:
    """What a rule does with a piece: reduces it, has it bought, or fills the part of a bundle with it."""

    rule: Rule
    role: int


Uses = tuple[Use, ...]


@dataclass(frozen=True)
class Piece:
    goods: Goods
    uses: Uses


Placement = tuple[Piece, ...]


def placements(rules: Sequence[Rule], goods: Iterable[Goods]) -> Iterator[Placement]:
    """Every one; pieces of one line are alike, so only how many are used in which way counts."""
    by_line = [[*ways_of_a_line(rules, line)] for line in goods]
    for lines in product(*by_line):
        yield tuple(piece for line in lines for piece in line)


def number_of_placements(rules: Sequence[Rule], goods: Iterable[Goods]) -> int:
    """No fewer than there are."""
    return prod(comb(len([*uses_of_a_piece(rules, line)]) + line.quantity - 1, line.quantity) for line in goods)


def ways_of_a_line(rules: Sequence[Rule], line: Goods) -> Iterator[Placement]:
    for ways in combinations_with_replacement([*uses_of_a_piece(rules, line)], line.quantity):
        yield tuple(Piece(line, tuple(use for use in uses if is_whole(use, ways))) for uses in ways)


def is_whole(use: Use, ways: Sequence[Uses]) -> bool:
    """An amount off a line takes its line whole or not at all."""
    return not isinstance(use.rule.action, AmountOffLine) or all(use in uses for uses in ways)


def uses_of_a_piece(rules: Sequence[Rule], line: Goods) -> Iterator[Uses]:
    """None at all; alone in a set; or all other actions of any promotions that combine."""
    yield from ((Use(rule, role),) for rule in rules if is_set(rule) for role in roles(rule, line))
    plain = [Use(rule, REDUCED) for rule in rules if not is_set(rule) and roles(rule, line)]
    promotions = list(dict.fromkeys(use.rule.promotion for use in plain))
    for size in range(len(promotions) + 1):
        for chosen in combinations(promotions, size):
            uses = tuple(use for use in plain if use.rule.promotion in chosen)
            if all_combine(use.rule for use in uses):
                yield uses


def is_set(rule: Rule) -> bool:
    return isinstance(rule.action, BuyGet | BundlePrice)


def roles(rule: Rule, line: Goods) -> list[int]:
    action = rule.action
    if isinstance(action, BundlePrice):
        return [place for place, part in enumerate(action.parts) if aims_at(target(rule, part.goods), line)]
    is_aimed = aims_at(target(rule, action.goods), line)
    if not isinstance(action, BuyGet):
        return [REDUCED] if is_aimed else []
    is_gotten = is_aimed if action.gets is None else aims_at(action.gets, line)
    return [BOUGHT] * is_aimed + [REDUCED] * is_gotten
