"""What a placement of pieces takes off each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import floor

from commerce.promotions.domain.actions import AmountOffLine, BundlePrice
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.oracle.ids import by_id
from tests.commerce.carts.pricing.oracle.placements import Placement, is_set
from tests.commerce.carts.pricing.oracle.promises import Promises, promises, used
from tests.commerce.carts.pricing.oracle.purse import Purse
from tests.commerce.carts.pricing.oracle.rules import Rule
from tests.commerce.carts.pricing.oracle.shares import nearest, shared

# What each rule takes off each line.
Takings = dict[Rule, dict[Id, int]]
# How far each piece may still fall, by its place.
Room = dict[int, Fraction]


@dataclass(frozen=True)
class Outcome:
    """`offered` and `reduced`: what each rule would take and the places of the pieces it would reduce, were there no
    limits in money."""

    placement: Placement
    takings: Takings
    offered: Mapping[Rule, int]
    reduced: Mapping[Rule, list[int]]
    purse: Purse

    @property
    def amount(self) -> int:
        return sum(sum(lines.values()) for lines in self.takings.values())

    def amount_of(self, promotion: Promotion) -> int:
        return sum(sum(lines.values()) for rule, lines in self.takings.items() if rule.promotion == promotion)


def outcome(placement: Placement, rules: Sequence[Rule], purse: Purse) -> Outcome | None:
    """What promotions, stronger first, take off; None where the placement gives a rule pieces for nothing."""
    room: Room = {place: Fraction(piece.goods.room) for place, piece in enumerate(placement)}
    takings: Takings = {}
    offered: dict[Rule, int] = {}
    reduced: dict[Rule, list[int]] = {}
    using = [rule for rule in rules if used(rule, placement)]
    for promotion, its_rules in groupby(using, key=lambda rule: rule.promotion):
        own_rules = list(its_rules)
        promised = {rule: made for rule in own_rules if (made := promises(rule, placement)) is not None}
        if len(promised) < len(own_rules):
            return None
        uncapped = before_limits(placement, promised, room)
        reduced |= {rule: reduced_by(rule, placement, made, uncapped[rule]) for rule, made in promised.items()}
        if not is_worth_it(uncapped) or reduces_too_many(promotion, reduced, purse):
            return None
        offered |= {rule: sum(lines.values()) for rule, lines in uncapped.items()}
        taken = after_limits(uncapped, purse.left(promotion))
        amount = sum(sum(lines.values()) for lines in taken.values())
        if not amount:
            return None
        takings |= {rule: lines for rule, lines in taken.items() if any(lines.values())}
        purse = purse.after(promotion, amount)
        for rule, lines in taken.items():
            spend_room(rule, placement, promised[rule], lines, room)
    return Outcome(placement, takings, offered, reduced, purse)


def reduced_by(rule: Rule, placement: Placement, promised: Promises, uncapped: Mapping[Id, int]) -> list[int]:
    """The pieces of the lines of which something comes; of a bundle all."""
    return [
        place for place in promised if isinstance(rule.action, BundlePrice) or uncapped[placement[place].goods.line]
    ]


def reduces_too_many(promotion: Promotion, reduced: Mapping[Rule, list[int]], purse: Purse) -> bool:
    pieces = {place for rule, places in reduced.items() if rule.promotion == promotion for place in places}
    return len(pieces) > purse.pieces_left(promotion)


def is_worth_it(uncapped: Takings) -> bool:
    """A set gives something as a whole; the other actions, together, on each line on which they are."""
    plain: Counter[Id] = Counter()
    for rule, lines in uncapped.items():
        if is_set(rule) and not any(lines.values()):
            return False
        if not is_set(rule):
            plain.update(lines)
    return all(plain.values())


def before_limits(placement: Placement, promised: Mapping[Rule, Promises], room: Room) -> Takings:
    """What the actions of one promotion, one after the other, take off by what is left above the floor.

    Line by line, rounded once for a line.
    """
    left, takings = dict(room), {}
    for rule, made in promised.items():
        wanted = on_lines(rule, placement, made, left)
        places = by_line(placement, made)
        takings[rule] = {line: min(nearest(amount), left_on(places[line], left)) for line, amount in wanted.items()}
        spend_room(rule, placement, made, takings[rule], left)
    return takings


def after_limits(uncapped: Takings, most: int) -> Takings:
    """No more than the cap and the budget leave, in proportion to the uncapped figures."""
    weights = {(line, rule): amount for rule, lines in uncapped.items() for line, amount in lines.items()}
    in_order = sorted(weights, key=lambda key: (by_id(key[0]), key[1].place))
    shares = shared(min(most, sum(weights.values())), {key: weights[key] for key in in_order})
    return {rule: {line: shares[line, rule] for line in lines} for rule, lines in uncapped.items()}


def on_lines(rule: Rule, placement: Placement, promised: Promises, room: Room) -> dict[Id, Fraction]:
    lines = by_line(placement, promised)
    if isinstance(rule.action, BundlePrice):
        return bundle_shares(placement, promised, room)
    if isinstance(rule.action, AmountOffLine):
        most = Fraction(rule.action.amount)
        return {line: min(most, sum((room[place] for place in places), Fraction())) for line, places in lines.items()}
    return {
        line: sum((min(promised[place], room[place]) for place in places), Fraction()) for line, places in lines.items()
    }


def bundle_shares(placement: Placement, promised: Promises, room: Room) -> dict[Id, Fraction]:
    """The saving of all sets, shared once by value; what a floor cuts is lost."""
    lines = by_line(placement, promised)
    values = {line: sum(placement[place].goods.price for place in places) for line, places in lines.items()}
    shares = shared(nearest(sum(promised.values(), Fraction())), values)
    return {line: Fraction(min(shares[line], left_on(places, room))) for line, places in lines.items()}


def left_on(places: Iterable[int], room: Room) -> int:
    return floor(sum((room[place] for place in places), Fraction()))


def by_line(placement: Placement, places: Iterable[int]) -> dict[Id, list[int]]:
    lines: dict[Id, list[int]] = {}
    for place in sorted(places):
        lines.setdefault(placement[place].goods.line, []).append(place)
    return lines


def spend_room(rule: Rule, placement: Placement, promised: Promises, taken: Mapping[Id, int], room: Room) -> None:
    """Takes what the rule took of a line off the room of its pieces there, in proportion to what it wanted of each."""
    for line, places in by_line(placement, promised).items():
        whole_line = isinstance(rule.action, AmountOffLine)
        wanted = {place: room[place] if whole_line else min(promised[place], room[place]) for place in places}
        whole = sum(wanted.values(), Fraction())
        for place in places:
            room[place] = max(Fraction(), room[place] - (taken[line] * wanted[place] / whole if whole else 0))
