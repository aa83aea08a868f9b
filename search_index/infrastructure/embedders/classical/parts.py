"""The parts of the descriptor, each of which sees one thing: colours, outline, texture, layout.

Measured, none of them tells more than its own, and put side by side as they are the longest drowns the rest: so each is
centred and reduced by itself (`fitted`). Outline and layout are those of the picture and of its mirror image together,
because a shoe is the same whichever way it points.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from skimage.feature import hog, local_binary_pattern

from search_index.infrastructure.embedders.classical.subject import SIDE, Subject

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLOUR_BINS = (4, 8, 8)
COLOUR_RANGE = ((0, 100), (-80, 80), (-80, 80))
# Points around and their distance; each gives a bin for every uniform pattern and one for the rest.
RINGS = ((8, 1), (16, 2))
SCALES, DIRECTIONS, CELLS = (0.06, 0.12, 0.24), 6, 4


def colours(subject: Subject) -> NDArray[np.float64]:
    """How much of each colour there is: 256 bins of Lab, softened, in Hellinger's measure."""
    shown = subject.lab[subject.mask]
    counts, _ = np.histogramdd(shown, bins=COLOUR_BINS, range=COLOUR_RANGE)
    soft = ndimage.gaussian_filter(counts, sigma=(0.5, 0.6, 0.6), mode="constant")
    return np.sqrt(soft.ravel() / max(soft.sum(), 1.0))


def outline(subject: Subject) -> NDArray[np.float64]:
    """Which way the edge of what is shown runs, in each place (324), and how much of its square it fills."""
    both = _edges(subject.mask) + _edges(subject.mask[:, ::-1])
    return np.append(both / 2, subject.mask.mean())


def _edges(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    soft = ndimage.gaussian_filter(mask.astype(np.float64), 1)
    return hog(soft, orientations=9, pixels_per_cell=(16, 16), cells_per_block=(2, 2))


def texture(subject: Subject) -> NDArray[np.float64]:
    """How points of the surface differ from those around them, at two distances: 28 shares in Hellinger's measure."""
    lightness = np.clip(subject.lab[..., 0] * 2.55, 0, 255).astype(np.uint8)
    surface = ndimage.binary_erosion(subject.mask, iterations=2)
    surface = surface if surface.any() else subject.mask
    shares = []
    for points, distance in RINGS:
        patterns = local_binary_pattern(lightness, points, distance, method="uniform")[surface]
        shares.append(np.bincount(patterns.astype(int), minlength=points + 2) / max(patterns.size, 1))
    return np.sqrt(np.concatenate(shares))


def layout(subject: Subject) -> NDArray[np.float64]:
    """How much of it runs which way at which scale, in each of 16 places: 288 energies."""
    return (_energies(subject) + _energies(subject.mirrored())) / 2


def _energies(subject: Subject) -> NDArray[np.float64]:
    """As GIST has it: lightness through a bank of filters, of which each one's strength is averaged by places."""
    seen = np.fft.fft2(subject.lab[..., 0] / 100)
    strengths = np.abs(np.fft.ifft2(seen * _bank(), axes=(1, 2)))
    cell = SIDE // CELLS
    places = strengths.reshape(-1, CELLS, cell, CELLS, cell).mean(axis=(2, 4))
    return np.sqrt(places.ravel())


@cache
def _bank() -> NDArray[np.float64]:
    """Gabor's filters, as what they let pass of each frequency: (18, SIDE, SIDE)."""
    down, across = np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE), indexing="ij")
    radius, angle = np.hypot(down, across), np.arctan2(down, across)
    passed = []
    for scale in SCALES:
        for number in range(DIRECTIONS):
            turned = np.angle(np.exp(1j * (angle - np.pi * number / DIRECTIONS)))
            near = np.log(np.maximum(radius, 1e-9) / scale) / np.log(0.6)
            passed.append(np.exp(-(near**2) / 2) * np.exp(-(turned**2) / (2 * (np.pi / DIRECTIONS * 0.7) ** 2)))
    bank = np.stack(passed)
    bank[:, 0, 0] = 0
    return bank


# Name, what finds it, and to how many numbers it is reduced.
PARTS: dict[str, tuple[Callable[[Subject], NDArray[np.float64]], int]] = {
    "colours": (colours, 32),
    "outline": (outline, 32),
    "texture": (texture, 16),
    "layout": (layout, 32),
}
