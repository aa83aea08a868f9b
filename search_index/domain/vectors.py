"""Directions in which things lie, and what lies nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """Each row at length 1. One of nothing but zeros has no direction and gets the first: engines refuse length 0."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    long_enough = lengths > np.finfo(np.float32).tiny
    whole = np.divide(rows, lengths, out=np.zeros(rows.shape), where=long_enough)
    whole[~long_enough[:, 0], 0] = 1
    return whole.astype(np.float32)


def most_alike(vectors: NDArray[np.float32], owners: NDArray[np.int64], wanted: NDArray[np.float32]) -> list[int]:
    """The owners of these vectors, each once and by the best of its own, nearest to `wanted` first.

    Of two that are as near the one of the smaller number comes first. All vectors have length 1.
    """
    order = np.lexsort((owners, -(vectors @ wanted)))
    ranked = owners[order]
    _, first = np.unique(ranked, return_index=True)
    return [int(owner) for owner in ranked[np.sort(first)]]
