"""A cart while it is priced: what is left on each line, and what each promotion may still give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from commerce.carts.domain.pricing.aiming import Aim, Lines
from commerce.carts.domain.pricing.catalogue import Shelf, room, shelf
from commerce.carts.domain.pricing.inputs import Cart, CartLine, Offer
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.rules import Rule, Rules
from commerce.promotions.domain.goods import Id, id_order
from commerce.promotions.domain.values import Promotion


@dataclass(slots=True)
class Board:
    """Lines in the order of ids; everything about line i stands at place i.

    `room`: what promotions may still take off the line. `touched`: the lines each promotion had to do with so far.
    `is_narrowed`: somewhere there were more ways than are tried, and the best that was found holds.
    """

    rules: Rules
    lines: Sequence[CartLine]
    offers: Sequence[Offer]
    shelves: Sequence[Shelf]
    quantity: Sequence[int]
    unit: Sequence[int]
    piece_room: Sequence[int]
    aim: Aim
    left: list[int]
    room: list[int]
    touched: dict[Id, tuple[Promotion, Lines]] = field(default_factory=dict)
    given: dict[Id, int] = field(default_factory=dict)
    is_narrowed: bool = False

    def may_give(self, promotion: Promotion) -> int | None:
        """What the promotion may still take off this order by its cap and its budget; None: anything."""
        budget = self.rules.left_of(promotion.id).budget
        bounds = [bound for bound in (promotion.cap_per_order, budget) if bound is not None]
        return max(0, min(bounds) - self.given.get(promotion.id, 0)) if bounds else None

    def bound_by(self, promotion: Promotion) -> Cut:
        """Which of its bounds is the narrower one."""
        budget, cap = self.rules.left_of(promotion.id).budget, promotion.cap_per_order
        return Cut.BUDGET if cap is None or (budget is not None and budget < cap) else Cut.CAP_PER_ORDER

    def take(self, rule: Rule, place: int, amount: int) -> None:
        """The rule takes `amount` off the line (it may be nought, of a line that was bought for another)."""
        self.left[place] -= amount
        self.room[place] -= amount
        self.given[rule.promotion.id] = self.given.get(rule.promotion.id, 0) + amount
        promotion = rule.promotion
        _, lines = self.touched.get(promotion.id, (promotion, 0))
        self.touched[promotion.id] = promotion, lines | 1 << place

    def kept_off(self, promotion: Promotion) -> Lines:
        """The lines that promotions from which this one is declared apart touched in earlier layers."""
        lines = 0
        for other, touched in self.touched.values():
            if promotion.keeps_apart(other):
                lines |= touched
        return lines

    def kept_apart_by(self, promotion: Promotion, lines: Lines) -> list[Id]:
        """The promotions that keep this one off these lines, the strongest first."""
        found = [other for other, touched in self.touched.values() if touched & lines and promotion.keeps_apart(other)]
        return [other.id for other in sorted(found, key=lambda one: one.strength)]


def set_up(cart: Cart, rules: Rules) -> Board:
    """The board after the catalogue layer. Refuses what is no cart (ValueError): a line without pieces or offer, or
    two lines of one identity."""
    lines = sorted(cart.lines, key=lambda line: id_order(line.id))
    if len({line.id for line in lines}) < len(lines):
        raise ValueError("a line is in the cart once")
    if any(line.quantity < 1 for line in lines):
        raise ValueError("a line has at least one piece")
    missing = [line.variant for line in lines if line.variant not in cart.offers]
    if missing:
        raise ValueError(f"no offer for {missing}")
    pieces: dict[Id, int] = {}
    for line in lines:
        pieces[line.variant] = pieces.get(line.variant, 0) + line.quantity
    offers = [cart.offers[line.variant] for line in lines]
    shelves = [shelf(offer, pieces[offer.variant], rules.occasion.instant) for offer in offers]
    return board_of(rules, lines, offers, shelves)


def board_of(rules: Rules, lines: Sequence[CartLine], offers: Sequence[Offer], shelves: Sequence[Shelf]) -> Board:
    floor = rules.terms.floor
    piece_room = [room(offer, price, floor) for offer, price in zip(offers, shelves, strict=True)]
    quantity = [line.quantity for line in lines]
    unit = [price.unit for price in shelves]
    return Board(
        rules=rules,
        lines=lines,
        offers=offers,
        shelves=shelves,
        quantity=quantity,
        unit=unit,
        piece_room=piece_room,
        aim=Aim(offers, [price.is_reduced for price in shelves]),
        left=[pieces * price for pieces, price in zip(quantity, unit, strict=True)],
        room=[pieces * most for pieces, most in zip(quantity, piece_room, strict=True)],
    )
