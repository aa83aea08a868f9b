"""In which ways pieces of a line can be used, and what a piece brings at most in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.placing.bounds import LineUses, Use
from commerce.carts.domain.pricing.placing.cheapest_reduced import CheapestReduced
from commerce.carts.domain.pricing.placing.problem import Problem
from commerce.carts.domain.pricing.plain import Seats
from commerce.promotions.domain.goods import Id

# So many companies of limited promotions are looked at on one line.
MOST_COMPANIES = 32


def uses_of(problem: Problem, place: int, scale: int) -> LineUses:
    """Every slot of a set, and every company of rules with a limit; other plain rules take what is over."""
    pieces = problem.board.quantity[place]
    uses = list(_slots(problem, place, scale))
    forced = list(islice(companies(problem, place), MOST_COMPANIES + 1))
    uses += [_company(problem, place, one, scale) for one in forced[:MOST_COMPANIES]]
    rest = problem.plain.best(place, pieces, ~problem.limited)
    return LineUses(
        place,
        pieces,
        sum(_worth_of_piece(amount, pieces, scale) for _, amount in rest),
        _rounding(problem, place, uses, scale),
        tuple(uses),
        tuple(
            which
            for which, a_set in enumerate(problem.sets)
            if isinstance(a_set, CheapestReduced) and a_set.lines >> place & 1
        ),
        is_whole=len(forced) <= MOST_COMPANIES,
    )


def companies(problem: Problem, place: int) -> Iterator[Seats]:
    """The sets of promotions with a limit that combine on the line's pieces, all rules of each: every promotion alone,
    those that take most first, then the largest sets."""
    by_promotion: dict[Id, Seats] = {}
    for seat in places(problem.plain.at[place] & problem.limited):
        promotion = problem.plain.rules[seat].promotion.id
        by_promotion[promotion] = by_promotion.get(promotion, 0) | 1 << seat
    pieces = problem.board.quantity[place]
    alone = {
        seats: -sum(problem.plain.amount(seat, place, pieces) for seat in places(seats))
        for seats in by_promotion.values()
    }
    members = sorted(alone, key=lambda seats: (alone[seats], seats & -seats))

    def extended(chosen: Seats, first: int) -> Iterator[Seats]:
        for number in range(first, len(members)):
            if problem.plain.combine(chosen, members[number]):
                yield from extended(chosen | members[number], number + 1)
                yield chosen | members[number]

    yield from members
    yield from (one for one in extended(0, 0) if one not in members)


def _slots(problem: Problem, place: int, scale: int) -> Iterator[Use]:
    for index, a_set in enumerate(problem.sets):
        for slot, lines in enumerate(a_set.slots):
            if lines >> place & 1:
                worth = a_set.worth(slot, place, scale)
                limit = problem.money_limit(a_set.rule.promotion.id)
                yield Use(worth, () if limit is None else ((limit, worth),), set_slot=(index, slot))


def _company(problem: Problem, place: int, forced: Seats, scale: int) -> Use:
    pieces = problem.board.quantity[place]
    limited: dict[int, int] = {}
    worth = 0
    for seat, amount in problem.plain.best_with(place, pieces, forced, ~problem.limited, leaving=problem.capped):
        per_piece = _worth_of_piece(amount, pieces, scale)
        worth += per_piece
        limit = problem.money_limit(problem.plain.rules[seat].promotion.id)
        if limit is not None:
            limited[limit] = limited.get(limit, 0) + per_piece
    return Use(worth, tuple(limited.items()), forced=forced)


def _worth_of_piece(amount: int, pieces: int, scale: int) -> int:
    """No less than a piece brings where all together bring this, rounded."""
    return -(-scale * (2 * amount + 1) // (2 * pieces))


def _rounding(problem: Problem, place: int, uses: Sequence[Use], scale: int) -> int:
    """No less than what rounding may add on a line to what its pieces are worth: half a unit for each percentage
    of each company, and as much again where another company may win on other numbers of pieces."""
    seats, friends = problem.plain.at[place], problem.plain.friends
    together = max(((friends[seat] & seats).bit_count() + 1 for seat in places(seats)), default=0)
    companies = 1 + sum(use.set_slot is None for use in uses)
    sets = {use.set_slot[0] for use in uses if use.set_slot is not None}
    halves = companies * together * (2 if together > 1 else 1)
    halves += sum(problem.sets[which].rounds for which in sets)
    return scale // 2 * halves
