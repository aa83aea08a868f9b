"""Pictures of things that are not, from which the descriptor learns in what pictures differ: any outline, colour,
surface and background, by chance and always the same for the same seed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from skimage.color import hsv2rgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 200


def sketches(count: int, seed: int = 1) -> Iterator[Image.Image]:
    dice = np.random.default_rng(seed)
    for _ in range(count):
        yield _sketch(dice)


def _sketch(dice: np.random.Generator) -> Image.Image:
    down, across = _place(dice)
    shape = _OUTLINES[dice.integers(len(_OUTLINES))](down, across, dice)
    ground = _background(dice)
    shown = np.where(shape[..., None], _surface(down, across, dice), ground)
    lit = shown * dice.uniform(0.8, 1.15) + dice.normal(0, dice.uniform(0, 0.03), shown.shape)
    file = io.BytesIO()
    pixels = (np.clip(lit, 0, 1) * 255).astype(np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", quality=int(dice.integers(55, 95)))
    return Image.open(file)


def _place(dice: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates in which the thing lies within -1 … 1: turned, moved, larger or smaller, stretched."""
    down, across = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j] - dice.uniform(-0.12, 0.12, (2, 1, 1))
    turn, size = dice.normal(0, 0.2), dice.uniform(0.55, 0.85)
    turned = down * np.cos(turn) + across * np.sin(turn), across * np.cos(turn) - down * np.sin(turn)
    return turned[0] / size, turned[1] / size / dice.uniform(0.5, 1)


def _blob(down: NDArray[np.float64], across: NDArray[np.float64], dice: np.random.Generator) -> NDArray[np.bool_]:
    angle, radius = np.arctan2(down, across), np.hypot(down, across)
    edge = np.full_like(angle, 0.8)
    for wave in range(1, 7):
        edge += dice.normal(0, 0.22 / wave) * np.cos(wave * angle + dice.uniform(0, 2 * np.pi))
    return radius < edge


def _turned_on_a_lathe(
    down: NDArray[np.float64], across: NDArray[np.float64], dice: np.random.Generator
) -> NDArray[np.bool_]:
    """As bottles, vases and cups are."""
    steps = int(dice.integers(3, 8))
    widths = np.interp(down, np.linspace(-1, 1, steps), dice.uniform(0.12, 1, steps))
    return (np.abs(across) < widths) & (np.abs(down) < 1)


def _parts_together(
    down: NDArray[np.float64], across: NDArray[np.float64], dice: np.random.Generator
) -> NDArray[np.bool_]:
    """Two to five boxes and discs, the last one perhaps a hole: as shirts, bags, chairs and rings are."""
    found = np.zeros_like(down, dtype=bool)
    for _ in range(int(dice.integers(2, 6))):
        found |= _piece(down, across, dice, dice.uniform(0.2, 0.9, 2))
    if dice.random() < 0.3:
        found &= ~_piece(down, across, dice, dice.uniform(0.15, 0.45, 2))
    return found


def _piece(
    down: NDArray[np.float64],
    across: NDArray[np.float64],
    dice: np.random.Generator,
    half: NDArray[np.float64],
) -> NDArray[np.bool_]:
    middle = dice.uniform(-0.5, 0.5, 2)
    power = dice.choice([1.2, 2, 8])
    return (np.abs((down - middle[0]) / half[0]) ** power + np.abs((across - middle[1]) / half[1]) ** power) < 1


_OUTLINES = (_blob, _turned_on_a_lathe, _parts_together)


def _background(dice: np.random.Generator) -> NDArray[np.float64]:
    """White or pale mostly, sometimes of a colour, often darker towards one side."""
    colour = np.ones(3) * dice.uniform(0.85, 1) if dice.random() < 0.75 else _colour(dice)
    fall = np.linspace(0, dice.uniform(0, 0.08), SIDE)
    return np.clip(colour - (fall[:, None, None] if dice.random() < 0.5 else fall[None, :, None]), 0, 1)


def _surface(down: NDArray[np.float64], across: NDArray[np.float64], dice: np.random.Generator) -> NDArray[np.float64]:
    """One colour, or two in stripes, dots, checks or grain, shaded a little."""
    one, other = _colour(dice), _colour(dice)
    turn, often = dice.uniform(0, np.pi), dice.uniform(3, 12)
    along = (down * np.cos(turn) + across * np.sin(turn)) * often
    beside = (across * np.cos(turn) - down * np.sin(turn)) * often
    share = dice.uniform(-0.5, 0.5)
    patterns = (
        np.zeros_like(down),
        (np.sin(np.pi * along) > share).astype(float),
        (np.sin(np.pi * along) * np.sin(np.pi * beside) > share).astype(float),
        (np.hypot(np.sin(np.pi * along / 2), np.sin(np.pi * beside / 2)) < 0.5).astype(float),
        dice.random(down.shape),
    )
    pattern = patterns[dice.integers(len(patterns))][..., None]
    return (one * (1 - pattern) + other * pattern) * (1 - dice.uniform(0, 0.25) * np.abs(across)[..., None].clip(0, 1))


def _colour(dice: np.random.Generator) -> NDArray[np.float64]:
    return hsv2rgb(np.array([dice.random(), dice.beta(2, 1.3), dice.uniform(0.08, 1)]))
