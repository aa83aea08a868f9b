"""Whether a rule holds for a cart: the goods it aims at, its minima, the lines it keeps off, its sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.outputs import Why
from commerce.carts.domain.pricing.placing.bundles import bundle_of
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.others_reduced import OthersReduced
from commerce.carts.domain.pricing.placing.set_rule import SetRule
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.pricing.rules import Rule
from commerce.promotions.domain.actions import BundlePrice, BuyGet


@dataclass(frozen=True, slots=True)
class Held:
    """How a rule stands before its layer is decided: it holds where there are no `whys`.

    `lines` are those it aims at and may touch, `kept_off` those it leaves to promotions it is declared apart from.
    """

    rule: Rule
    lines: Lines
    whys: tuple[Why, ...] = ()
    kept_off: Lines = 0
    a_set: SetRule | None = None

    @property
    def holds(self) -> bool:
        return not self.whys


def held_rules(board: Board, rules: Sequence[Rule]) -> list[Held]:
    """The standing of each rule of a layer, on what the layers before left."""
    return [held(board, rule) for rule in rules]


def held(board: Board, rule: Rule) -> Held:
    if isinstance(rule.action, BundlePrice):
        return _bundle(board, rule, rule.action)
    aimed = board.aim.at(rule.goods)
    kept_off = aimed & board.kept_off(rule.promotion)
    lines = aimed & ~kept_off
    whys = _lines_missing(board, rule, lines, kept_off) or minima_missing(board, rule, lines)
    if whys or not isinstance(rule.action, BuyGet):
        return Held(rule, lines, whys, kept_off)
    return _buy_get(board, rule, rule.action, lines)


def goods_missing(board: Board, rule: Rule) -> tuple[Why, ...]:
    """What a rule lacks that keeps it from this cart, whatever else may change: goods that it is about."""
    if isinstance(rule.action, BundlePrice):
        wanted = [rule.promotion.goods if part.goods is None else part.goods for part in rule.action.parts]
    else:
        wanted = [rule.goods]
    return () if any(board.aim.at(goods) for goods in wanted) else (Why(Reason.NO_GOODS),)


def _lines_missing(board: Board, rule: Rule, lines: Lines, kept_off: Lines) -> tuple[Why, ...]:
    if lines:
        return ()
    if not kept_off:
        return (Why(Reason.NO_GOODS),)
    return (Why(Reason.KEPT_APART, {"promotions": board.kept_apart_by(rule.promotion, kept_off)}),)


def minima_missing(board: Board, rule: Rule, lines: Lines) -> tuple[Why, ...]:
    """What the goods aimed at lack of the promotion's minima; "at least" is met when equal."""
    conditions = rule.promotion.conditions
    whys = []
    if conditions.minimum_spend is not None:
        missing = conditions.minimum_spend - sum(board.left[place] for place in places(lines))
        if missing > 0:
            whys.append(Why(Reason.SPEND_MORE, {"missing": missing, "minimum": conditions.minimum_spend}))
    if conditions.minimum_pieces is not None:
        missing = conditions.minimum_pieces - sum(board.quantity[place] for place in places(lines))
        if missing > 0:
            whys.append(Why(Reason.MORE_PIECES, {"missing": missing, "minimum": conditions.minimum_pieces}))
    return tuple(whys)


def _buy_get(board: Board, rule: Rule, action: BuyGet, lines: Lines) -> Held:
    a_set: SetRule
    if action.gets is None:
        a_set = CheapestReduced(board, rule, action, lines)
    else:
        gets = board.aim.at(action.gets)
        if not gets:
            return Held(rule, lines, (Why(Reason.SET_INCOMPLETE, {"missing": 1, "part": 1}),))
        a_set = OthersReduced(board, rule, action, lines, gets)
    whys = _set_missing(a_set, (0, 1)) if a_set.most() else (Why(Reason.NO_EFFECT),)
    return Held(rule, a_set.lines, whys, a_set=a_set)


def _bundle(board: Board, rule: Rule, action: BundlePrice) -> Held:
    parts: dict[Lines, int] = {}
    first: list[int] = []
    together = 0
    for number, part in enumerate(action.parts):
        lines = board.aim.at(rule.promotion.goods if part.goods is None else part.goods)
        if lines not in parts:
            first.append(number)
        parts[lines] = parts.get(lines, 0) + part.pieces
        together |= lines
    whys = _lines_missing(board, rule, together, 0) or minima_missing(board, rule, together)
    if whys:
        return Held(rule, together, whys)
    a_set = bundle_of(board, rule, action, parts)
    return Held(rule, together, _set_missing(a_set, first), a_set=a_set)


def _set_missing(a_set: SetRule, part_of_slot: Sequence[int]) -> tuple[Why, ...]:
    missing = a_set.missing()
    if missing is None:
        return ()
    pieces, slot = missing
    return (Why(Reason.SET_INCOMPLETE, {"missing": pieces, "part": part_of_slot[slot]}),)
