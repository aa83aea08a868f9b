"""Caps, shemaghs, gloves and sunglasses."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import contact, facing


@dataclass(frozen=True, slots=True)
class Headwear:
    form: str = "cap"
    colour: str = "khaki"
    trim: str = "forest"
    mark: str = "peak"


def paint_headwear(canvas: Canvas, headwear: Headwear) -> None:
    FORMS[headwear.form](canvas, PALETTE[headwear.colour], PALETTE[headwear.trim], headwear.mark)


def _cap(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 290)
    canvas.path(
        "M-270 -110 C-270 -360 -130 -430 0 -430 C150 -430 260 -340 260 -110 Q0 -60 -270 -110Z",
        facing(canvas, colour, 0.26),
    )
    canvas.line(
        "M0 -430 C-60 -330 -90 -200 -80 -84 M0 -430 C110 -350 150 -220 150 -84", dark(colour, 0.3), 4, opacity=0.7
    )
    canvas.circle((0, -432), 17, trim)
    canvas.path(
        "M-280 -120 C-200 -170 120 -170 262 -112 C400 -90 440 -30 420 -16 C300 -60 -120 -60 -270 -84Z",
        facing(canvas, trim, 0.24),
    )
    canvas.line("M-240 -108 C-120 -140 150 -134 270 -90", light(trim, 0.4), 4, stroke_dasharray="12 9")
    canvas.circle((40, -262), 66, facing(canvas, PALETTE["ivory"], 0.15))
    with canvas.at(40, -262, 44):
        paint_mark(canvas, mark, dark(trim, 0.1))


def _bucket(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A wide hat with a neck flap and a cord."""
    contact(canvas, 330)
    canvas.path("M-200 -180 C-260 -100 -280 -40 -290 40 Q0 100 290 40 C280 -40 260 -100 200 -180Z", dark(colour, 0.22))
    canvas.path("M-170 -180 C-170 -400 -90 -440 0 -440 C90 -440 170 -400 170 -180Z", facing(canvas, colour, 0.26))
    canvas.path("M-170 -240 Q0 -200 170 -240 V-180 H-170Z", facing(canvas, trim, 0.2))
    canvas.path(
        "M-390 -110 C-300 -210 -180 -200 0 -190 C180 -200 300 -210 390 -110 C260 -90 120 -120 0 -120 C-120 -120 -260 -90 -390 -110Z",
        facing(canvas, light(colour, 0.08), 0.24),
    )
    canvas.line(
        "M-380 -112 C-260 -100 -120 -130 0 -130 C120 -130 260 -100 380 -112",
        dark(colour, 0.35),
        4,
        stroke_dasharray="12 9",
    )
    for x in (-90, -60, 60, 90):
        canvas.circle((x, -300), 9, dark(colour, 0.5))
    canvas.line("M-150 -140 C-130 40 130 40 150 -140", trim, 7)
    canvas.circle((0, 0), 14, PALETTE["camel"])


def _shemagh(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Folded in a square, its check and its tassels showing."""
    contact(canvas, 310, 0.35)
    canvas.path("M-300 -20 L-320 -420 Q0 -470 320 -420 L300 -20 Q0 20 -300 -20Z", facing(canvas, colour, 0.12))
    for row in range(9):
        for column in range(13):
            x, y = -276 + column * 46, -396 + row * 42 - (1 - (column - 6) ** 2 / 36) * 26
            canvas.path(f"M{x - 15:g} {y:g} l15 -13 l15 13 l-15 13Z", trim, opacity=0.9)
            canvas.line(f"M{x + 12:g} {y:g} h22", trim, 4)
    canvas.path("M-316 -400 Q0 -450 316 -400 L312 -330 Q0 -376 -312 -330Z", facing(canvas, colour, 0.16), opacity=0.95)
    canvas.line("M-314 -366 Q0 -414 314 -366", trim, 11)
    canvas.path("M-304 -60 Q0 -20 304 -60 L300 -20 Q0 20 -300 -20Z", DARK, opacity=0.1)
    for x in range(-280, 290, 40):
        y = 6 - abs(x) * 0.09
        canvas.line(f"M{x} {y:g} v44", colour, 13)
        canvas.line(f"M{x} {y + 8:g} v34", dark(colour, 0.14), 3)


def _buff(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A tube scarf."""
    contact(canvas, 190)
    canvas.path(
        "M-190 -480 Q0 -420 190 -480 C160 -330 170 -200 210 -20 Q0 50 -210 -20 C-170 -200 -160 -330 -190 -480Z",
        facing(canvas, colour, 0.24),
    )
    canvas.ellipse((0, -478), (190, 40), dark(colour, 0.4))
    for y in (-370, -250, -130):
        points = "".join(f" l20 {-44 if i % 2 == 0 else 44}" for i in range(16))
        canvas.line(f"M-162 {y + 30}{points}", trim, 10)
    for x in (-90, 60):
        canvas.path(f"M{x} -420 Q{x + 30} -240 {x - 10} -10 h36 Q{x + 60} -240 {x + 34} -424Z", DARK, opacity=0.1)


def _gloves(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    for x, flip in ((-170, 1), (170, -1)):
        with canvas.at(x, -20, 1, -6 * flip), canvas.group(transform=f"scale({flip} 1)"):
            d = "M-110 -20 V-300 C-150 -330 -210 -420 -180 -450 C-150 -470 -120 -420 -90 -390 L-96 -580 C-96 -620 -50 -620 -46 -580 L-40 -640 C-36 -680 10 -680 12 -640 L20 -610 C26 -646 66 -640 66 -604 L72 -540 C80 -570 120 -560 116 -524 L104 -20Z"
            canvas.path(d, DARK, opacity=0.16, transform="translate(16 18)")
            canvas.path(d, facing(canvas, colour, 0.22), stroke=dark(colour, 0.3), stroke_width=4)
            canvas.path("M-90 -390 Q0 -420 104 -380 L104 -230 H-104Z", facing(canvas, trim, 0.2))
            for k, top in ((-70, -400), (-14, -410), (44, -404), (92, -390)):
                canvas.circle((k, top), 17, dark(trim, 0.25))
            canvas.rect((-118, -120), (230, 70), facing(canvas, dark(colour, 0.3), 0.2), rx=10)
            with canvas.at(-4, -300, 38):
                paint_mark(canvas, mark, light(trim, 0.7))


def _glasses(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 330, 0.35)
    canvas.line(
        "M-330 -190 C-300 -330 -240 -380 -120 -390 M330 -190 C300 -330 240 -380 120 -390", dark(colour, 0.25), 20
    )
    for side in (-1, 1):
        lens = f"M{30 * side} -180 Q{40 * side} -220 {90 * side} -220 H{290 * side} Q{350 * side} -220 {340 * side} -150 Q{320 * side} -20 {190 * side} -14 Q{60 * side} -14 {30 * side} -180Z"
        canvas.path(
            lens,
            canvas.linear((0, dark(trim, 0.2)), (0.5, trim), (1, light(trim, 0.5)), to=(0.4, 1)),
            stroke=colour,
            stroke_width=20,
        )
        canvas.path(
            f"M{80 * side} -190 H{190 * side} L{110 * side} -70 Q{70 * side} -110 {80 * side} -190Z", LIGHT, opacity=0.3
        )
    canvas.line("M-36 -186 Q0 -220 36 -186", colour, 22)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "cap": _cap,
    "bucket": _bucket,
    "shemagh": _shemagh,
    "buff": _buff,
    "gloves": _gloves,
    "glasses": _glasses,
}
