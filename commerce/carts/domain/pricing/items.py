"""The second layer: what item rules take off the pieces of each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.arithmetic import shared
from commerce.carts.domain.pricing.assignment import Limit, Shared, best_placement
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.holding import Held, held_rules
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.plain import PlainRules, Takes
from commerce.carts.domain.pricing.rules import Rule
from commerce.carts.domain.pricing.sets import Bundle, SetRule
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id


def take_items(board: Board) -> tuple[list[Held], list[Taken]]:
    """The item layer, taken off the board: every rule's standing, and what those that have an effect take."""
    held = held_rules(board, board.rules.by_layer[Layer.ITEM])
    sets = list(_set_rules(board, held))
    plain = PlainRules(board, [(one.rule, one.lines) for one in held if one.holds and one.a_set is None])
    limits = list(_binding_limits(board, plain, sets))
    limited_ids = {limit.promotion for limit in limits}
    limited = sum(1 << seat for seat, rule in enumerate(plain.rules) if rule.promotion.id in limited_ids)
    found: dict[Rule, Taken] = {}
    sharing = 0
    for problem in _problems(board, sets, plain, limited, limits):
        sharing |= sum(1 << place for place in problem.lines)
        _solve(problem, found)
    for place in places(board.aim.all & ~sharing):
        _note_plain(found, plain, place, board.quantity[place], plain.best(place, board.quantity[place], -1))
    _cap(board, found)
    for limit in limits:
        for taken in found.values():
            if taken.rule.promotion.id == limit.promotion and limit.pieces == taken.reduced:
                taken.cuts.add(Cut.STOCK_CAP)
    takes = sorted(found.values(), key=lambda taken: taken.rule.rank)
    for taken in takes:
        for place, amount in sorted(taken.amounts.items()):
            board.take(taken.rule, place, amount)
    return held, takes


def _set_rules(board: Board, held: Sequence[Held]) -> Iterator[SetRule]:
    return (one.a_set for one in held if one.holds and one.a_set is not None)


def _binding_limits(board: Board, plain: PlainRules, sets: Sequence[SetRule]) -> Iterator[Limit]:
    """The limits that what a promotion could take, were it alone, would pass. Others are as if they were not."""
    most: dict[Id, int] = {}
    lines: dict[Id, Lines] = {}
    promotions = {}
    for seat, (rule, aim) in enumerate(zip(plain.rules, plain.aims, strict=True)):
        promotion = rule.promotion
        promotions[promotion.id] = promotion
        lines[promotion.id] = lines.get(promotion.id, 0) | aim
        if board.may_give(promotion) is not None:
            alone = sum(plain.amount(seat, place, board.quantity[place]) for place in places(aim))
            most[promotion.id] = most.get(promotion.id, 0) + alone
    for a_set in sets:
        promotion = a_set.rule.promotion
        promotions[promotion.id] = promotion
        lines[promotion.id] = lines.get(promotion.id, 0) | a_set.lines
        most[promotion.id] = most.get(promotion.id, 0) + a_set.most()
    for promotion_id in sorted(promotions, key=lambda one: promotions[one].strength):
        money = board.may_give(promotions[promotion_id])
        pieces = board.rules.left_of(promotion_id).pieces
        money = money if money is not None and most[promotion_id] > money else None
        if pieces is not None and sum(board.quantity[place] for place in places(lines[promotion_id])) <= pieces:
            pieces = None
        if money is not None or pieces is not None:
            yield Limit(promotion_id, money, pieces)


def _problems(
    board: Board, sets: Sequence[SetRule], plain: PlainRules, limited: int, limits: Sequence[Limit]
) -> Iterator[Shared]:
    """The lines of rules that share pieces, parted where nothing connects them."""
    areas = [a_set.lines for a_set in sets] + [_together(limit.promotion, sets, plain) for limit in limits]
    for area in _connected(areas):
        inside = [a_set for a_set in sets if a_set.lines & area]
        ids = {a_set.rule.promotion.id for a_set in inside}
        ids |= {plain.rules[seat].promotion.id for place in places(area) for seat in places(plain.at[place])}
        yield Shared(
            board, list(places(area)), inside, plain, limited, [limit for limit in limits if limit.promotion in ids]
        )


def _together(promotion: Id, sets: Sequence[SetRule], plain: PlainRules) -> Lines:
    lines = 0
    for a_set in sets:
        if a_set.rule.promotion.id == promotion:
            lines |= a_set.lines
    for rule, aim in zip(plain.rules, plain.aims, strict=True):
        if rule.promotion.id == promotion:
            lines |= aim
    return lines


def _connected(areas: Sequence[Lines]) -> list[Lines]:
    """Areas that overlap, in one."""
    found: list[Lines] = []
    for area in areas:
        together, apart = area, []
        for other in found:
            if other & area:
                together |= other
            else:
                apart.append(other)
        found = [*apart, together]
    return found


def _solve(problem: Shared, found: dict[Rule, Taken]) -> None:
    """The best placement of the problem, noted by rule and line."""
    bundled: dict[int, dict[int, int]] = {}
    states = [a_set.start() for a_set in problem.sets]
    for choice in best_placement(problem)[::-1]:
        for number, takes in choice.treated:
            _note_plain(found, problem.plain, choice.place, number, takes)
        for which, pieces in choice.slots:
            a_set = problem.sets[which]
            states[which], amount, reduced = a_set.put(states[which], choice.place, pieces)
            if isinstance(a_set, Bundle):
                bundled.setdefault(which, {})[choice.place] = sum(pieces)
            else:
                taken = _of(found, a_set.rule)
                taken.note(choice.place, amount, sum(pieces), reduced)
                taken.cuts.update(a_set.cut(choice.place, reduced))
    for which, pieces_at in bundled.items():
        a_set = problem.sets[which]
        assert isinstance(a_set, Bundle)
        taken = _of(found, a_set.rule)
        for place, amount in a_set.saving(pieces_at).items():
            taken.note(place, amount, pieces_at[place], pieces_at[place])
        if taken.total < a_set.promised(pieces_at):
            taken.cuts.add(Cut.FLOOR)


def _note_plain(found: dict[Rule, Taken], plain: PlainRules, place: int, pieces: int, takes: Takes) -> None:
    for seat, amount in takes:
        taken = _of(found, plain.rules[seat])
        taken.note(place, amount, pieces, pieces)
        cut = plain.cut(seat, place, pieces, amount)
        if cut is not None:
            taken.cuts.add(cut)


def _of(found: dict[Rule, Taken], rule: Rule) -> Taken:
    return found.setdefault(rule, Taken(rule))


def _cap(board: Board, found: dict[Rule, Taken]) -> None:
    """What a promotion may give at most is shared in proportion to what it would give without."""
    by_promotion: dict[Id, list[Taken]] = {}
    for taken in sorted(found.values(), key=lambda taken: taken.rule.rank):
        by_promotion.setdefault(taken.rule.promotion.id, []).append(taken)
    for takes in by_promotion.values():
        may_give = board.may_give(takes[0].rule.promotion)
        if may_give is not None and sum(taken.total for taken in takes) > may_give:
            parts = sorted((place, number) for number, taken in enumerate(takes) for place in taken.amounts)
            weights = [takes[number].amounts[place] for place, number in parts]
            for (place, number), amount in zip(parts, shared(may_give, weights), strict=True):
                takes[number].amounts[place] = amount
            for taken in takes:
                taken.cuts.add(board.bound_by(taken.rule.promotion))
    for rule in [rule for rule, taken in found.items() if not taken.total]:
        del found[rule]
