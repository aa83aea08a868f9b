"""The best of the ways that came to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commerce.carts.domain.pricing.placing.preferring import Weights, places_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, choices_of
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.ways import Key, Label, Ways
from commerce.carts.domain.pricing.placing.work import Work

# How much work it is to tell what a line's choice takes off in the end.
_SETTLED = 4
# What comes off in all, and the choices.
Found = tuple[int, list[Choice]]


def best_of(
    problem: Problem, ways: Ways, weights: Weights, ends: Mapping[Key, Label], work: Work
) -> tuple[Found | None, bool]:
    """None: none of them finished its sets. And whether some that are as good were not compared, for want of work."""
    effort = _SETTLED * len(problem.lines) * (1 + len(problem.sets) // 4)
    best: Found | None = None
    standing: tuple[object, ...] | None = None
    is_narrowed = False
    for key, (value, _, way) in ends.items():
        if ways.unfinished(key):
            continue
        total = value + ways.late(key)
        if best is not None and total < best[0]:
            continue
        if best is not None and work.is_used_up and (key[2] or total == best[0]):
            is_narrowed = True
            continue
        choices = choices_of(way)
        if key[2]:
            work.note(effort)
            total = sum(one.total for one in settle(problem, choices))
            if best is not None and total < best[0]:
                continue
        if best is None or total > best[0]:
            best, standing = (total, choices), None
            continue
        work.note(effort)
        if standing is None:
            standing = _standing(problem, weights, best[1])
        rival = _standing(problem, weights, choices)
        if rival < standing:
            best, standing = (total, choices), rival
    return best, is_narrowed


def _standing(problem: Problem, weights: Weights, choices: Sequence[Choice]) -> tuple[object, ...]:
    """Sorts the better of two that take as much off first."""
    weight = weights.of_placement(settle(problem, choices), choices)
    return (-weight, *places_of(problem, choices))
