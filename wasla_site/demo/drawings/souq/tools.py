"""Knives, axes and what hangs from a belt."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, metal, volume


@dataclass(frozen=True, slots=True)
class Tool:
    form: str = "knife"
    colour: str = "terracotta"
    trim: str = "silver"
    mark: str = "peak"


def paint_tool(canvas: Canvas, tool: Tool) -> None:
    FORMS[tool.form](canvas, PALETTE[tool.colour], PALETTE[tool.trim], tool.mark)


def _blade(canvas: Canvas, colour: str) -> str:
    return canvas.linear(
        (0, light(colour, 0.7)),
        (0.45, light(colour, 0.2)),
        (0.5, dark(colour, 0.12)),
        (1, light(colour, 0.4)),
        to=(0.5, 1),
    )


def _knife(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An open folding knife."""
    with canvas.at(0, -340, 1.1, -34):
        canvas.path(
            "M-20 -40 L-330 -60 Q-390 -20 -400 30 Q-200 50 -20 40Z", DARK, opacity=0.18, transform="translate(12 26)"
        )
        canvas.path(
            "M0 -46 H340 Q400 -44 396 10 Q390 62 320 60 L0 50 Q-30 0 0 -46Z",
            DARK,
            opacity=0.18,
            transform="translate(12 26)",
        )
        canvas.path("M-20 -40 L-330 -60 Q-390 -20 -400 30 Q-200 50 -20 40Z", _blade(canvas, trim))
        canvas.path("M-60 -34 h-30 v14 h30Z", dark(trim, 0.4))
        canvas.path("M0 -46 H340 Q400 -44 396 10 Q390 62 320 60 L0 50 Q-30 0 0 -46Z", facing(canvas, colour, 0.3))
        canvas.path("M-24 -46 H60 V52 H-20 Q-36 0 -24 -46Z", metal(canvas, trim))
        for x in (110, 320):
            canvas.circle((x, 4), 13, PALETTE["brass"])
        with canvas.at(214, 4, 36, 34):
            paint_mark(canvas, mark, light(colour, 0.6))


def _multitool(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 200, 0.3)
    steel = metal(canvas, trim)
    canvas.path("M-54 -420 Q-64 -560 -10 -640 L-4 -500 V-420Z M54 -420 Q64 -560 10 -640 L4 -500 V-420Z", steel)
    for y in (-520, -490, -460):
        canvas.line(f"M-40 {y} H-10 M40 {y} H10", dark(trim, 0.5), 5)
    canvas.circle((0, -410), 62, steel)
    for side in (-1, 1):
        with canvas.at(40 * side, -400, 1, -15 * side):
            canvas.path(box(46, -20, 400, 26), facing(canvas, colour, 0.26), transform="translate(0 0)")
            canvas.path(box(24, 30, 360, 14), steel)
            canvas.line("M0 60 V340", dark(trim, 0.4), 7)
    for turn, length in ((70, 230), (112, 190), (-74, 220)):
        with canvas.at(0, -410, 1, turn):
            canvas.path(f"M-20 0 L-22 {-length} Q0 {-length - 50} 20 {-length + 10} L20 0Z", _blade(canvas, trim))
    canvas.circle((0, -410), 27, dark(colour, 0.2))
    canvas.circle((0, -410), 11, PALETTE["brass"])


def _axe(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    with canvas.at(20, -360, 1, 24):
        canvas.path(
            "M-28 -330 H24 C30 -100 40 160 64 350 Q30 390 -6 360 C-26 160 -30 -100 -28 -330Z",
            DARK,
            opacity=0.18,
            transform="translate(20 16)",
        )
        canvas.path(
            "M-28 -330 H24 C30 -100 40 160 64 350 Q30 390 -6 360 C-26 160 -30 -100 -28 -330Z",
            facing(canvas, PALETTE["camel"], 0.28),
        )
        canvas.path("M-14 230 L52 226 L64 350 Q30 390 -6 360Z", facing(canvas, colour, 0.2))
        canvas.path(
            "M-60 -340 L70 -320 V-210 L-50 -220 Q-150 -180 -240 -90 Q-290 -230 -230 -400 Q-150 -350 -60 -340Z",
            facing(canvas, dark(trim, 0.3), 0.26),
        )
        canvas.path("M-240 -90 Q-290 -230 -230 -400 Q-206 -384 -190 -376 Q-236 -240 -196 -126Z", _blade(canvas, trim))
        canvas.line("M-10 -200 C-6 -60 10 120 20 220", dark(PALETTE["camel"], 0.3), 4, opacity=0.6)


def _shovel(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A folding spade for sand."""
    with canvas.at(0, -350, 1.05, 32):
        canvas.rect((-19, -330), (38, 440), volume(canvas, colour), rx=12)
        canvas.path(
            "M-84 -400 H84 Q104 -400 100 -370 L70 -310 H-70 L-100 -370 Q-104 -400 -84 -400Z M-56 -374 L-44 -336 H44 L56 -374Z",
            facing(canvas, dark(colour, 0.2), 0.2),
            fill_rule="evenodd",
        )
        canvas.rect((-34, 70), (68, 60), DARK, rx=10)
        canvas.path("M-120 130 H120 L128 280 Q90 380 0 420 Q-90 380 -128 280Z", facing(canvas, trim, 0.26))
        canvas.line("M0 150 V380 M-70 150 L-60 330 M70 150 L60 330", dark(trim, 0.25), 7, opacity=0.7)
        canvas.path("M-128 280 l-14 -20 l14 -18 l-14 -20 l14 -18 l-12 -20 l14 -16Z", dark(trim, 0.35))


def _compass(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 200)
    canvas.circle((0, -590), 46, "none", stroke=PALETTE["brass"], stroke_width=17)
    canvas.rect((-26, -566), (52, 50), metal(canvas, PALETTE["brass"]), rx=8)
    canvas.circle((0, -280), 262, metal(canvas, PALETTE["brass"]))
    canvas.circle((0, -280), 226, facing(canvas, PALETTE["ivory"], 0.14))
    for i in range(24):
        angle = pi * i / 12
        near, far = (176 if i % 6 == 0 else 190), 210
        canvas.line(
            f"M{near * sin(angle):.1f} {-280 - near * cos(angle):.1f} L{far * sin(angle):.1f} {-280 - far * cos(angle):.1f}",
            PALETTE["ebony"],
            8 if i % 6 == 0 else 4,
        )
    with canvas.at(0, -280, 130):
        paint_mark(canvas, "star", light(trim, 0.1))
    with canvas.at(0, -280, 1, 28):
        canvas.path("M0 -170 L34 0 H-34Z", facing(canvas, colour, 0.25))
        canvas.path("M0 170 L34 0 H-34Z", facing(canvas, PALETTE["navy"], 0.25))
    canvas.circle((0, -280), 22, metal(canvas, PALETTE["brass"]))
    canvas.path("M-180 -360 Q-120 -480 10 -490 Q-110 -440 -150 -330Z", LIGHT, opacity=0.55)


def _hooks(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Three carabiners of three colours."""
    for x, turn, shade in ((-190, -14, colour), (10, 4, trim), (210, 16, PALETTE["teal"])):
        with canvas.at(x, -330, 1, turn):
            d = "M-90 -190 C-90 -290 90 -290 90 -190 L70 190 C60 270 -60 270 -70 190Z"
            canvas.path(d, stroke=DARK, stroke_width=40, opacity=0.16, transform="translate(16 22)")
            canvas.path(d, stroke=dark(shade, 0.15), stroke_width=42)
            canvas.path(d, stroke=light(shade, 0.3), stroke_width=13, transform="translate(-5 -5)")
            canvas.line("M87 -130 L74 150", PALETTE["silver"], 44)
            canvas.line("M82 -130 L69 150", LIGHT, 10)
            canvas.rect((58, -30), (52, 70), metal(canvas, PALETTE["steel"]), rx=8)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "knife": _knife,
    "multitool": _multitool,
    "axe": _axe,
    "shovel": _shovel,
    "compass": _compass,
    "hooks": _hooks,
}
