"""A placement made better piece by piece, where there are more ways than could be tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from commerce.carts.domain.pricing.placing.bounds import LineUses
from commerce.carts.domain.pricing.placing.choosing import Choices
from commerce.carts.domain.pricing.placing.moving import Moves, Numbers
from commerce.carts.domain.pricing.placing.problem import Choice, Problem
from commerce.carts.domain.pricing.placing.standing import Change, Standing
from commerce.carts.domain.pricing.placing.work import Work


def improved(
    problem: Problem, uses: Sequence[LineUses], choices: Choices, placement: Sequence[Choice], work: Work
) -> list[Choice]:
    """A placement that takes no less off. As far as there is work for it, no single piece put to another use takes
    more off than this, then no set more or less, and no two pieces that change places."""
    standing = Standing(problem, uses, choices, placement)
    moves = Moves(problem, uses, standing)
    # What is tried first is tried again as long as it helps.
    while any(_goes_on(standing, each, work) for each in (moves.of_sets, moves.of_two, moves.of_one)):
        if work.is_used_up:
            break
    return standing.chosen


def piece_by_piece(
    problem: Problem, uses: Sequence[LineUses], choices: Choices, placement: Sequence[Choice], work: Work
) -> list[Choice]:
    """The same of single pieces alone."""
    standing = Standing(problem, uses, choices, placement)
    moves = Moves(problem, uses, standing)
    while _goes_on(standing, moves.of_one, work):
        pass
    return standing.chosen


def _goes_on(standing: Standing, moves: Callable[[Numbers, Work], Iterator[Change]], work: Work) -> bool:
    """Whether some of the changes took more off; each that does is made at once."""
    is_better = False
    for change in moves(standing.numbers, work):
        if work.is_used_up:
            break
        is_better |= standing.becomes_better(change, work)
    return is_better
