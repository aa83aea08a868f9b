"""Oud chips, and what they are sold in."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, shine, spread, volume


@dataclass(frozen=True, slots=True)
class Wood:
    holder: str = "crate"
    wood: str = "oud"
    trim: str = "gold"
    mark: str = "star"


def paint_wood(canvas: Canvas, wood: Wood) -> None:
    HOLDERS[wood.holder](canvas, PALETTE[wood.wood], PALETTE[wood.trim], wood.mark)


def chip(canvas: Canvas, length: float, colour: str) -> None:
    """One shard of resinous wood about the origin, lying along x."""
    long, wide = length / 2, length * 0.15
    canvas.path(
        f"M{-long:g} {wide * 0.3:g} L{-long * 0.5:g} {-wide:g} L{long * 0.7:g} {-wide * 0.8:g} L{long:g} {wide * 0.2:g} "
        f"L{long * 0.5:g} {wide * 1.5:g} L{-long * 0.8:g} {wide * 1.3:g}Z",
        dark(colour, 0.42),
    )
    canvas.path(
        f"M{-long:g} {wide * 0.3:g} L{-long * 0.5:g} {-wide:g} L{long * 0.7:g} {-wide * 0.8:g} L{long:g} {wide * 0.2:g} "
        f"L{long * 0.3:g} {wide * 0.6:g} L{-long * 0.7:g} {wide * 0.7:g}Z",
        canvas.linear((0, light(colour, 0.34)), (0.5, light(colour, 0.12)), (1, colour), to=(1, 0.3)),
    )
    for y, share in ((-0.4, 0.45), (0, 0.5), (0.35, 0.4)):
        canvas.line(
            f"M{-long * 0.7:g} {wide * y:g} q{long * 0.6:g} {-wide * 0.3:g} {long * 1.3:g} {wide * 0.1:g}",
            dark(colour, share),
            2.5,
            opacity=0.7,
        )


def pile(canvas: Canvas, half: float, rows: int, colour: str) -> None:
    """A heap of chips on y = 0, as wide as `half` to each side."""
    for row in range(rows):
        count = max(2, round(half / 42) - row)
        for i, wobble in enumerate(spread(count, 0.3 + row * 0.37)):
            x = (i + 0.5) / count * 2 - 1
            reach = half * (1 - row / (rows + 1.2))
            shade = light(colour, 0.2 * wobble) if (i + row) % 2 else dark(colour, 0.2 * wobble)
            with canvas.at(x * reach, -row * 34 - 14 + wobble * 16, 1, wobble * 70 - 35):
                chip(canvas, 130 + wobble * 60, shade)


def _crate(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 290)
    timber = PALETTE["cedar"]
    canvas.path("M-290 -190 L-250 -250 H250 L290 -190Z", dark(timber, 0.5))
    with canvas.at(0, -196):
        pile(canvas, 250, 4, colour)
    canvas.path(box(290, -196, 0, 8), facing(canvas, timber, 0.2))
    for y in (-134, -66):
        canvas.rect((-290, y), (580, 5), dark(timber, 0.5), opacity=0.6)
    for x in (-270, 238):
        canvas.rect((x, -190), (32, 184), dark(timber, 0.16))
        for y in (-165, -100, -34):
            canvas.circle((x + 16, y), 6, trim)
    canvas.circle((0, -98), 66, facing(canvas, PALETTE["ivory"], 0.08))
    with canvas.at(0, -98, 46):
        paint_mark(canvas, mark, dark(trim, 0.3))


def _tray(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 210)
    canvas.path(lathe((84, -44), (110, -8), (120, 0)), metal(canvas, trim))
    canvas.ellipse((0, -92), (320, 60), metal(canvas, dark(trim, 0.15)))
    canvas.ellipse((0, -104), (320, 56), metal(canvas, light(trim, 0.1)))
    canvas.ellipse((0, -106), (284, 44), canvas.linear((0, dark(trim, 0.5)), (1, dark(trim, 0.15))))
    with canvas.at(0, -110):
        pile(canvas, 230, 5, colour)


def _jar(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 190)
    glass = lathe((150, -400), (190, -390, 190, -340, 190, -320), (190, -30), (190, 0, 160, 0))
    canvas.path(
        glass, canvas.linear((0, "#9b8775", 0.6), (0.2, LIGHT, 0.6), (0.7, LIGHT, 0.3), (1, "#7d6a5a", 0.6), to=(1, 0))
    )
    for row in range(8):
        for i, wobble in enumerate(spread(4, 0.2 + row * 0.29)):
            with canvas.at(-108 + i * 72, -34 - row * 40 + wobble * 14, 1, wobble * 90 - 45):
                chip(canvas, 96 + wobble * 24, light(colour, 0.22 * wobble))
    canvas.path(
        glass,
        canvas.linear((0, DARK, 0.25), (0.2, LIGHT, 0.2), (0.5, LIGHT, 0), (1, DARK, 0.3), to=(1, 0)),
        stroke=LIGHT,
        stroke_width=3,
        stroke_opacity=0.6,
    )
    canvas.rect((-92, -220), (184, 150), facing(canvas, PALETTE["ivory"], 0.1), rx=6)
    with canvas.at(0, -146, 56):
        paint_mark(canvas, mark, dark(trim, 0.3))
    canvas.path(box(166, -470, -392, 14), volume(canvas, PALETTE["walnut"]))
    canvas.rect((-166, -408), (332, 10), trim)
    shine(canvas, "M-168 -340 h22 v280 h-22Z", 0.55)


def _tin(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A round tin, its lid leaning against it."""
    contact(canvas, 260)
    canvas.ellipse((170, -150), (150, 152), metal(canvas, trim))
    canvas.ellipse((166, -150), (128, 130), facing(canvas, dark(colour, 0.2), 0.2))
    with canvas.at(166, -150, 78):
        paint_mark(canvas, mark, light(trim, 0.2))
    with canvas.at(-90, 0):
        canvas.ellipse((0, -150), (196, 46), dark(colour, 0.6))
        with canvas.at(0, -150):
            pile(canvas, 160, 3, colour)
        canvas.path("M-196 -150 V-20 A196 46 0 0 0 196 -20 V-150 A196 46 0 0 1 -196 -150Z", metal(canvas, trim))
        canvas.path("M-196 -112 A196 46 0 0 0 196 -112 V-52 A196 46 0 0 1 -196 -52Z", dark(colour, 0.25), opacity=0.85)


def _pouch(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A velvet bag with a cord, some chips before it."""
    contact(canvas, 210)
    cloth = PALETTE["wine"]
    sack = lathe(
        (120, -470), (70, -420, 60, -400, 66, -376), (200, -340, 230, -200, 216, -90), (206, -10, 150, 0, 100, 0)
    )
    canvas.path(sack, facing(canvas, cloth, 0.26))
    for x, bend in ((-90, -50), (-36, -16), (36, 16), (90, 50)):
        canvas.line(f"M{x * 0.4:g} -372 Q{x + bend} -250 {x + bend * 1.2:g} -120", dark(cloth, 0.35), 6, opacity=0.5)
    canvas.path("M-70 -392 Q0 -366 70 -392 V-362 Q0 -336 -70 -362Z", metal(canvas, trim))
    canvas.line("M40 -370 Q96 -330 84 -252", trim, 6)
    canvas.ellipse((84, -236), (12, 24), trim)
    with canvas.at(-6, -176, 78):
        paint_mark(canvas, mark, light(trim, 0.1))
    with canvas.at(180, 14):
        pile(canvas, 130, 2, colour)


HOLDERS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "crate": _crate,
    "tray": _tray,
    "jar": _jar,
    "tin": _tin,
    "pouch": _pouch,
}
