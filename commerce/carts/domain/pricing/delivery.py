"""The fourth layer: what shipping rules take off the delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.holding import Held, held_rules
from commerce.carts.domain.pricing.outputs import Cut, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.pricing.stacking import Candidate, Layer, best_set, candidates_of
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.actions import AmountOffShipping, PercentOffShipping
from commerce.promotions.domain.actions import Layer as When


def take_shipping(board: Board, price: int | None) -> tuple[list[Held], list[Taken]]:
    """What comes off a delivery of this price; None: none is chosen, and rules wait for that."""
    held = held_rules(board, board.rules.by_layer[When.SHIPPING])
    if price is None:
        return [one if one.whys else replace(one, whys=(Why(Reason.CHOOSE_DELIVERY),)) for one in held], []
    # They all aim at one delivery, whatever goods their minima count.
    at_one = [replace(one, lines=board.aim.all) if one.holds else one for one in held]
    candidates = candidates_of(at_one, lambda one: _promised(one, price))
    taken, is_narrowed = best_set(candidates, _Delivery(board, price, price))
    board.is_narrowed |= is_narrowed
    for one in taken:
        given = board.given.get(one.rule.promotion.id, 0)
        board.given[one.rule.promotion.id] = given + one.delivery
    return held, taken


def _promised(held: Held, price: int) -> int:
    match held.rule.action:
        case PercentOffShipping(share=share):
            return nearest(price, share)
        case AmountOffShipping(amount=amount):
            return min(amount, price)
    return 0


@dataclass(frozen=True, slots=True)
class _Delivery(Layer):
    """What is left of the price of the delivery."""

    board: Board
    price: int
    left: int

    @property
    def most(self) -> int:
        return self.left

    def after(self, candidate: Candidate) -> tuple[_Delivery, list[Taken]]:
        left, taken = self.left, []
        may_give = self.board.may_give(candidate.promotion)
        for held in candidate.rules:
            promised = _promised(held, self.price)
            one = Taken(held.rule, delivery=min(promised, left))
            if one.delivery < promised:
                one.cuts.add(Cut.OTHERS)
            if may_give is not None and may_give < one.delivery:
                one.delivery = may_give
                one.cuts.add(self.board.bound_by(candidate.promotion))
            left -= one.delivery
            if may_give is not None:
                may_give -= one.delivery
            taken.append(one)
        return _Delivery(self.board, self.price, left), taken
