"""Second pictures: the carton a perfume comes in, and what it smells of."""

from dataclasses import dataclass
from math import cos, pi, sin

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.noor.ingredients import INGREDIENTS
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import contact, facing


@dataclass(frozen=True, slots=True)
class Carton:
    colour: str = "amber"
    trim: str = "gold"
    mark: str = "star"
    shape: str = "tall"


@dataclass(frozen=True, slots=True)
class Notes:
    top: str = "citrus"
    heart: str = "rose"
    base: str = "oud"


SIZES = {"tall": (170, 560), "square": (220, 430), "low": (270, 300)}


def paint_carton(canvas: Canvas, carton: Carton) -> None:
    """A carton seen a little from the right, foil ornament on its face and a repeat on its side."""
    colour, trim = PALETTE[carton.colour], PALETTE[carton.trim]
    half, height = SIZES[carton.shape]
    contact(canvas, half + 60)
    left, edge, right = -half - 40, half - 40, half + 90
    canvas.path(f"M{edge} {-height} L{right} {-height - 26} V-34 L{edge} 0Z", facing(canvas, dark(colour, 0.34), 0.14))
    canvas.path(
        f"M{left} {-height} L{left + 128} {-height - 30} L{right} {-height - 26} L{edge} {-height}Z",
        light(colour, 0.36),
    )
    canvas.rect((left, -height), (half * 2, height), facing(canvas, colour, 0.18))
    ink = light(trim, 0.2)
    canvas.rect((left + 20, 20 - height), (half * 2 - 40, height - 40), "none", stroke=ink, stroke_width=4)
    canvas.rect((left + 30, 30 - height), (half * 2 - 60, height - 60), "none", stroke=ink, stroke_width=1.5)
    with canvas.at(-40, -height * 0.58, min(half * 0.56, height * 0.26)):
        paint_mark(canvas, carton.mark, ink)
    canvas.line(f"M{-40 - half * 0.4:g} {-height * 0.19:g} H{-40 + half * 0.4:g}", ink, 6)
    canvas.line(f"M{-40 - half * 0.22:g} {-height * 0.19 + 22:g} H{-40 + half * 0.22:g}", ink, 4)
    for row in range(int(height / 96)):
        with canvas.at((edge + right) / 2, -height + 40 + row * 96, 1), canvas.group(transform="scale(34 38)"):
            paint_mark(canvas, carton.mark, dark(trim, 0.1))


def paint_notes(canvas: Canvas, notes: Notes) -> None:
    """Three ingredients in three dishes, the base note largest."""
    for name, (x, y), radius in (
        (notes.top, (-196, -560), 150),
        (notes.heart, (190, -470), 176),
        (notes.base, (-60, -190), 200),
    ):
        canvas.circle((x + 16, y + 26), radius * 1.04, DARK, opacity=0.08)
        canvas.circle((x + 9, y + 15), radius * 1.02, DARK, opacity=0.12)
        canvas.circle((x, y), radius, facing(canvas, PALETTE["ivory"], 0.22))
        canvas.circle((x, y), radius * 0.9, dark(PALETTE["pearl"], 0.04))
        canvas.circle((x, y), radius * 0.97, "none", stroke=PALETTE["gold"], stroke_width=4, opacity=0.7)
        with canvas.at(x, y, radius * 0.0082):
            INGREDIENTS[name](canvas)
    for i in range(7):
        angle = pi * (0.2 + i * 0.29)
        with canvas.at(20 + 340 * cos(angle), -400 - 330 * sin(angle), 0.5, i * 51):
            canvas.path("M0 -40 C40 -20 34 30 0 40 C-34 30 -40 -20 0 -40Z", LIGHT, opacity=0.55)
