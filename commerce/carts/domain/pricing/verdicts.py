"""What is told of each rule after its layer was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.holding import Held
from commerce.carts.domain.pricing.inputs import EnteredCode
from commerce.carts.domain.pricing.orders import next_step, spend_more
from commerce.carts.domain.pricing.outputs import CodeVerdict, LineShare, Verdict, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.pricing.rules import Rule
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.actions import Layer, SpendSteps
from commerce.promotions.domain.goods import Id


class Telling:
    """Tells one layer: `left` and `room` are the lines as the layer found them, `taken` what it did."""

    def __init__(self, board: Board, left: Sequence[int], room: Sequence[int], taken: Sequence[Taken]) -> None:
        self._board = board
        self._left = left
        self._room = room
        self._taken = {one.rule: one for one in taken}
        self._rivals = sorted(taken, key=lambda one: one.rule.rank)

    def verdict(self, held: Held) -> Verdict:
        taken = self._taken.get(held.rule)
        if taken is None:
            return verdict_of(held.rule, held.whys or (self._why_nothing(held),))
        ids = [line.id for line in self._board.lines]
        shares = [
            LineShare(ids[place], taken.amounts.get(place, 0), pieces, taken.reduced_at[place])
            for place, pieces in sorted(taken.pieces.items())
        ]
        return Verdict(
            promotion=held.rule.promotion.id,
            version=held.rule.promotion.version,
            action=held.rule.place,
            layer=held.rule.layer,
            applies=True,
            amount=taken.total,
            shares=tuple(shares),
            whys=tuple(self._more(held, taken)),
            not_on=tuple(self._not_on(held, taken)),
            cut_by=tuple(sorted(taken.cuts)),
        )

    def _why_nothing(self, held: Held) -> Why:
        """The reason why a rule that holds took nothing."""
        lines = list(places(held.lines))
        costs, may_fall = (any(of[place] for place in lines) for of in (self._left, self._room))
        if held.rule.layer is not Layer.SHIPPING and costs and not may_fall:
            return Why(Reason.AT_FLOOR)
        better = list(dict.fromkeys(one.rule.promotion.id for one in self._rivals if self._beats(one, held)))
        return Why(Reason.BETTER_OFFER, {"promotions": better}) if better else Why(Reason.NO_EFFECT)

    def _beats(self, taken: Taken, held: Held) -> bool:
        mine, other = held.rule.promotion, taken.rule.promotion
        if mine.id == other.id:
            return False
        if held.rule.layer is Layer.SHIPPING:
            return True
        return any(held.lines >> place & 1 for place in taken.pieces)

    def _not_on(self, held: Held, taken: Taken) -> Iterator[tuple[Reason, tuple[Id, ...]]]:
        """Lines the rule aims at and takes nothing off, by reason."""
        if held.rule.layer is Layer.SHIPPING:
            return
        lines: dict[Reason, Lines] = {}
        for place in places(held.lines):
            if place not in taken.pieces and not taken.gives:
                reason = self._why_not_on(held, place)
                lines[reason] = lines.get(reason, 0) | 1 << place
        if held.kept_off:
            lines[Reason.KEPT_APART] = held.kept_off
        for reason in sorted(lines):
            yield reason, tuple(self._board.lines[place].id for place in places(lines[reason]))

    def _why_not_on(self, held: Held, place: int) -> Reason:
        if not self._room[place]:
            return Reason.AT_FLOOR
        if any(place in one.pieces for one in self._rivals if one.rule is not held.rule):
            return Reason.BETTER_OFFER
        return Reason.NO_EFFECT if held.a_set is None else Reason.SET_INCOMPLETE

    def _more(self, held: Held, taken: Taken) -> Iterator[Why]:
        """What would make it give more."""
        action = held.rule.action
        if isinstance(action, SpendSteps):
            base = sum(self._left[place] for place in places(held.lines))
            step = next_step(action, base)
            if step is not None:
                yield spend_more(step.at_least, base)
        elif held.a_set is not None and (more := held.a_set.within_reach(taken.reduced)):
            yield Why(Reason.SET_INCOMPLETE, {"missing": more, "part": len(held.a_set.slots) - 1})


def code_verdicts(codes: Sequence[EnteredCode], verdicts: Sequence[Verdict]) -> tuple[CodeVerdict, ...]:
    """What became of each code entered: of its promotion's actions one that applies is enough."""
    return tuple(_of_code(code, [one for one in verdicts if one.promotion == code.promotion]) for code in codes)


def _of_code(code: EnteredCode, verdicts: Sequence[Verdict]) -> CodeVerdict:
    if code.promotion is None or not verdicts:
        return CodeVerdict(code.code, code.promotion, (Why(Reason.CODE_UNKNOWN),))
    if code.uses_left is not None and code.uses_left <= 0:
        return CodeVerdict(code.code, code.promotion, (Why(Reason.CODE_USED_UP),))
    if any(one.applies for one in verdicts):
        return CodeVerdict(code.code, code.promotion)
    whys: list[Why] = []
    for one in verdicts:
        whys += [why for why in one.whys if why not in whys]
    return CodeVerdict(code.code, code.promotion, tuple(whys))


def verdict_of(rule: Rule, whys: tuple[Why, ...]) -> Verdict:
    """The verdict on a rule that does not apply."""
    promotion = rule.promotion
    return Verdict(promotion.id, promotion.version, rule.place, rule.layer, applies=False, whys=whys)
