"""Prayer beads, mats, charcoal and tongs: what goes with a gift or a burner."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark, polygon
from wasla_site.demo.drawings.shading import box, contact, facing, glow, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Keepsake:
    form: str = "beads"
    colour: str = "oud"
    trim: str = "gold"
    mark: str = "arch"


def paint_keepsake(canvas: Canvas, keepsake: Keepsake) -> None:
    FORMS[keepsake.form](canvas, PALETTE[keepsake.colour], PALETTE[keepsake.trim], keepsake.mark)


def _beads(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Thirty-three beads over a low stand, with a tassel."""
    contact(canvas, 200)
    canvas.path(box(200, -60, 0, 12), facing(canvas, PALETTE["cedar"], 0.2))
    canvas.rect((-16, -560), (32, 510), volume(canvas, PALETTE["cedar"]))
    canvas.circle((0, -566), 26, metal(canvas, trim))
    bead = canvas.radial(
        (0, light(colour, 0.75)),
        (0.28, light(colour, 0.22)),
        (0.7, colour),
        (1, dark(colour, 0.5)),
        centre=(0.34, 0.3),
        radius=0.8,
    )
    for i in range(33):
        angle = pi * 2 * (i + 0.5) / 33
        x, y = 172 * sin(angle), -372 - 186 * cos(angle)
        canvas.circle((x, y), 19 if i % 11 else 15, bead if i % 11 else metal(canvas, trim))
    canvas.path("M-13 -186 H13 L10 -130 H-10Z", metal(canvas, trim))
    canvas.circle((0, -194), 17, bead)
    for x in (-30, -18, -6, 6, 18, 30):
        canvas.line(f"M0 -134 Q{x * 0.4:g} -100 {x} -70", light(trim, 0.1), 6)


def _mat(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A prayer mat, hung to show its arch, and its fringe."""
    contact(canvas, 230, 0.3)
    canvas.rect((-280, -690), (560, 18), volume(canvas, PALETTE["cedar"]), rx=9)
    canvas.path(box(230, -684, -26, 4), facing(canvas, colour, 0.16))
    for x in range(-222, 226, 15):
        canvas.line(f"M{x} -28 q4 14 0 30", light(trim, 0.3), 5)
    canvas.rect((-204, -652), (408, 600), "none", stroke=trim, stroke_width=8)
    canvas.rect((-186, -634), (372, 564), "none", stroke=light(colour, 0.4), stroke_width=3)
    pale = light(colour, 0.55)
    canvas.path(
        "M-140 -80 V-430 C-140 -520 -40 -560 0 -610 C40 -560 140 -520 140 -430 V-80Z",
        facing(canvas, dark(colour, 0.28), 0.1),
        stroke=pale,
        stroke_width=6,
    )
    canvas.line("M0 -560 V-470", trim, 4)
    with canvas.at(0, -420, 56):
        paint_mark(canvas, mark, light(trim, 0.2))
    for x in (-84, 0, 84):
        with canvas.at(x, -150 if x else -180, 46):
            paint_mark(canvas, "leaf", pale)
    for x in (-162, 162):
        for y in (-600, -500, -400, -300, -200, -106):
            canvas.path(polygon(4, 11), trim, transform=f"translate({x} {y})")


def _coal(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A roll of quick-lighting discs, some taken out, one aglow."""
    contact(canvas, 280)
    with canvas.at(-110, 0):
        canvas.path(box(150, -390, 0, 10), facing(canvas, colour, 0.2))
        canvas.rect((-150, -300), (300, 190), facing(canvas, PALETTE["ivory"], 0.08))
        with canvas.at(0, -206, 74):
            paint_mark(canvas, mark, dark(trim, 0.25))
        canvas.rect((-150, -390), (300, 22), trim)
    for i, x in enumerate((150, 150, 150, 262)):
        y = -34 - i * 50 if i < 3 else -34
        canvas.path(
            f"M{x - 92} {y - 22} V{y + 16} A92 22 0 0 0 {x + 92} {y + 16} V{y - 22}Z", volume(canvas, "#4a4442")
        )
        canvas.ellipse((x, y - 22), (92, 22), facing(canvas, "#6b6462", 0.2))
        canvas.ellipse((x, y - 22), (52, 11), "#332e2c")
    glow(canvas, (150, -160), 120, PALETTE["saffron"])
    canvas.ellipse((150, -156), (80, 18), facing(canvas, PALETTE["coral"], 0.3), opacity=0.9)


def _tongs(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """Tongs, a spoon and a needle in a stand."""
    contact(canvas, 150)
    for side in (-1, 1):
        canvas.line(
            f"M{-60 + side * 6} -200 C{-60 + side * 70} -400 {-60 + side * 60} -540 {-60 + side * 14} -640",
            dark(trim, 0.1),
            15,
        )
        canvas.line(
            f"M{-63 + side * 6} -200 C{-63 + side * 70} -400 {-63 + side * 60} -540 {-63 + side * 14} -640",
            light(trim, 0.5),
            4,
        )
    canvas.rect((56, -560), (15, 380), metal(canvas, trim), rx=7)
    canvas.ellipse((63, -590), (40, 58), metal(canvas, trim))
    canvas.ellipse((63, -592), (27, 42), dark(trim, 0.3))
    canvas.rect((2, -520), (9, 340), metal(canvas, trim), rx=4)
    canvas.circle((6, -532), 18, metal(canvas, light(trim, 0.2)))
    canvas.path(
        "M-130 -250 A130 24 0 0 0 130 -250 L146 -20 Q146 0 126 0 H-126 Q-146 0 -146 -20Z", volume(canvas, colour)
    )
    canvas.line("M-130 -250 A130 24 0 0 0 130 -250", light(trim, 0.2), 8)
    with canvas.at(0, -116, 66):
        paint_mark(canvas, mark, light(trim, 0.2))
    shine(canvas, "M-108 -200 h18 l-8 150 h-16Z", 0.5)


def _heater(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An electric plate that lights coals."""
    contact(canvas, 220)
    canvas.line("M-190 -40 C-290 -40 -280 10 -360 6", DARK, 9)
    canvas.path(
        "M-210 -180 A210 36 0 0 0 210 -180 L230 -20 Q230 0 206 0 H-206 Q-230 0 -230 -20Z", volume(canvas, colour)
    )
    canvas.ellipse((0, -180), (210, 36), metal(canvas, PALETTE["silver"]))
    for radius in (170, 120, 70):
        canvas.ellipse((0, -182), (radius, radius * 0.17), "none", stroke=PALETTE["coral"], stroke_width=9)
    glow(canvas, (0, -190), 150, PALETTE["saffron"])
    canvas.line("M210 -160 L330 -210", trim, 22)
    canvas.line("M300 -198 L372 -230", PALETTE["walnut"], 30)
    with canvas.at(0, -78, 46):
        paint_mark(canvas, mark, light(trim, 0.2))
    canvas.circle((130, -70), 20, light(PALETTE["silver"], 0.4))
    canvas.line("M130 -86 V-72", LIGHT, 4)
    canvas.circle((-130, -70), 8, PALETTE["coral"])


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "beads": _beads,
    "mat": _mat,
    "coal": _coal,
    "tongs": _tongs,
    "heater": _heater,
}
