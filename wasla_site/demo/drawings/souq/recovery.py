"""Ropes, pegs, recovery gear for sand, first aid."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark, polygon
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, volume


@dataclass(frozen=True, slots=True)
class Recovery:
    form: str = "rope"
    colour: str = "terracotta"
    trim: str = "silver"
    mark: str = "peak"


def paint_recovery(canvas: Canvas, recovery: Recovery) -> None:
    FORMS[recovery.form](canvas, PALETTE[recovery.colour], PALETTE[recovery.trim], recovery.mark)


def _rope(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A coil bound in its middle, with a shackle."""
    contact(canvas, 220)
    for i in range(6):
        canvas.ellipse(
            (0, -300 + i * 4),
            (240 - i * 26, 290 - i * 26),
            "none",
            stroke=(colour, dark(colour, 0.16))[i % 2],
            stroke_width=23,
        )
        canvas.ellipse(
            (0, -300 + i * 4),
            (240 - i * 26, 290 - i * 26),
            "none",
            stroke=light(trim, 0.2),
            stroke_width=7,
            stroke_dasharray="14 26",
        )
    for i in range(6):
        canvas.rect((-76, -100 - i * 24), (152, 24), (colour, dark(colour, 0.16))[i % 2], rx=12)
    canvas.line("M70 -40 C160 10 260 -30 300 0", colour, 23)
    canvas.line("M70 -40 C160 10 260 -30 300 0", light(trim, 0.2), 7, stroke_dasharray="14 26")
    canvas.line("M300 4 C420 -10 420 -150 310 -140", PALETTE["steel"], 25)
    canvas.rect((288, -160), (30, 180), facing(canvas, PALETTE["steel"], 0.3), rx=10)


def _compressor(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A tyre compressor with its gauge and hose."""
    contact(canvas, 300)
    canvas.line("M200 -220 C420 -260 420 -20 250 10 C150 30 330 60 400 20", DARK, 19)
    canvas.path(box(250, -90, -14, 12), facing(canvas, dark(colour, 0.5), 0.2))
    for x in (-230, 180):
        canvas.rect((x, -20), (56, 24), DARK, rx=8)
    canvas.rect(
        (-270, -300), (390, 220), canvas.linear((0, light(colour, 0.35)), (0.3, colour), (1, dark(colour, 0.4))), rx=26
    )
    for x in range(-240, -80, 26):
        canvas.rect((x, -316), (13, 250), dark(colour, 0.3), rx=6)
    canvas.rect((90, -330), (110, 260), metal(canvas, trim), rx=16)
    canvas.circle((20, -196), 76, metal(canvas, trim))
    canvas.circle((20, -196), 60, PALETTE["snow"])
    canvas.line("M-22 -176 A46 46 0 1 1 62 -176", PALETTE["teal"], 9)
    canvas.line("M20 -196 L52 -222", PALETTE["red"], 7)
    canvas.path("M-150 -310 V-370 Q-150 -390 -130 -390 H120 Q140 -390 140 -370 V-330", stroke=DARK, stroke_width=22)
    with canvas.at(-160, -190, 1):
        canvas.rect((-50, -44), (100, 88), dark(colour, 0.25), rx=12)
        with canvas.group(transform="scale(32)"):
            paint_mark(canvas, mark, light(colour, 0.7))


def _boards(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Two traction boards for soft sand."""
    contact(canvas, 260, 0.35)
    for x, turn, shade in ((110, 8, dark(colour, 0.18)), (-90, -5, colour)):
        with canvas.at(x, 0, 1, turn):
            canvas.path(box(132, -720, 0, 36), facing(canvas, shade, 0.2))
            for row in range(8):
                for column in (-72, 0, 72):
                    canvas.path(polygon(6, 25), dark(shade, 0.25), transform=f"translate({column} {-590 + row * 62})")
                    canvas.circle((column, -594 + row * 62), 11, light(shade, 0.35))
            for y in (-690, -60):
                canvas.rect((-70, y), (140, 34), dark(shade, 0.6), rx=17)
            canvas.line("M-112 -630 V-90 M112 -630 V-90", trim, 7, opacity=0.8)


def _aid(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A first aid kit with a heart on it (the red crescent is a protected emblem)."""
    contact(canvas, 270)
    canvas.path(
        "M-110 -420 V-470 Q-110 -500 -80 -500 H80 Q110 -500 110 -470 V-420", stroke=dark(colour, 0.35), stroke_width=30
    )
    canvas.path(box(280, -430, 0, 50), facing(canvas, colour, 0.22))
    canvas.line("M-276 -330 H276", dark(colour, 0.4), 8)
    canvas.rect((130, -342), (56, 24), trim, rx=6)
    canvas.circle((0, -186), 116, facing(canvas, PALETTE["snow"], 0.08))
    canvas.path("M0 -110 C-90 -170 -80 -250 -34 -250 Q-8 -250 0 -222 Q8 -250 34 -250 C80 -250 90 -170 0 -110Z", colour)
    canvas.line("M-60 -186 H-24 L-10 -214 L10 -158 L24 -186 H60", PALETTE["snow"], 10)
    canvas.path("M-270 -300 Q-240 -310 -200 -300 L-214 -40 Q-250 -30 -262 -60Z", LIGHT, opacity=0.14)


def _extinguisher(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 120)
    canvas.line("M50 -560 C220 -560 190 -320 160 -210", DARK, 19)
    canvas.path("M140 -220 h44 l16 90 h-76Z", DARK)
    canvas.path(
        lathe((40, -530), (116, -510, 120, -460, 120, -430), (120, -20), (120, 0, 100, 0)), volume(canvas, colour)
    )
    canvas.path(box(32, -580, -524, 6), metal(canvas, trim))
    canvas.path("M-130 -650 L70 -620 V-590 L-130 -610Z M-110 -580 L60 -576 V-550 L-90 -550Z", dark(trim, 0.5))
    canvas.circle((0, -560), 25, PALETTE["snow"], stroke=PALETTE["brass"], stroke_width=6)
    canvas.path(box(90, -350, -130, 8), facing(canvas, PALETTE["ivory"], 0.1))
    canvas.path(
        "M0 -320 C44 -260 66 -230 40 -180 C20 -150 -30 -150 -42 -184 C-54 -220 -20 -250 -24 -280 Q0 -270 0 -320Z",
        PALETTE["terracotta"],
    )
    canvas.path("M-96 -460 h18 v380 h-18Z", LIGHT, opacity=0.45)


def _pegs(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A mallet and sand pegs."""
    for i, x in enumerate((30, 110, 190, 270)):
        with canvas.at(x, -60 + i * 6, 1, 6 + i * 3):
            canvas.path("M-13 -440 L13 -440 L9 -30 L0 20 L-9 -30Z", metal(canvas, trim))
            canvas.circle((0, -456), 30, "none", stroke=colour, stroke_width=17)
    with canvas.at(-170, -330, 1, -20):
        canvas.path("M-22 -200 H22 L28 300 Q0 330 -28 300Z", DARK, opacity=0.18, transform="translate(16 16)")
        canvas.path("M-22 -200 H22 L28 300 Q0 330 -28 300Z", facing(canvas, PALETTE["camel"], 0.26))
        canvas.path("M-24 190 H25 L28 300 Q0 330 -28 300Z", facing(canvas, colour, 0.2))
        canvas.path(
            "M-130 -310 H130 Q150 -310 150 -290 V-200 Q150 -180 130 -180 H-130 Q-150 -180 -150 -200 V-290 Q-150 -310 -130 -310Z",
            facing(canvas, "#4b4a4c", 0.22),
        )
        canvas.path("M-150 -290 Q-150 -310 -130 -310 H-104 V-180 H-130 Q-150 -180 -150 -200Z", light("#4b4a4c", 0.25))


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "rope": _rope,
    "aid": _aid,
    "compressor": _compressor,
    "boards": _boards,
    "pegs": _pegs,
    "extinguisher": _extinguisher,
}
