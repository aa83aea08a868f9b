"""The best of the ways that came to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commerce.carts.domain.pricing.placing.preferring import Weights, places_of
from commerce.carts.domain.pricing.placing.problem import Choice, Problem, choices_of
from commerce.carts.domain.pricing.placing.settling import settle
from commerce.carts.domain.pricing.placing.ways import Key, Label, Ways

# What comes off in all, and the choices.
Found = tuple[int, list[Choice]]


def best_of(problem: Problem, ways: Ways, weights: Weights, ends: Mapping[Key, Label]) -> Found | None:
    """None: none of them finished its sets."""
    best: Found | None = None
    standing: tuple[object, ...] | None = None
    for key, (value, _, way) in ends.items():
        if ways.unfinished(key):
            continue
        total = value + ways.late(key)
        if best is not None and total < best[0]:
            continue
        choices = choices_of(way)
        if key[2]:
            total = sum(one.total for one in settle(problem, choices))
            if best is not None and total < best[0]:
                continue
        if best is None or total > best[0]:
            best, standing = (total, choices), None
            continue
        if standing is None:
            standing = _standing(problem, weights, best[1])
        rival = _standing(problem, weights, choices)
        if rival < standing:
            best, standing = (total, choices), rival
    return best


def _standing(problem: Problem, weights: Weights, choices: Sequence[Choice]) -> tuple[object, ...]:
    """Sorts the better of two that take as much off first."""
    weight = weights.of_placement(settle(problem, choices), choices)
    return (-weight, *places_of(problem, choices))
