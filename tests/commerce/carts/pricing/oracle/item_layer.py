"""The second layer: of all placements of pieces the one that takes most off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf

from commerce.promotions.domain.actions import AmountOffLine, AmountOffPiece, BuyGet, PercentOff
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.oracle.catalogue import Goods
from tests.commerce.carts.pricing.oracle.ids import by_id
from tests.commerce.carts.pricing.oracle.item_outcome import Outcome, outcome
from tests.commerce.carts.pricing.oracle.placements import BOUGHT, Placement, Uses, is_set, placements, roles
from tests.commerce.carts.pricing.oracle.promises import used
from tests.commerce.carts.pricing.oracle.purse import Purse
from tests.commerce.carts.pricing.oracle.rules import Rule, Strength, aimed, minimum_met
from tests.commerce.carts.pricing.oracle.shares import nearest, part

# Stands after every rule.
LAST = ((inf,),)


def item_layer(rules: Sequence[Rule], goods: Sequence[Goods], purse: Purse) -> Outcome:
    gross = {line.line: line.quantity * line.price for line in goods}
    holding = [rule for rule in rules if minimum_met(rule, aimed(rule, goods, {}), gross)]
    boundless = {promotion.id for promotion in promotions_of(holding) if not can_bind(promotion, holding, goods, purse)}
    return best(outcomes(holding, goods, purse), boundless)


def outcomes(rules: Sequence[Rule], goods: Sequence[Goods], purse: Purse) -> list[Outcome]:
    every = (outcome(placement, rules, purse) for placement in placements(rules, goods))
    return [one for one in every if one is not None]


def promotions_of(rules: Iterable[Rule]) -> list[Promotion]:
    return list(dict.fromkeys(rule.promotion for rule in rules))


def can_bind(promotion: Promotion, rules: Sequence[Rule], goods: Sequence[Goods], purse: Purse) -> bool:
    """Whether its limits leave less than it would take if each of its rules reduced all that it can."""
    own = [rule for rule in rules if rule.promotion == promotion]
    most = sum(most_of(rule, line) for rule in own for line in goods)
    pieces = sum(line.quantity for line in goods if any(most_of(rule, line) for rule in own))
    return most > purse.left(promotion) or pieces > purse.pieces_left(promotion)


def most_of(rule: Rule, line: Goods) -> int:
    """What comes off the line when the rule reduces all of it."""
    if not set(roles(rule, line)) - {BOUGHT}:
        return 0
    action, gross, most = rule.action, line.quantity * line.price, line.quantity * line.room
    match action:
        case PercentOff(share=share) | BuyGet(share=share):
            return min(nearest(part(share, gross)), most)
        case AmountOffPiece(amount=amount):
            return min(line.quantity * amount, most)
        case AmountOffLine(amount=amount):
            return min(amount, most)
    return most


def best(outcomes: Iterable[Outcome], boundless: Collection[Id]) -> Outcome:
    return min((one for one in outcomes if not parts_a_line(one.placement, boundless)), key=rank)


def parts_a_line(placement: Placement, boundless: Collection[Id]) -> bool:
    """Whether alike pieces of a line are not treated alike, though no set and no limit that can bind parts them."""
    treated: dict[tuple[Id, Uses], Uses] = {}
    for piece in placement:
        if any(is_set(use.rule) for use in piece.uses):
            continue
        limited = tuple(use for use in piece.uses if use.rule.promotion.id not in boundless)
        if piece.uses != treated.setdefault((piece.goods.line, limited), piece.uses):
            return True
    return False


def rank(one: Outcome) -> tuple[object, ...]:
    """Greatest sum; of equal sums the stronger promotion gives as much of it as it can; then the stronger rule would
    give as much as it can if there were no limits in money; then sets use fewer pieces up; then the stronger rule
    reduces the dearest pieces, and of these the lowest lines; then it uses them."""
    rules = sorted((rule for rule, amount in one.offered.items() if amount), key=lambda rule: rule.strength)
    return (
        -one.amount,
        [*((promotion_strength(promotion), -one.amount_of(promotion)) for promotion in promotions_of(rules)), LAST],
        [*((rule.strength, -one.offered[rule]) for rule in rules), LAST],
        sum(any(is_set(use.rule) for use in piece.uses) for piece in one.placement),
        by_line(one.placement, {rule: one.reduced[rule] for rule in rules}),
        by_line(one.placement, {rule: used(rule, one.placement) for rule in rules if is_set(rule)}),
    )


def promotion_strength(promotion: Promotion) -> Strength:
    return Rule(promotion, 0).strength


def by_line(placement: Placement, places: Mapping[Rule, Iterable[int]]) -> list[tuple[object, ...]]:
    """Sorts first where the stronger rule has more pieces of the dearest line, of lines of one price of that with the
    lowest id."""
    entries: list[tuple[object, ...]] = []
    for rule, of_rule in places.items():
        pieces = Counter(placement[place].goods for place in of_rule)
        in_order = sorted((-goods.price, by_id(goods.line), -number) for goods, number in pieces.items())
        entries += [(rule.strength, *entry) for entry in in_order]
    return [*entries, LAST]
