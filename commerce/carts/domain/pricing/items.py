"""The second layer: what item rules take off the pieces of each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commerce.carts.domain.pricing.aiming import Lines, places
from commerce.carts.domain.pricing.board import Board
from commerce.carts.domain.pricing.holding import Held, held_rules
from commerce.carts.domain.pricing.outputs import Cut
from commerce.carts.domain.pricing.placing.problem import Limit, Problem
from commerce.carts.domain.pricing.placing.search import best_placement
from commerce.carts.domain.pricing.placing.set_rule import SetRule
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.work import MOST_WORK, Work
from commerce.carts.domain.pricing.plain import PlainRules
from commerce.carts.domain.pricing.rules import Rule
from commerce.carts.domain.pricing.taking import Taken
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id


def take_items(board: Board) -> tuple[list[Held], list[Taken]]:
    """The item layer, taken off the board: every rule's standing, and what those that have an effect take."""
    held = held_rules(board, board.rules.by_layer[Layer.ITEM])
    sets = [one.a_set for one in held if one.holds and one.a_set is not None]
    plain = PlainRules(board, [(one.rule, one.lines) for one in held if one.holds and one.a_set is None])
    takes: dict[Rule, Taken] = {}
    sharing = 0
    work = Work(MOST_WORK)
    problems = list(_problems(board, sets, plain, list(_binding_limits(board, plain, sets))))
    # The small ones first, and what they leave is there for the large.
    for number, problem in enumerate(sorted(problems, key=lambda one: (len(one.lines), min(one.lines)))):
        sharing |= sum(1 << place for place in problem.lines)
        part = work.part(1, len(problems) - number)
        placement = best_placement(problem, part)
        work.note(part.done)
        board.is_narrowed |= placement.is_narrowed
        for taken in settle(problem, placement.choices):
            if taken.total:
                _note(takes, taken, problem.limits)
    for place in places(board.aim.all & ~sharing):
        _note_plain(takes, plain, place)
    board.is_narrowed |= plain.is_narrowed
    in_order = sorted(takes.values(), key=lambda taken: taken.rule.rank)
    for taken in in_order:
        for place, amount in sorted(taken.amounts.items()):
            board.take(taken.rule, place, amount)
    return held, in_order


def _binding_limits(board: Board, plain: PlainRules, sets: Sequence[SetRule]) -> Iterator[Limit]:
    """The limits that a promotion would pass if each of its rules reduced all that it can. Others are as if they were
    not."""
    most: dict[Id, int] = {}
    lines: dict[Id, Lines] = {}
    promotions = {}
    for seat, (rule, aim) in enumerate(zip(plain.rules, plain.aims, strict=True)):
        promotion = rule.promotion
        promotions[promotion.id] = promotion
        if board.rules.left_of(promotion.id).pieces is not None:
            lines[promotion.id] = lines.get(promotion.id, 0) | plain.reducible(seat)
        if board.may_give(promotion) is not None:
            alone = sum(plain.amount(seat, place, board.quantity[place]) for place in places(aim))
            most[promotion.id] = most.get(promotion.id, 0) + alone
    for a_set in sets:
        promotion = a_set.rule.promotion
        promotions[promotion.id] = promotion
        lines[promotion.id] = lines.get(promotion.id, 0) | a_set.reducible
        most[promotion.id] = most.get(promotion.id, 0) + a_set.most()
    for promotion in sorted(promotions.values(), key=lambda one: one.strength):
        money, pieces = board.may_give(promotion), board.rules.left_of(promotion.id).pieces
        money = money if money is not None and most[promotion.id] > money else None
        if pieces is not None and sum(board.quantity[place] for place in places(lines.get(promotion.id, 0))) <= pieces:
            pieces = None
        if money is not None or pieces is not None:
            yield Limit(promotion.id, money, pieces)


def _problems(board: Board, sets: Sequence[SetRule], plain: PlainRules, limits: Sequence[Limit]) -> Iterator[Problem]:
    """The lines of rules that share pieces, parted where nothing connects them."""
    areas = [a_set.lines for a_set in sets] + [_together(limit.promotion, sets, plain) for limit in limits]
    for area in _connected(areas):
        inside = [a_set for a_set in sets if a_set.lines & area]
        ids = {a_set.rule.promotion.id for a_set in inside}
        ids |= {plain.rules[seat].promotion.id for place in places(area) for seat in places(plain.at[place])}
        lines = sorted(places(area), key=lambda place: (-board.unit[place], -place))
        yield Problem(board, lines, inside, plain, [limit for limit in limits if limit.promotion in ids])


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


def _note(takes: dict[Rule, Taken], taken: Taken, limits: Sequence[Limit]) -> None:
    """What a rule takes of one problem, beside what it takes elsewhere."""
    if any(limit.promotion == taken.rule.promotion.id and limit.pieces == taken.reduced for limit in limits):
        taken.cuts.add(Cut.STOCK_CAP)
    known = takes.setdefault(taken.rule, Taken(taken.rule))
    known.cuts |= taken.cuts
    for place, amount in taken.amounts.items():
        known.note(place, amount, taken.pieces[place], taken.reduced_at[place])


def _note_plain(takes: dict[Rule, Taken], plain: PlainRules, place: int) -> None:
    """What plain rules take of a line that nothing connects with others."""
    pieces = plain.board.quantity[place]
    for seat, amount in plain.best(place, pieces, -1):
        taken = takes.setdefault(plain.rules[seat], Taken(plain.rules[seat]))
        taken.note(place, amount, pieces, pieces)
        cut = plain.cut(seat, place, pieces, amount)
        if cut is not None:
            taken.cuts.add(cut)
