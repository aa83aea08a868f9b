"""The third layer: what order rules take off the lines, and gifts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.arithmetic import nearest, shared
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.holding import Held, held_rules
from commerce.carts.domain.pricing.inputs import Offer
from commerce.carts.domain.pricing.outputs import Cut, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.pricing.stacking import Candidate, Layer, best_set, candidates_of
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.actions import AmountOffOrder, Gift, PercentOffOrder, SpendSteps, Step
from commerce.promotions.domain.actions import Layer as When
from commerce.promotions.domain.goods import Id


def take_order(board: Board, gifts: Mapping[Id, Offer]) -> tuple[list[Held], list[Taken]]:
    """The order layer, taken off the board: every rule's standing, and what those that have an effect take.

    `gifts` are the offers of variants that can be given.
    """
    held = [_also(board, one, gifts) for one in held_rules(board, board.rules.by_layer[When.ORDER])]
    given = [Taken(one.rule, gives=True) for one in held if one.holds and _is_gift(one)]
    candidates = candidates_of([one for one in held if not _is_gift(one)], lambda one: _promised(board, one))
    taken, is_narrowed = best_set(candidates, _Lines(board, tuple(board.left), tuple(board.room)))
    board.is_narrowed |= is_narrowed
    for one in sorted(taken, key=lambda one: one.rule.rank):
        for place, amount in sorted(one.amounts.items()):
            board.take(one.rule, place, amount)
    return held, given + taken


def _is_gift(held: Held) -> bool:
    """Gifts stand outside the choice: worth nought in it, any discount of another group would drive them out."""
    return isinstance(held.rule.action, Gift)


def _also(board: Board, held: Held, gifts: Mapping[Id, Offer]) -> Held:
    """What an order rule needs besides its goods: a step reached, a gift that can be had."""
    action = held.rule.action
    if held.holds and isinstance(action, SpendSteps) and step_reached(action, _base(board, held)) is None:
        lowest = action.steps[0].at_least
        return replace(held, whys=(spend_more(lowest, _base(board, held)),))
    if held.holds and isinstance(action, Gift) and action.variant not in gifts:
        return replace(held, whys=(Why(Reason.GIFT_UNAVAILABLE, {"variant": action.variant}),))
    return held


def spend_more(minimum: int, base: int) -> Why:
    return Why(Reason.SPEND_MORE, {"missing": minimum - base, "minimum": minimum})


def step_reached(action: SpendSteps, base: int) -> Step | None:
    """The highest step reached; None before the first."""
    return max((step for step in action.steps if step.at_least <= base), key=lambda step: step.at_least, default=None)


def next_step(action: SpendSteps, base: int) -> Step | None:
    """The lowest step not reached yet."""
    return min((step for step in action.steps if step.at_least > base), key=lambda step: step.at_least, default=None)


def _base(board: Board, held: Held) -> int:
    return sum(board.left[place] for place in places(held.lines))


def _promised(board: Board, held: Held) -> int:
    """What the rule takes off what the layers before left, were there no floor, limit or other rule."""
    base = _base(board, held)
    match held.rule.action:
        case AmountOffOrder(amount=amount):
            return min(amount, base)
        case PercentOffOrder(share=share):
            return nearest(base, share)
        case SpendSteps() as steps:
            step = step_reached(steps, base)
            return 0 if step is None else min(step.amount or nearest(base, step.share), base)
    return 0


@dataclass(frozen=True, slots=True)
class _Lines(Layer):
    """What is left on the lines, and what of it may still be taken off."""

    board: Board
    left: tuple[int, ...]
    room: tuple[int, ...]

    @property
    def most(self) -> int:
        return sum(self.room)

    def after(self, candidate: Candidate) -> tuple[_Lines, list[Taken]]:
        left, room, taken = list(self.left), list(self.room), []
        may_give = self.board.may_give(candidate.promotion)
        for held in candidate.rules:
            one = Taken(held.rule)
            amount = _promised(self.board, held)
            if may_give is not None and may_give < amount:
                amount = may_give
                one.cuts.add(self.board.bound_by(candidate.promotion))
            lines = list(places(held.lines))
            weights = [self.board.left[place] for place in lines]
            for place, share in zip(lines, shared(amount, weights), strict=True):
                if share > left[place]:
                    one.cuts.add(Cut.OTHERS)
                if min(share, left[place]) > room[place]:
                    one.cuts.add(Cut.FLOOR)
                if cut := min(share, left[place], room[place]):
                    one.note(place, cut, self.board.quantity[place], self.board.quantity[place])
                    left[place] -= cut
                    room[place] -= cut
            if may_give is not None:
                may_give -= one.total
            taken.append(one)
        return _Lines(self.board, tuple(left), tuple(room)), taken
