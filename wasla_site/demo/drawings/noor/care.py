"""Scented care: lotion, hand cream, soap, body mist, oil."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Care:
    form: str = "pump"
    colour: str = "rose"
    trim: str = "gold"
    mark: str = "rose"


def paint_care(canvas: Canvas, care: Care) -> None:
    FORMS[care.form](canvas, PALETTE[care.colour], PALETTE[care.trim], care.mark)


def _lines(canvas: Canvas, y: float, half: float, ink: str) -> None:
    canvas.line(f"M{-half:g} {y:g} H{half:g}", ink, 5)
    canvas.line(f"M{-half * 0.6:g} {y + 18:g} H{half * 0.6:g}", ink, 3.5)


def _pump(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 130)
    canvas.path(box(136, -420, 0, 34), volume(canvas, colour))
    canvas.path(box(54, -470, -416, 8), metal(canvas, trim))
    canvas.rect((-12, -540), (24, 76), metal(canvas, trim))
    canvas.path("M-62 -590 H60 Q74 -590 74 -566 V-536 H-60 L-150 -520 V-548Z", metal(canvas, trim))
    ink = dark(colour, 0.62)
    with canvas.at(0, -230, 74):
        paint_mark(canvas, mark, ink)
    _lines(canvas, -110, 60, ink)
    shine(canvas, "M-110 -380 h20 v320 h-20Z", 0.6)


def _tube(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A tube that stands on its cap."""
    contact(canvas, 96)
    canvas.path(box(92, -90, 0, 10), metal(canvas, trim))
    canvas.path("M-150 -560 H150 L104 -90 H-104Z", volume(canvas, colour))
    canvas.path("M-150 -560 H150 L146 -520 H-146Z", dark(colour, 0.12))
    for x in range(-140, 141, 14):
        canvas.line(f"M{x} -556 V-526", dark(colour, 0.3), 2, opacity=0.6)
    ink = dark(colour, 0.62)
    with canvas.at(0, -330, 78):
        paint_mark(canvas, mark, ink)
    _lines(canvas, -200, 58, ink)
    shine(canvas, "M-112 -500 h20 l16 370 h-16Z", 0.6)


def _soap(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """Two bars, one in its paper band, on a wooden dish."""
    contact(canvas, 290)
    canvas.path(box(300, -56, -12, 16), facing(canvas, PALETTE["cedar"], 0.2))
    for x in (-220, 190):
        canvas.path(box(22, -14, 4, 4), dark(PALETTE["cedar"], 0.4), transform=f"translate({x} 0)")
    canvas.path("M-250 -58 V-160 Q-250 -196 -214 -196 H214 Q250 -196 250 -160 V-58Z", facing(canvas, colour, 0.24))
    canvas.rect((-84, -196), (168, 138), facing(canvas, PALETTE["ivory"], 0.1))
    with canvas.at(0, -126, 50):
        paint_mark(canvas, mark, dark(trim, 0.3))
    pale = light(colour, 0.4)
    canvas.path("M-190 -200 V-296 Q-190 -330 -156 -330 H186 Q220 -330 220 -296 V-200Z", facing(canvas, pale, 0.2))
    canvas.path(
        "M-160 -214 V-290 Q-160 -304 -146 -304 H176 Q190 -304 190 -290 V-214Z",
        "none",
        stroke=dark(pale, 0.16),
        stroke_width=5,
    )
    with canvas.at(15, -262, 34):
        paint_mark(canvas, mark, dark(pale, 0.3))
    for x, y, radius in ((270, -150, 30), (300, -214, 18), (-280, -236, 22)):
        canvas.circle((x, y), radius, LIGHT, opacity=0.4, stroke=LIGHT, stroke_width=3)


def _mist(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A tall spray for body or hair."""
    contact(canvas, 100)
    outline = lathe((56, -500), (104, -490, 104, -450, 104, -430), (104, -20), (104, 0, 84, 0))
    canvas.path(
        outline,
        canvas.linear(
            (0, dark(colour, 0.2)),
            (0.16, light(colour, 0.6)),
            (0.5, light(colour, 0.15)),
            (1, dark(colour, 0.3)),
            to=(1, 0),
        ),
    )
    canvas.path(
        "M-104 -210 Q-40 -250 20 -214 T104 -220 V-20 Q104 0 84 0 H-84 Q-104 0 -104 -20Z", dark(colour, 0.2), opacity=0.5
    )
    canvas.path(box(60, -650, -494, 14), metal(canvas, trim))
    ink = dark(colour, 0.6)
    with canvas.at(0, -330, 64):
        paint_mark(canvas, mark, ink)
    _lines(canvas, -226, 46, ink)
    shine(canvas, "M-84 -450 h14 v400 h-14Z", 0.65)


def _oil(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A flask of body oil with a cork."""
    contact(canvas, 150)
    outline = lathe((40, -520), (40, -380, 190, -330, 190, -180), (190, -60, 150, 0, 110, 0))
    canvas.path(
        outline,
        canvas.linear(
            (0, dark(colour, 0.3), 0.9),
            (0.16, light(colour, 0.65), 0.85),
            (0.6, light(colour, 0.4), 0.8),
            (1, dark(colour, 0.35), 0.9),
            to=(1, 0),
        ),
        stroke=LIGHT,
        stroke_width=3,
        stroke_opacity=0.6,
    )
    canvas.path(
        "M-168 -240 Q0 -214 168 -240 C184 -110 160 -14 104 -14 H-104 C-160 -14 -184 -110 -168 -240Z",
        canvas.linear((0, light(colour, 0.25)), (0.5, colour), (1, dark(colour, 0.3))),
    )
    canvas.path(box(44, -566, -506, 8), volume(canvas, PALETTE["camel"]))
    canvas.line("M-46 -470 H46 M-46 -456 H46", trim, 7)
    with canvas.at(0, -136, 66):
        paint_mark(canvas, mark, light(trim, 0.5))
    shine(canvas, "M-150 -230 Q-162 -160 -140 -90 L-124 -92 Q-144 -160 -130 -240Z", 0.7)
    canvas.rect((-40, -512), (80, 6), DARK, opacity=0.3)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "pump": _pump,
    "tube": _tube,
    "soap": _soap,
    "mist": _mist,
    "oil": _oil,
}
