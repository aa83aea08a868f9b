"""Scented candles."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, glow, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Candle:
    vessel: str = "glass"
    colour: str = "amber"
    trim: str = "gold"
    mark: str = "star"


def paint_candle(canvas: Canvas, candle: Candle) -> None:
    VESSELS[candle.vessel](canvas, PALETTE[candle.colour], PALETTE[candle.trim], candle.mark)


def paint_flame(canvas: Canvas, height: float) -> None:
    """A burning wick whose foot is the origin."""
    glow(canvas, (0, -height * 0.7), height * 2.1, "#ffd27a")
    canvas.line(f"M0 4 Q3 {-height * 0.12:g} 0 {-height * 0.3:g}", DARK, 5)
    flame = canvas.linear((0, "#ffe9a8"), (0.55, "#ffb84a"), (1, "#e8752a"))
    h, w = height, height * 0.26
    canvas.path(
        f"M0 {-h * 1.25:g} C{w * 0.7:g} {-h * 0.85:g} {w:g} {-h * 0.6:g} {w:g} {-h * 0.4:g} A{w:g} {w:g} 0 0 1 {-w:g} {-h * 0.4:g} C{-w:g} {-h * 0.6:g} {-w * 0.4:g} {-h * 0.8:g} 0 {-h * 1.25:g}Z",
        flame,
    )
    canvas.ellipse((0, -h * 0.38), (w * 0.45, h * 0.24), "#fff6d8", opacity=0.9)


def _label(canvas: Canvas, half: float, y: float, mark: str) -> None:
    canvas.rect((-half, y - half), (half * 2, half * 2.1), facing(canvas, PALETTE["ivory"], 0.1), rx=5)
    ink = dark(PALETTE["walnut"], 0.15)
    canvas.rect((-half + 8, y - half + 8), (half * 2 - 16, half * 2.1 - 16), "none", stroke=ink, stroke_width=2)
    with canvas.at(0, y - half * 0.12, half * 0.56):
        paint_mark(canvas, mark, ink)
    canvas.line(f"M{-half * 0.36:g} {y + half * 0.76:g} H{half * 0.36:g}", ink, 4)


def _glass(canvas: Canvas, colour: str, _trim: str, mark: str) -> None:
    contact(canvas, 170)
    canvas.path(
        box(176, -400, 0, 30),
        canvas.linear(
            (0, dark(colour, 0.3), 0.8),
            (0.15, light(colour, 0.7), 0.7),
            (0.8, light(colour, 0.5), 0.6),
            (1, dark(colour, 0.3), 0.8),
            to=(1, 0),
        ),
    )
    canvas.ellipse((0, -396), (176, 26), light(colour, 0.5), opacity=0.8)
    canvas.path(box(160, -330, -16, 20), volume(canvas, light(colour, 0.5)))
    canvas.ellipse((0, -328), (160, 22), light(colour, 0.75))
    with canvas.at(0, -330):
        paint_flame(canvas, 84)
    _label(canvas, 84, -170, mark)
    shine(canvas, "M-152 -370 h18 v300 h-18Z", 0.8)


def _ribbed(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 180)
    canvas.ellipse((0, -330), (186, 34), dark(colour, 0.4))
    canvas.ellipse((0, -322), (170, 26), PALETTE["ivory"])
    with canvas.at(0, -326):
        paint_flame(canvas, 92)
    for i in range(13):
        x = -186 + i * 28.6
        shade = abs(i - 4) / 12
        canvas.path(
            f"M{x:.1f} {-330 + 34 * (1 - ((x + 14) / 190) ** 2) ** 0.5:.1f} h30 V-8 q-15 14 -30 0Z",
            volume(canvas, dark(colour, shade * 0.5)),
        )
    canvas.circle((0, -150), 72, metal(canvas, trim))
    with canvas.at(0, -150, 48):
        paint_mark(canvas, mark, dark(trim, 0.55))


def _pillars(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Three pillars of three heights on a tray."""
    contact(canvas, 300)
    canvas.ellipse((0, -12), (310, 40), metal(canvas, trim))
    canvas.ellipse((0, -18), (290, 32), light(trim, 0.3))
    for x, height, half, share in ((-150, 340, 84, 0.0), (146, 250, 84, 0.28), (0, 170, 92, 0.5)):
        with canvas.at(x, -10 if x else 6):
            wax = light(colour, share)
            canvas.path(f"M{-half} {-height} V-14 A{half} 18 0 0 0 {half} -14 V{-height}Z", volume(canvas, wax))
            canvas.ellipse((0, -height), (half, 18), light(wax, 0.5))
            canvas.path(f"M{-half} {-height} q10 60 22 60 q12 0 10 -44Z", light(wax, 0.4))
            with canvas.at(0, -height):
                paint_flame(canvas, 66)


def _tin(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 210)
    canvas.ellipse((0, -220), (214, 40), metal(canvas, light(trim, 0.2)))
    canvas.ellipse((0, -216), (196, 32), PALETTE["ivory"])
    for x in (-70, 70):
        with canvas.at(x, -218):
            paint_flame(canvas, 62)
    canvas.path("M-214 -220 V-20 A214 40 0 0 0 214 -20 V-220 A214 40 0 0 1 -214 -220Z", volume(canvas, colour))
    canvas.line("M-214 -214 A214 40 0 0 0 214 -214 M-214 -22 A214 40 0 0 0 214 -22", light(trim, 0.2), 8)
    for x in (-140, 0, 140):
        with canvas.at(x, -88 + (8 if x == 0 else 0), 42):
            paint_mark(canvas, mark, light(trim, 0.3))


def _bowl(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A wide ceramic bowl with three wicks."""
    contact(canvas, 190)
    canvas.ellipse((0, -240), (286, 46), dark(colour, 0.3))
    canvas.ellipse((0, -232), (262, 36), PALETTE["ivory"])
    for x, y in ((-130, -232), (130, -232), (0, -220)):
        with canvas.at(x, y):
            paint_flame(canvas, 66)
    canvas.path(
        "M-286 -240 C-286 -110 -190 0 -110 0 H110 C190 0 286 -110 286 -240 A286 46 0 0 1 -286 -240Z",
        volume(canvas, colour),
    )
    canvas.line("M-286 -240 A286 46 0 0 0 286 -240", light(trim, 0.2), 7)
    with canvas.at(0, -104, 58):
        paint_mark(canvas, mark, light(trim, 0.25))


def _lidded(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A closed candle in pierced porcelain."""
    contact(canvas, 190)
    canvas.path(lathe((190, -330), (190, -30), (190, 0, 150, 0)), volume(canvas, colour))
    for i in range(7):
        x = -150 + i * 50
        width = 20 * (1 - (x / 230) ** 2)
        canvas.path(f"M{x - width:g} -90 V-220 A{width:g} 34 0 0 1 {x + width:g} -220 V-90Z", dark(colour, 0.5))
        glow(canvas, (x, -150), 40, "#ffc56a")
    canvas.path(box(200, -352, -320, 8), metal(canvas, trim))
    canvas.path(lathe((6, -470), (110, -462, 190, -420, 194, -352)), volume(canvas, colour))
    canvas.path(lathe((0, -550), (44, -540, 40, -480, 14, -468)), metal(canvas, trim))
    with canvas.at(0, -44, 30):
        paint_mark(canvas, mark, light(trim, 0.1))
    canvas.path("M-120 -380 Q-100 -430 -50 -448 L-40 -438 Q-84 -420 -100 -376Z", LIGHT, opacity=0.5)


VESSELS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "glass": _glass,
    "ribbed": _ribbed,
    "pillars": _pillars,
    "tin": _tin,
    "bowl": _bowl,
    "lidded": _lidded,
}
