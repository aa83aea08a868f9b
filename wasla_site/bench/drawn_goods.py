"""Goods to try picture search with: 8 things in 8 colours and 4 patterns, and photographs of them, no two alike.

Not the pictures that the descriptor is fitted on.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from PIL import Image, ImageDraw

SIDE = 360
Draw = ImageDraw.ImageDraw
COLOURS = {
    "red": "#c0262d", "orange": "#e8862a", "yellow": "#f0cf3c", "green": "#2e8b4a",
    "blue": "#2b5fb4", "purple": "#7a3b96", "brown": "#6b4426", "black": "#26262a",
}  # fmt: skip
PATTERNS = ("plain", "stripes", "dots", "checks")
LINE = "#f4efe4"


@dataclass(frozen=True, slots=True)
class Good:
    thing: str
    colour: str
    pattern: str


def goods() -> list[Good]:
    return [Good(*kinds) for kinds in product(THINGS, COLOURS, PATTERNS)]


def _shirt(draw: Draw) -> None:
    draw.polygon([(120, 70), (160, 62), (180, 80), (200, 62), (240, 70), (310, 130), (275, 175), (245, 150), (245, 300),
                  (115, 300), (115, 150), (85, 175), (50, 130)], fill=255)  # fmt: skip


def _bottle(draw: Draw) -> None:
    draw.rounded_rectangle((130, 130, 230, 320), 22, fill=255)
    draw.polygon([(130, 150), (162, 100), (198, 100), (230, 150)], fill=255)
    draw.rectangle((160, 44, 200, 104), fill=255)


def _shoe(draw: Draw) -> None:
    draw.polygon([(50, 150), (120, 130), (150, 190), (250, 215), (320, 240), (330, 280), (45, 280)], fill=255)


def _bag(draw: Draw) -> None:
    draw.arc((120, 50, 240, 210), 180, 360, fill=255, width=16)
    draw.rounded_rectangle((70, 130, 290, 310), 18, fill=255)


def _ring(draw: Draw) -> None:
    draw.ellipse((90, 110, 270, 300), fill=255)
    draw.ellipse((118, 138, 242, 272), fill=0)
    draw.polygon([(150, 110), (180, 50), (210, 110), (180, 132)], fill=255)


def _hat(draw: Draw) -> None:
    draw.ellipse((30, 205, 330, 280), fill=255)
    draw.pieslice((95, 90, 265, 380), 180, 360, fill=255)


def _mug(draw: Draw) -> None:
    draw.rounded_rectangle((80, 90, 230, 290), 16, fill=255)
    draw.arc((190, 130, 310, 250), 270, 90, fill=255, width=24)
    draw.rectangle((222, 130, 250, 153), fill=255)
    draw.rectangle((222, 227, 250, 250), fill=255)


def _dress(draw: Draw) -> None:
    draw.polygon([(140, 50), (160, 90), (200, 90), (220, 50), (235, 60), (222, 150), (290, 320), (70, 320), (138, 150),
                  (125, 60)], fill=255)  # fmt: skip


THINGS: dict[str, Callable[[Draw], None]] = {
    "shirt": _shirt, "bottle": _bottle, "shoe": _shoe, "bag": _bag,
    "ring": _ring, "hat": _hat, "mug": _mug, "dress": _dress,
}  # fmt: skip


def drawn(good: Good) -> Image.Image:
    """The thing itself, with nothing around it."""
    shape = Image.new("L", (SIDE, SIDE))
    THINGS[good.thing](ImageDraw.Draw(shape))
    surface = Image.new("RGB", (SIDE, SIDE), COLOURS[good.colour])
    surface.paste(LINE, mask=_pattern(good.pattern))
    surface.putalpha(shape)
    return surface


def _pattern(name: str) -> Image.Image:
    """White where the second colour is."""
    pattern = Image.new("L", (SIDE, SIDE))
    draw, step = ImageDraw.Draw(pattern), 24
    for top in range(0, SIDE, step):
        if name == "stripes":
            draw.rectangle((0, top, SIDE, top + 7), fill=255)
        for left in range(0, SIDE, step):
            if name == "dots":
                draw.ellipse((left + 6, top + 6, left + 16, top + 16), fill=255)
            if name == "checks" and (top + left) // step % 2:
                draw.rectangle((left, top, left + step - 1, top + step - 1), fill=255)
    return pattern


def photographs(good: Good, dice: np.random.Generator) -> Iterator[Image.Image]:
    """Of the thing, without end: each turned, moved, stretched, near or far, perhaps mirrored, in another light,
    with noise."""
    thing = drawn(good)
    while True:
        yield _photograph(thing, dice)


def _photograph(thing: Image.Image, dice: np.random.Generator) -> Image.Image:
    seen = thing.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if dice.random() < 0.5 else thing
    seen = seen.rotate(float(dice.uniform(-25, 25)), Image.Resampling.BICUBIC)
    width, height = (round(SIDE * dice.uniform(0.55, 0.8) * stretched) for stretched in dice.uniform(0.85, 1.15, 2))
    seen = seen.resize((width, height), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", (SIDE, SIDE), (int(dice.integers(215, 256)),) * 3)
    place = int(dice.integers(0, SIDE - width + 1)), int(dice.integers(0, SIDE - height + 1))
    ground.paste(seen, place, seen)
    light = np.asarray(ground, dtype=np.float64) * dice.uniform(0.7, 1.2) * dice.uniform(0.95, 1.05, 3)
    pixels = np.clip(light + dice.normal(0, 10, light.shape), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=60)
    return Image.open(file)
