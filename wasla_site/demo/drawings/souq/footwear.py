"""Boots, trail shoes, sandals and socks, seen from the side."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import contact, facing


@dataclass(frozen=True, slots=True)
class Footwear:
    form: str = "boot"
    colour: str = "camel"
    trim: str = "forest"
    mark: str = "peak"


def paint_footwear(canvas: Canvas, footwear: Footwear) -> None:
    FORMS[footwear.form](canvas, PALETTE[footwear.colour], PALETTE[footwear.trim], footwear.mark)


def _sole(canvas: Canvas, colour: str, trim: str) -> None:
    """A lugged sole from heel (left) to toe (right)."""
    contact(canvas, 340)
    lugs = "".join(" h34 v-20 h22 v20" for _ in range(12))
    canvas.path(f"M-330 -60 V0{lugs} Q400 -10 396 -70Z", dark(colour, 0.72))
    canvas.path(
        "M-336 -110 Q0 -60 300 -110 Q390 -110 400 -70 Q300 -40 -330 -46Z", facing(canvas, light(trim, 0.15), 0.22)
    )


def _laces(canvas: Canvas, points: list[tuple[float, float]], colour: str) -> None:
    for x, y in points:
        canvas.line(f"M{x - 50} {y - 16} L{x + 30} {y + 16}", colour, 13)
        canvas.circle((x - 58, y - 20), 10, PALETTE["brass"])


def _boot(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sole(canvas, colour, PALETTE["sand"])
    canvas.path(
        "M-320 -110 C-340 -260 -300 -420 -310 -520 Q-200 -560 -70 -520 C-60 -420 20 -330 120 -290 C260 -260 360 -240 380 -100 Q0 -60 -320 -110Z",
        facing(canvas, colour, 0.26),
    )
    canvas.path(
        "M160 -278 C290 -250 366 -220 382 -100 Q300 -80 190 -84 Q240 -180 160 -278Z",
        facing(canvas, dark(colour, 0.26), 0.16),
    )
    canvas.path(
        "M-320 -110 C-332 -200 -316 -280 -310 -340 Q-220 -300 -170 -200 Q-150 -130 -160 -88Z", facing(canvas, trim, 0.2)
    )
    canvas.path("M-314 -520 Q-200 -560 -70 -520 L-72 -470 Q-200 -500 -310 -466Z", dark(trim, 0.1))
    canvas.path(
        "M-110 -530 Q-60 -560 -30 -510 C-20 -420 60 -340 130 -306 L90 -280 C0 -330 -90 -430 -110 -530Z",
        light(colour, 0.3),
    )
    _laces(canvas, [(-40, -450), (-14, -396), (24, -350), (74, -314)], trim)
    canvas.line("M-150 -110 Q-60 -260 60 -270", light(colour, 0.35), 4, stroke_dasharray="11 8")
    canvas.line("M-300 -560 q-40 -50 -10 -70 q40 -10 30 60", trim, 12)
    with canvas.at(-232, -410, 40):
        paint_mark(canvas, mark, light(colour, 0.6))


def _chelsea(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A boot without laces: elastic at the ankle, a loop behind."""
    _sole(canvas, colour, trim)
    upper = "M-320 -110 C-336 -260 -304 -420 -306 -520 Q-200 -550 -70 -520 C-66 -400 0 -320 120 -280 C270 -240 366 -220 382 -100 Q0 -60 -320 -110Z"
    canvas.path(upper, facing(canvas, colour, 0.26))
    canvas.path(
        "M-230 -530 Q-190 -540 -120 -530 C-120 -420 -130 -340 -180 -250 C-226 -330 -236 -430 -230 -530Z",
        facing(canvas, trim, 0.2),
    )
    for x in range(-216, -126, 17):
        canvas.line(f"M{x} -526 L{x * 0.4 - 106:g} -290", dark(trim, 0.4), 4, opacity=0.7)
    canvas.line("M-100 -500 C-90 -390 -20 -310 90 -268 M-180 -250 Q-150 -170 -156 -100", dark(colour, 0.4), 6)
    canvas.line("M-300 -540 q-46 -50 -12 -74 q40 -10 36 64", trim, 13)
    canvas.path("M200 -250 Q300 -220 350 -150 Q280 -190 190 -210Z", LIGHT, opacity=0.2)


def _low(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sole(canvas, colour, trim)
    canvas.path(
        "M-324 -110 C-340 -200 -330 -270 -310 -330 Q-250 -360 -140 -300 C-60 -330 0 -320 60 -280 C200 -240 380 -230 390 -100 Q0 -60 -324 -110Z",
        facing(canvas, colour, 0.26),
    )
    canvas.path("M-310 -330 Q-250 -360 -140 -300 Q-180 -240 -260 -250 Q-300 -270 -310 -330Z", dark(colour, 0.5))
    canvas.path(
        "M-200 -100 C-120 -110 -40 -160 40 -262 L90 -250 C80 -170 180 -120 300 -96 Q20 -70 -200 -100Z",
        facing(canvas, trim, 0.2),
    )
    canvas.line(
        "M-120 -130 C-20 -130 60 -140 190 -120 M-60 -176 C0 -170 60 -176 120 -170", dark(trim, 0.3), 7, opacity=0.6
    )
    canvas.path("M250 -222 C350 -200 386 -160 390 -100 Q330 -84 260 -88 Q290 -150 250 -222Z", dark(trim, 0.2))
    _laces(canvas, [(-60, -306), (-6, -296), (50, -272)], light(trim, 0.5))
    canvas.path("M-324 -110 C-336 -180 -330 -230 -322 -270 Q-270 -220 -240 -100Z", dark(colour, 0.3))
    with canvas.at(-196, -176, 36):
        paint_mark(canvas, mark, light(trim, 0.6))


def _sandal(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Straps over a moulded footbed."""
    contact(canvas, 340)
    canvas.path(
        "M-340 -20 Q-350 -100 -280 -96 Q-60 -60 120 -84 Q300 -110 380 -70 Q410 -40 370 -6 H-320Z",
        facing(canvas, dark(colour, 0.35), 0.2),
    )
    canvas.path("M-330 -90 Q-60 -50 120 -78 Q300 -104 384 -66 Q300 -60 120 -48 Q-60 -20 -336 -60Z", light(colour, 0.2))
    for x in range(-300, 360, 60):
        canvas.rect((x, -20), (34, 22), DARK, rx=5)
    straps = (
        "M160 -76 C180 -240 250 -250 300 -90 L250 -80 C230 -180 216 -170 206 -74Z",
        "M-120 -64 C-60 -280 60 -330 130 -76 L80 -70 C40 -230 -10 -200 -60 -62Z",
        "M-300 -80 C-330 -300 -200 -380 -40 -300 L-60 -250 C-180 -310 -270 -260 -244 -74Z",
    )
    for d in straps:
        canvas.path(d, facing(canvas, trim, 0.26), stroke=dark(trim, 0.3), stroke_width=3)
    canvas.path("M-40 -300 Q60 -250 190 -230 L190 -190 Q40 -200 -60 -250Z", facing(canvas, dark(trim, 0.1), 0.2))
    canvas.rect((-96, -310), (70, 54), PALETTE["ebony"], rx=9, transform="rotate(20 -60 -284)")


def _sock(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    for x, turn, shade in ((110, 6, dark(colour, 0.12)), (-110, -3, colour)):
        with canvas.at(x, 0, 1, turn):
            d = "M-130 -640 H90 V-300 C90 -220 230 -180 260 -90 C270 -30 210 0 130 0 H10 C-90 0 -140 -110 -130 -260Z"
            canvas.path(d, DARK, opacity=0.16, transform="translate(18 20)")
            canvas.path(d, facing(canvas, shade, 0.22))
            canvas.path("M-130 -640 H90 V-570 H-130Z", dark(trim, 0.1))
            for k in range(-116, 90, 20):
                canvas.line(f"M{k} -636 V-576", light(trim, 0.3), 3)
            for y in (-520, -480):
                canvas.line(f"M-128 {y} H88", trim, 14)
            canvas.path(
                "M-124 -190 Q-60 -200 -40 -120 Q-40 -40 -70 -34 Q-120 -90 -124 -190Z M190 -160 Q260 -110 258 -70 Q240 -10 160 0 Q150 -100 190 -160Z",
                trim,
            )
            with canvas.at(-20, -390, 50):
                paint_mark(canvas, mark, light(trim, 0.5))


def _slipper(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A leather slipper of Najd, seen from above."""
    for x, flip in ((-150, 1), (150, -1)):
        with canvas.at(x, -10, 1), canvas.group(transform=f"scale({flip} 1)"):
            sole = "M-100 -60 C-110 -260 -130 -420 -90 -560 C-60 -660 60 -670 104 -560 C140 -430 100 -280 100 -80 C90 20 -90 20 -100 -60Z"
            canvas.path(sole, DARK, opacity=0.2, transform="translate(16 18)")
            canvas.path(sole, facing(canvas, PALETTE["camel"], 0.24), stroke=dark(colour, 0.4), stroke_width=9)
            canvas.path(
                "M-112 -420 C-60 -360 70 -360 116 -420 L110 -540 C60 -480 -50 -480 -96 -540Z",
                facing(canvas, colour, 0.26),
                stroke=dark(colour, 0.35),
                stroke_width=4,
            )
            canvas.path(
                "M-20 -490 L-6 -626 H26 L28 -490Z",
                facing(canvas, colour, 0.26),
                stroke=dark(colour, 0.35),
                stroke_width=4,
            )
            canvas.line("M-100 -436 C-50 -384 64 -384 108 -436", trim, 6, stroke_dasharray="12 9")
            canvas.circle((4, -450), 40, facing(canvas, dark(colour, 0.2), 0.2))
            with canvas.at(4, -450, 27):
                paint_mark(canvas, mark, trim)
            canvas.line("M-80 -80 Q0 -50 80 -90", dark(PALETTE["camel"], 0.3), 5, stroke_dasharray="10 8")


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "boot": _boot,
    "chelsea": _chelsea,
    "low": _low,
    "sandal": _sandal,
    "sock": _sock,
    "slipper": _slipper,
}
