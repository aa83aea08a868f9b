"""What the parts are centred and reduced by: found once from pictures of our own making, and kept as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from search_index.domain.vectors import unit
from search_index.infrastructure.embedders.classical.parts import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Another number with every change of what the vectors are: of the parts, or of the pictures they are fitted on.
VERSION = 1
FILE = Path(__file__).with_name(f"fitted-{VERSION}.npz")


@dataclass(frozen=True, slots=True)
class Reduction:
    """`mean` of a part, and the directions in which it differs most, a row each."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]

    def of(self, rows: NDArray[np.floating]) -> NDArray[np.float32]:
        """Centred and reduced, each row at length 1. Not whitened: that halved what was found, measured."""
        return unit((rows - self.mean) @ self.directions.T)


def fit(parts: Mapping[str, NDArray[np.floating]]) -> dict[str, Reduction]:
    """The reductions for these rows of each part, the same for the same rows."""
    return {name: _fit(rows, PARTS[name][1]) for name, rows in parts.items()}


def _fit(rows: NDArray[np.floating], kept: int) -> Reduction:
    mean = rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows - mean, full_matrices=False)
    strongest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), strongest])
    return Reduction(mean.astype(np.float32), (directions * signs[:, None])[:kept].astype(np.float32))


def save(reductions: Mapping[str, Reduction], file: Path) -> None:
    kept = {}
    for name, reduction in reductions.items():
        kept[f"{name}.mean"] = reduction.mean
        kept[f"{name}.directions"] = reduction.directions.astype(np.float16)
    np.savez_compressed(file, allow_pickle=False, **kept)


@cache
def fitted() -> dict[str, Reduction]:
    return load(FILE)


def load(file: Path) -> dict[str, Reduction]:
    with np.load(file, allow_pickle=False) as kept:
        return {name: Reduction(kept[f"{name}.mean"], kept[f"{name}.directions"].astype(np.float32)) for name in PARTS}


def reduced(rows: Mapping[str, NDArray[np.floating]], names: Iterable[str]) -> NDArray[np.float32]:
    """These parts, reduced and side by side, each row at length 1; every part counts the same."""
    return unit(np.hstack([fitted()[name].of(rows[name]) for name in names]))
