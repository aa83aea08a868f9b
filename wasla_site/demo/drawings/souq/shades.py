"""Awnings, umbrellas and windbreaks."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import contact, facing, metal


@dataclass(frozen=True, slots=True)
class Shade:
    form: str = "tarp"
    colour: str = "sand"
    trim: str = "terracotta"


def paint_shade(canvas: Canvas, shade: Shade) -> None:
    FORMS[shade.form](canvas, PALETTE[shade.colour], PALETTE[shade.trim])


def _pole(canvas: Canvas, x: float, top: float) -> None:
    canvas.path(f"M{x - 7} {top} h14 V0 h-14Z", metal(canvas, PALETTE["silver"]))


def _tarp(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 340, 0.3)
    for x, y, foot in ((-330, -470, -460), (330, -420, 460)):
        canvas.line(f"M{x} {y} L{foot} 0", LIGHT, 4)
    _pole(canvas, -330, -480)
    _pole(canvas, 330, -430)
    _pole(canvas, 0, -560)
    canvas.path(
        "M-400 -440 Q-180 -470 0 -570 Q200 -480 400 -400 Q220 -350 60 -300 Q-160 -380 -400 -440Z",
        facing(canvas, colour, 0.24),
    )
    canvas.path("M0 -570 Q200 -480 400 -400 Q220 -350 60 -300 Q50 -440 0 -570Z", dark(colour, 0.16))
    canvas.line("M-400 -440 Q-160 -380 60 -300 Q220 -350 400 -400", trim, 8)
    canvas.path("M-230 0 L-180 -60 H240 L290 0Z", facing(canvas, trim, 0.2))
    for x in (-120, 10, 140):
        canvas.line(f"M{x} -58 L{x + 10} -2", light(trim, 0.45), 6)


def _umbrella(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 200, 0.35)
    canvas.path("M-9 -600 h18 V0 h-18Z", metal(canvas, PALETTE["silver"]))
    canvas.path(
        "M-360 -400 Q-330 -640 0 -650 Q330 -640 360 -400 Q300 -440 240 -400 Q180 -440 120 -400 Q60 -440 0 -400 Q-60 -440 -120 -400 Q-180 -440 -240 -400 Q-300 -440 -360 -400Z",
        facing(canvas, colour, 0.24),
    )
    for x in (-240, 0, 240):
        canvas.path(
            f"M0 -650 Q{x * 0.9 - 40:g} -600 {x - 120} -400 Q{x - 60} -440 {x} -400 Q{x * 0.9:g} -560 0 -650Z", trim
        )
    canvas.circle((0, -656), 15, PALETTE["silver"])
    canvas.path("M0 -650 Q330 -640 360 -400 Q300 -440 240 -400 Q200 -560 0 -650Z", DARK, opacity=0.12)
    canvas.path("M-110 6 Q-60 -44 0 -44 Q60 -44 110 6Z", PALETTE["dune"])


def _awning(canvas: Canvas, colour: str, trim: str) -> None:
    """An awning drawn out from a roof rack."""
    contact(canvas, 400, 0.35)
    body = PALETTE["ivory"]
    canvas.path("M80 -60 V-250 Q84 -300 130 -306 L190 -430 Q200 -450 230 -450 H430 V-60Z", facing(canvas, body, 0.16))
    canvas.path("M170 -310 L216 -410 Q222 -420 236 -420 H330 V-310Z", "#56707a")
    canvas.path("M346 -310 V-420 H430 V-310Z", "#4b646e")
    canvas.circle((210, -60), 66, "#2c2b2a")
    canvas.circle((210, -60), 34, PALETTE["silver"])
    canvas.rect((180, -474), (260, 16), DARK, rx=6)
    canvas.path("M210 -480 L-420 -420 L-380 -360 L300 -448Z", facing(canvas, colour, 0.24))
    canvas.path("M-420 -420 L-380 -360 V-330 L-420 -386Z", trim)
    canvas.line("M-380 -346 L300 -440", trim, 9)
    for x, top in ((-400, -400), (-150, -380)):
        _pole(canvas, x, top)
    canvas.path("M-340 0 L-300 -40 H20 L50 0Z", facing(canvas, trim, 0.2))


def _canopy(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 360, 0.35)
    for x in (-350, -190, 190, 350):
        _pole(canvas, x, -400)
    canvas.line("M-350 -300 L-190 -390 L190 -390 L350 -300", PALETTE["silver"], 6)
    canvas.path("M-380 -400 Q-160 -480 0 -620 Q160 -480 380 -400Z", facing(canvas, colour, 0.24))
    canvas.path("M0 -620 Q160 -480 380 -400 H150 Q60 -500 0 -620Z", dark(colour, 0.16))
    points = "".join(f" q{760 / 20:g} 52 {760 / 10:g} 0" for _ in range(10))
    canvas.path(f"M-380 -404 V-366{points} V-404Z", trim)


def _windbreak(canvas: Canvas, colour: str, trim: str) -> None:
    """A ruwaq: a cloth wall on poles, striped as the desert weavers stripe it."""
    contact(canvas, 400, 0.35)
    xs = (-420, -210, 0, 210, 420)
    tops = (-330, -400, -420, -400, -330)
    for i in range(4):
        x, right, top, other = xs[i], xs[i + 1], tops[i], tops[i + 1]
        shade = dark(colour, 0.06 * i)
        canvas.path(f"M{x} {top} L{right} {other} V-10 H{x}Z", facing(canvas, shade, 0.16))
        for share in (0.16, 0.3, 0.7, 0.84):
            y, z = top * (1 - share) - 10 * share, other * (1 - share) - 10 * share
            canvas.line(f"M{x} {y:g} L{right} {z:g}", trim if share in (0.16, 0.84) else PALETTE["ebony"], 17)
        middle = (top + other) / 4
        for step in range(5):
            cx = x + 21 + step * 42
            canvas.path(
                f"M{cx - 17} {middle:g} L{cx} {middle - 24:g} L{cx + 17} {middle:g} L{cx} {middle + 24:g}Z",
                light(colour, 0.5),
            )
    for x, top in zip(xs, tops, strict=True):
        canvas.path(f"M{x - 8} {top - 40} h16 V4 h-16Z", metal(canvas, PALETTE["cedar"]))


FORMS: dict[str, Callable[[Canvas, str, str], None]] = {
    "tarp": _tarp,
    "umbrella": _umbrella,
    "awning": _awning,
    "canopy": _canopy,
    "windbreak": _windbreak,
}
