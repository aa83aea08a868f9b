"""Incense burners, from the four-horned mabkhara to electric ones."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, glow, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Burner:
    form: str = "crown"
    colour: str = "walnut"
    trim: str = "gold"
    mark: str = "star"
    smoke: str = "yes"


def paint_burner(canvas: Canvas, burner: Burner) -> None:
    top = FORMS[burner.form](canvas, PALETTE[burner.colour], PALETTE[burner.trim], burner.mark)
    if burner.smoke == "yes":
        with canvas.at(0, top):
            paint_smoke(canvas)


def paint_smoke(canvas: Canvas) -> None:
    """Two ribbons that rise from the origin."""
    thick = canvas.linear((0, LIGHT, 0), (0.35, LIGHT, 0.5), (1, LIGHT, 0.75))
    thin = canvas.linear((0, "#7a6a60", 0), (0.5, "#7a6a60", 0.16), (1, "#7a6a60", 0.32))
    ribbon = "M0 0 C-70 -70 70 -120 10 -210 C-30 -270 40 -300 20 -360 C70 -290 0 -250 44 -200 C110 -110 -30 -70 0 0Z"
    canvas.path(ribbon, thick)
    canvas.path(ribbon, thin, transform="translate(14 0) scale(-0.7 0.9)")


def _coal(canvas: Canvas, half: float, y: float) -> None:
    canvas.ellipse((0, y), (half, half * 0.2), DARK)
    glow(canvas, (0, y - 6), half * 0.9, PALETTE["saffron"])
    for x, radius in ((-0.4, 0.2), (0, 0.24), (0.4, 0.19)):
        canvas.ellipse((half * x, y - 8), (half * radius, half * radius * 0.66), facing(canvas, "#5a2a1a", 0.3))


def _studs(canvas: Canvas, points: list[tuple[float, float]], colour: str) -> None:
    for point in points:
        canvas.circle(point, 9, colour)


def _crown(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    contact(canvas, 160)
    wood = facing(canvas, colour, 0.24)
    canvas.path("M-160 0 L-150 -34 L-96 -150 H96 L150 -34 L160 0Z", wood)
    canvas.path("M-96 -150 L-50 -206 L-66 -236 H66 L50 -206 L96 -150Z", dark(colour, 0.25))
    canvas.path("M-96 -398 H96 L96 -380 H-96Z", DARK)
    _coal(canvas, 116, -392)
    canvas.path("M-66 -236 L-168 -352 L-186 -470 L-104 -398 L0 -374 L104 -398 L186 -470 L168 -352 L66 -236Z", wood)
    canvas.path("M-66 -236 L-168 -352 L-186 -470 L-140 -430 L-126 -352Z", LIGHT, opacity=0.16)
    canvas.line("M-168 -352 L0 -330 L168 -352 M-96 -150 H96 M-150 -34 H150", trim, 8)
    canvas.line("M-186 -470 L-104 -398 L0 -374 L104 -398 L186 -470", light(trim, 0.2), 7)
    _studs(
        canvas, [(-186, -478), (186, -478), (-120, -60), (-60, -60), (0, -60), (60, -60), (120, -60)], light(trim, 0.15)
    )
    with canvas.at(0, -288, 38):
        paint_mark(canvas, mark, light(trim, 0.3))
    return -410


def _tower(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    contact(canvas, 130)
    canvas.path(box(140, -40, 0, 6), facing(canvas, dark(colour, 0.2), 0.2))
    canvas.path("M-118 -40 L-92 -430 H92 L118 -40Z", facing(canvas, colour, 0.24))
    _coal(canvas, 96, -470)
    canvas.path("M-100 -430 L-124 -520 L-62 -474 L0 -498 L62 -474 L124 -520 L100 -430Z", metal(canvas, trim))
    for y, half in ((-150, 46), (-300, 40)):
        canvas.path(f"M{-half} {y + 74} V{y} A{half} {half * 1.15:g} 0 0 1 {half} {y} V{y + 74}Z", dark(colour, 0.62))
        canvas.line(f"M{-half} {y + 74} V{y} A{half} {half * 1.15:g} 0 0 1 {half} {y} V{y + 74}Z", trim, 6)
        with canvas.at(0, y + 22, half * 0.62):
            paint_mark(canvas, mark, light(trim, 0.1))
    canvas.line("M-95 -400 H95 M-114 -80 H114", trim, 7)
    return -490


def _bowl(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    contact(canvas, 130)
    canvas.path(lathe((36, -190), (36, -90, 60, -50, 140, -16), (144, 0)), metal(canvas, trim))
    canvas.ellipse((0, -178), (62, 20), metal(canvas, trim))
    _coal(canvas, 190, -366)
    canvas.path(
        "M-214 -366 C-214 -230 -110 -170 0 -170 C110 -170 214 -230 214 -366 A214 42 0 0 1 -214 -366Z",
        volume(canvas, colour),
    )
    canvas.line("M-214 -366 A214 42 0 0 0 214 -366", light(trim, 0.15), 12)
    with canvas.at(0, -250, 50):
        paint_mark(canvas, mark, light(trim, 0.15))
    shine(canvas, "M-176 -318 Q-166 -252 -116 -216 L-104 -226 Q-148 -262 -154 -318Z", 0.5)
    return -380


def _dome(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    """A pierced lid over a footed cup."""
    contact(canvas, 130)
    canvas.path(lathe((50, -120), (56, -60, 80, -30, 140, -14), (140, 0)), metal(canvas, trim))
    canvas.path(lathe((196, -262), (196, -160, 120, -120, 50, -112)), volume(canvas, colour))
    with canvas.at(0, -186, 46):
        paint_mark(canvas, mark, light(trim, 0.2))
    canvas.path(box(204, -284, -256, 8), metal(canvas, trim))
    canvas.path(lathe((6, -480), (130, -470, 196, -390, 196, -284)), metal(canvas, dark(trim, 0.1)))
    for row, count, y in ((0, 5, -318), (1, 4, -372), (2, 3, -424)):
        for i in range(count):
            x = (i - (count - 1) / 2) * (72 - row * 10)
            canvas.path(f"M{x:g} {y - 26} L{x + 17:g} {y} L{x:g} {y + 26} L{x - 17:g} {y}Z", dark(colour, 0.55))
            canvas.circle((x, y + 4), 6, PALETTE["saffron"])
    canvas.path(lathe((0, -570), (20, -540, 34, -530, 30, -506), (14, -480)), metal(canvas, light(trim, 0.1)))
    return -470


def _pot(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    """A round pot of glazed clay."""
    contact(canvas, 150)
    _coal(canvas, 108, -372)
    canvas.path(
        lathe((124, -372), (124, -336, 226, -320, 226, -200), (226, -90, 170, 0, 120, 0)), volume(canvas, colour)
    )
    canvas.path("M-124 -372 A124 24 0 0 0 124 -372 L124 -346 A124 24 0 0 1 -124 -346Z", metal(canvas, trim))
    canvas.path(
        "M-214 -150 Q-190 -40 -120 0 H120 Q190 -40 214 -150 Q100 -110 0 -150 Q-100 -190 -214 -150Z", LIGHT, opacity=0.35
    )
    with canvas.at(0, -226, 62):
        paint_mark(canvas, mark, light(trim, 0.1))
    shine(canvas, "M-190 -250 Q-200 -190 -176 -130 L-158 -130 Q-180 -190 -168 -260Z", 0.6)
    return -380


def _electric(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    contact(canvas, 170)
    canvas.line("M150 -24 C260 -10 240 20 330 12", dark(colour, 0.5), 9)
    _coal(canvas, 120, -344)
    canvas.path(
        "M-176 -344 A176 34 0 0 0 176 -344 L190 -30 Q190 0 160 0 H-160 Q-190 0 -190 -30Z", volume(canvas, colour)
    )
    canvas.line("M-176 -344 A176 34 0 0 0 176 -344", light(trim, 0.2), 9)
    canvas.path(box(191, -70, -10, 20), facing(canvas, PALETTE["cedar"], 0.2))
    with canvas.at(0, -200, 66):
        paint_mark(canvas, mark, light(trim, 0.2))
    glow(canvas, (0, -98), 34, PALETTE["sun"])
    canvas.circle((0, -98), 8, "#fff3c9")
    shine(canvas, "M-150 -286 h20 l-6 190 h-18Z", 0.45)
    return -356


def _comb(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    """A burner for the hair: a slotted chamber between a handle and teeth."""
    contact(canvas, 120)
    canvas.path(box(96, -180, 0, 30), volume(canvas, colour))
    with canvas.at(0, -96, 50):
        paint_mark(canvas, mark, light(trim, 0.2))
    canvas.path(box(116, -212, -172, 10), metal(canvas, trim))
    canvas.path(box(112, -380, -206, 26), volume(canvas, dark(colour, 0.12)))
    for x in (-78, -48, -18, 12, 42, 72):
        canvas.rect((x, -352), (12, 116), dark(colour, 0.7), rx=6)
        glow(canvas, (x + 6, -262), 22, PALETTE["saffron"])
    for i in range(9):
        canvas.rect((-106 + i * 24.6, -520), (13, 150), metal(canvas, trim), rx=6)
    canvas.path(box(116, -398, -366, 10), metal(canvas, trim))
    return -500


def _car(canvas: Canvas, colour: str, trim: str, mark: str) -> float:
    """A tumbler that fits a cup holder, with its USB lead."""
    contact(canvas, 110)
    canvas.line("M96 -60 C220 -60 180 -8 270 -6 H306", dark(colour, 0.5), 9)
    canvas.rect((300, -24), (54, 34), PALETTE["silver"], rx=5)
    canvas.path(lathe((132, -330), (104, -16), (104, 0, 88, 0)), volume(canvas, colour))
    canvas.path(lathe((60, -420), (110, -414, 136, -380, 136, -322)), metal(canvas, trim))
    for x in (-72, -24, 24, 72):
        canvas.rect((x - 9, -388), (18, 46), dark(colour, 0.6), rx=9)
    with canvas.at(0, -196, 58):
        paint_mark(canvas, mark, light(trim, 0.2))
    glow(canvas, (0, -84), 30, PALETTE["sky"])
    canvas.circle((0, -84), 7, "#e9fbff")
    return -410


FORMS: dict[str, Callable[[Canvas, str, str, str], float]] = {
    "crown": _crown,
    "tower": _tower,
    "bowl": _bowl,
    "dome": _dome,
    "pot": _pot,
    "electric": _electric,
    "comb": _comb,
    "car": _car,
}
