"""Gift boxes, bags, chests and trays."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, PALETTE, dark, light
from wasla_site.demo.drawings.noor.bottles import Bottle, paint_bottle
from wasla_site.demo.drawings.noor.burners import Burner, paint_burner
from wasla_site.demo.drawings.noor.candles import Candle, paint_candle
from wasla_site.demo.drawings.noor.jars import Jar, paint_jar
from wasla_site.demo.drawings.noor.oils import Oil, paint_oil
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, metal


@dataclass(frozen=True, slots=True)
class Gift:
    form: str = "box"
    colour: str = "emerald"
    trim: str = "gold"
    mark: str = "star"
    inside: str = "perfumes"


def paint_gift(canvas: Canvas, gift: Gift) -> None:
    FORMS[gift.form](canvas, gift, PALETTE[gift.colour], PALETTE[gift.trim])


def _bow(canvas: Canvas, trim: str) -> None:
    silk = facing(canvas, trim, 0.3)
    for side in (-1, 1):
        with canvas.group(transform=f"scale({side} 1)"):
            canvas.path("M0 0 C30 60 60 90 120 116 L134 76 C90 60 50 30 0 0Z", dark(trim, 0.15))
            canvas.path("M0 0 C40 -90 150 -110 166 -50 C176 0 80 24 0 0Z", silk)
            canvas.path("M20 -6 C60 -50 120 -60 128 -36 C132 -12 70 6 20 -6Z", dark(trim, 0.32))
    canvas.rect((-26, -28), (52, 54), silk, rx=16)


def _box(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    contact(canvas, 260)
    canvas.path(box(250, -340, 0, 8), facing(canvas, colour, 0.2))
    canvas.path(box(268, -420, -318, 8), facing(canvas, light(colour, 0.08), 0.2))
    canvas.rect((-268, -326), (536, 8), DARK, opacity=0.3)
    for x in (-36, 8):
        canvas.rect((x, -420), (28, 420), facing(canvas, trim, 0.25))
    for x in (-150, 150):
        with canvas.at(x, -160, 68):
            paint_mark(canvas, gift.mark, light(trim, 0.2))
    with canvas.at(0, -424):
        _bow(canvas, trim)


def _round(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    """A hat box tied around."""
    contact(canvas, 250)
    canvas.path(
        "M-240 -320 V-20 A240 40 0 0 0 240 -20 V-320Z",
        canvas.linear((0, dark(colour, 0.3)), (0.3, light(colour, 0.28)), (1, dark(colour, 0.3)), to=(1, 0)),
    )
    for x in (-150, 0, 150):
        with canvas.at(x, -130 + (10 if x == 0 else 0), 62):
            paint_mark(canvas, gift.mark, light(trim, 0.2))
    lid = light(colour, 0.12)
    canvas.path(
        "M-256 -400 V-310 A256 42 0 0 0 256 -310 V-400Z",
        canvas.linear((0, dark(lid, 0.3)), (0.3, light(lid, 0.28)), (1, dark(lid, 0.3)), to=(1, 0)),
    )
    canvas.ellipse((0, -400), (256, 42), facing(canvas, light(lid, 0.2), 0.15))
    canvas.line("M-256 -352 A256 42 0 0 0 256 -352", trim, 24)
    with canvas.at(0, -318):
        _bow(canvas, trim)


def _bag(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    contact(canvas, 220)
    canvas.line("M-90 -480 C-90 -640 90 -640 90 -480", dark(trim, 0.2), 12)
    for x, y, share in ((-120, -540, 0.5), (-40, -570, 0.7), (50, -550, 0.6), (130, -536, 0.75)):
        canvas.path(f"M{x - 70} -470 L{x} {y} L{x + 70} -470Z", light(PALETTE["blush"], share))
    canvas.path("M-210 -480 H210 L228 0 H-228Z", facing(canvas, colour, 0.22))
    canvas.path("M210 -480 L228 0 H160 L176 -480Z", DARK, opacity=0.16)
    canvas.line("M-90 -470 C-90 -620 90 -620 90 -470", trim, 12)
    for x in (-90, 90):
        canvas.circle((x, -452), 15, light(trim, 0.3))
    with canvas.at(-10, -226, 108):
        paint_mark(canvas, gift.mark, light(trim, 0.2))
    canvas.line("M-70 -76 H50", light(trim, 0.2), 7)


def _open(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    """A box with its lid up and the gifts in view."""
    contact(canvas, 330)
    canvas.path("M-310 -230 L-280 -620 H280 L310 -230Z", facing(canvas, dark(colour, 0.12), 0.2))
    canvas.path("M-286 -240 L-260 -598 H260 L286 -240Z", facing(canvas, light(PALETTE["ivory"], 0.1), 0.1))
    with canvas.at(0, -500, 70):
        paint_mark(canvas, gift.mark, trim)
    canvas.path("M-310 -230 H310 L300 -160 H-300Z", dark(colour, 0.55))
    canvas.rect((-284, -206), (568, 80), facing(canvas, PALETTE["ivory"], 0.16))
    for x in range(-280, 290, 40):
        canvas.path(f"M{x} -150 q20 -54 40 0Z", PALETTE["pearl"])
    INSIDES[gift.inside](canvas)
    canvas.path(box(318, -170, 0, 8), facing(canvas, colour, 0.2))
    canvas.rect((-318, -92), (636, 26), facing(canvas, trim, 0.25))
    canvas.rect((-318, -170), (636, 7), light(colour, 0.35))


def _chest(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    """A wooden chest with drawers and brass corners."""
    contact(canvas, 280)
    canvas.path(box(280, -430, -24, 10), facing(canvas, colour, 0.22))
    for x in (-240, 200):
        canvas.rect((x, -26), (40, 30), dark(colour, 0.4))
    canvas.path("M-300 -470 H300 L284 -424 H-284Z", facing(canvas, light(colour, 0.1), 0.2))
    for y in (-402, -278, -154):
        canvas.rect(
            (-252, y),
            (504, 112),
            facing(canvas, light(colour, 0.08), 0.14),
            stroke=dark(colour, 0.45),
            stroke_width=5,
            rx=4,
        )
        canvas.circle((0, y + 56), 17, metal(canvas, trim))
        for x in (-160, 160):
            with canvas.at(x, y + 56, 40):
                paint_mark(canvas, gift.mark, light(trim, 0.1))
    for x in (-280, 244):
        canvas.path(f"M{x} -430 h36 v16 h-20 v30 h-16Z" if x < 0 else f"M{x} -430 h36 v46 h-16 v-30 h-20Z", trim)


def _tray(canvas: Canvas, gift: Gift, colour: str, trim: str) -> None:
    """Gifts set out on a tray."""
    contact(canvas, 320)
    canvas.ellipse((0, -8), (340, 56), metal(canvas, trim))
    canvas.ellipse((0, -20), (326, 46), facing(canvas, colour, 0.2))
    with canvas.at(0, 118):
        INSIDES[gift.inside](canvas)


def _perfumes(canvas: Canvas) -> None:
    for x, bottle in (
        (-180, Bottle("slab", "cube", "ruby", mark="rose")),
        (180, Bottle("arch", "dome", "emerald", mark="palm")),
        (0, Bottle("column", "sphere", "amber", mark="star")),
    ):
        with canvas.at(x, -128, 0.62):
            paint_bottle(canvas, bottle)


def _incense(canvas: Canvas) -> None:
    with canvas.at(-180, -128, 0.62):
        paint_jar(canvas, Jar("pot", "plum", "knob", mark="diamond"))
    with canvas.at(186, -128, 0.62):
        paint_oil(canvas, Oil("tola", "oud"))
    with canvas.at(0, -128, 0.72):
        paint_burner(canvas, Burner("crown", "walnut", smoke="no"))


def _evening(canvas: Canvas) -> None:
    with canvas.at(-190, -128, 0.6):
        paint_candle(canvas, Candle("glass", "rose", mark="moon"))
    with canvas.at(180, -128, 0.6):
        paint_jar(canvas, Jar("low", "ivory", "wood", mark="leaf"))
    with canvas.at(0, -128, 0.68):
        paint_bottle(canvas, Bottle("drop", "crystal", "lilac", mark="rays"))


def _oils(canvas: Canvas) -> None:
    for x, oil in (
        (-200, Oil("crystal", "amber")),
        (200, Oil("amphora", "ruby")),
        (0, Oil("tola", "oud", mark="palm")),
    ):
        with canvas.at(x, -128, 0.66):
            paint_oil(canvas, oil)


def _care(canvas: Canvas) -> None:
    with canvas.at(-190, -128, 0.66):
        paint_jar(canvas, Jar("square", "sage", "wood", mark="leaf"))
    with canvas.at(186, -128, 0.62):
        paint_candle(canvas, Candle("ribbed", "ivory", mark="leaf"))
    with canvas.at(0, -128, 0.66):
        paint_bottle(canvas, Bottle("tall", "wood", "mint", plate="white", mark="leaf"))


INSIDES: dict[str, Callable[[Canvas], None]] = {
    "perfumes": _perfumes,
    "incense": _incense,
    "evening": _evening,
    "oils": _oils,
    "care": _care,
}
FORMS: dict[str, Callable[[Canvas, Gift, str, str], None]] = {
    "box": _box,
    "round": _round,
    "bag": _bag,
    "open": _open,
    "chest": _chest,
    "tray": _tray,
}
