"""How good a ranked answer is, from the grades of what was found in its order. 0 is worst, 1 best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain: 2^grade - 1, divided by the logarithm of the place."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(found: Sequence[int], judged: Iterable[int], depth: int = 10) -> float:
    """The gain of the first `depth`, as a share of what the best order of all judged would have.

    Where nothing is right, finding nothing is all one can do: then 1, and 0 for anything found.
    """
    best = gain(sorted(judged, reverse=True)[:depth])
    if not best:
        return 0.0 if found else 1.0
    return gain(found[:depth]) / best


def reciprocal_rank(found: Sequence[int], least: int) -> float:
    """1 over the place of the first with a grade of `least` or more; 0 without one."""
    return next((1 / place for place, grade in enumerate(found, 1) if grade >= least), 0.0)


def recall(found: Sequence[int], judged: Iterable[int], least: int, depth: int = 50) -> float:
    """Those of a grade of `least` or more among the first `depth`, of as many as could stand there."""
    right = sum(grade >= least for grade in judged)
    return sum(grade >= least for grade in found[:depth]) / min(right, depth) if right else 1.0
