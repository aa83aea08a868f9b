"""Noor's backdrops: a tinted wall, one quiet piece of architecture, a plinth. Named `tone-place`."""

from collections.abc import Callable
from math import cos, radians, sin

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, dark, light, mix
from wasla_site.demo.drawings.shading import fading

TONES = {
    "sand": "#dcbc8f",
    "rose": "#dda59a",
    "amber": "#d39a5c",
    "oud": "#9c7358",
    "pearl": "#d9c9b8",
    "sage": "#a9b298",
    "dusk": "#a9868f",
    "clay": "#c98a68",
    "honey": "#e0b566",
    "mist": "#a8b5b4",
}
FLOOR = 962
GOLD = "#c9a15a"


def paint_scene(canvas: Canvas, name: str) -> None:
    """Paints the whole sheet; what is sold stands at (600, FLOOR)."""
    tone, _, place = name.partition("-")
    base = TONES[tone]
    canvas.rect((0, 0), (1200, 1200), light(base, 0.58))
    PLACES[place](canvas, base)


def _floor(canvas: Canvas, base: str) -> None:
    floor = canvas.linear((0, light(base, 0.46)), (1, light(base, 0.26)))
    canvas.rect((0, 905), (1200, 295), floor)
    canvas.rect((0, 905), (1200, 26), fading(canvas, DARK, 0.1, 0))


def plinth(canvas: Canvas, base: str, half: float, depth: float = 92) -> None:
    """A drum about x = 600 whose top lies at the floor line."""
    top, rim = FLOOR + 4, half * 0.12
    side = canvas.linear(
        (0, mix(base, DARK, 0.14)), (0.3, light(base, 0.42)), (0.65, light(base, 0.1)),
        (1, mix(base, DARK, 0.24)), to=(1, 0),
    )  # fmt: skip
    shadow = canvas.radial((0, DARK, 0.34), (0.7, DARK, 0.14), (1, DARK, 0))
    canvas.ellipse((640, top + depth + 6), (half * 1.3, rim * 1.5), shadow)
    left, right = 600 - half, 600 + half
    canvas.path(f"M{left} {top} V{top + depth} A{half} {rim} 0 0 0 {right} {top + depth} V{top}Z", side)
    canvas.ellipse((600, top), (half, rim), canvas.linear((0, light(base, 0.28)), (1, light(base, 0.66))))
    canvas.ellipse((600, top), (half, rim), "none", stroke=light(base, 0.75), stroke_width=2)


def palm_shadow(canvas: Canvas, x: float, y: float, turn: float) -> None:
    leaf = "M0 0 Q180 60 330 250 L324 252 Q174 66 -4 6Z"
    for step in range(1, 13):
        t = step / 12
        stem_x, stem_y = 360 * t * (1 - t) + 330 * t * t, 120 * t * (1 - t) + 250 * t * t
        length = 210 * (1 - 0.62 * t)
        for side, lean in ((1, 88), (-1, 2)):
            angle = radians(lean - 14 * side * (1 - t))
            tip_x, tip_y = length * cos(angle), length * sin(angle)
            bend_x, bend_y = tip_x / 2 - 14 * sin(angle), tip_y / 2 + 14 * cos(angle)
            leaf += (
                f"M{stem_x:.1f} {stem_y:.1f} q{bend_x:.1f} {bend_y:.1f} {tip_x:.1f} {tip_y:.1f} "
                f"Q{stem_x + tip_x / 2:.1f} {stem_y + tip_y / 2:.1f} {stem_x:.1f} {stem_y:.1f}Z"
            )
    with canvas.at(x, y, 1.25, turn):
        canvas.path(leaf, DARK, opacity=0.045)


def _sunlight(canvas: Canvas) -> None:
    beam = canvas.linear((0, LIGHT, 0.26), (1, LIGHT, 0.02), to=(0.7, 1))
    canvas.path("M-20 120 L300 0 L860 905 L470 905Z", beam)


def _niche(canvas: Canvas, d: str, base: str) -> None:
    canvas.path(d, canvas.linear((0, mix(base, DARK, 0.16)), (1, light(base, 0.34)), to=(0.4, 1)))


def _arch(canvas: Canvas, base: str) -> None:
    canvas.line("M206 905 V476 A394 394 0 0 1 994 476 V905", GOLD, 3, opacity=0.75)
    _niche(canvas, "M236 905 V476 A364 364 0 0 1 964 476 V905Z", base)
    _sunlight(canvas)
    _floor(canvas, base)
    plinth(canvas, base, 372)


def _ogee(canvas: Canvas, base: str) -> None:
    outline = "V470 C208 330 320 236 470 178 Q560 142 600 74 Q640 142 730 178 C880 236 992 330 992 470 V905"
    canvas.line(f"M208 905 {outline}", GOLD, 3, opacity=0.75)
    with canvas.group(transform="translate(600 905) scale(0.92 0.94) translate(-600 -905)"):
        _niche(canvas, f"M208 905 {outline}Z", base)
    palm_shadow(canvas, 1180, 20, 75)
    _floor(canvas, base)
    plinth(canvas, base, 388, 70)


def _sun(canvas: Canvas, base: str) -> None:
    canvas.circle((600, 520), 398, canvas.linear((0, light(base, 0.02)), (1, light(base, 0.46))))
    canvas.circle((600, 520), 430, "none", stroke=GOLD, stroke_width=2.5, opacity=0.7)
    palm_shadow(canvas, 20, 30, 5)
    _floor(canvas, base)
    plinth(canvas, mix(base, DARK, 0.08), 452, 120)
    plinth(canvas, base, 340, 46)


def _window(canvas: Canvas, base: str) -> None:
    """Carved screens at both sides, and the light that falls through them."""
    for left in (-34, 974):
        canvas.rect((left, -20), (260, 925), canvas.linear((0, mix(base, DARK, 0.06)), (1, light(base, 0.22))))
        canvas.rect((left + 12, -20), (236, 925), "none", stroke=light(base, 0.42), stroke_width=4)
        for row in range(10):
            for column in range(3):
                x, y = left + 52 + column * 78, 40 + row * 92
                star = f"M{x} {y - 38} L{x + 30} {y} L{x} {y + 38} L{x - 30} {y}Z"
                canvas.path(star, light(base, 0.6), opacity=0.75)
    _sunlight(canvas)
    _floor(canvas, base)
    plinth(canvas, base, 372)


def _dunes(canvas: Canvas, base: str) -> None:
    canvas.circle((820, 330), 150, canvas.radial((0, LIGHT, 0.95), (0.6, LIGHT, 0.6), (1, LIGHT, 0)))
    ridges = (
        ("M0 640 C220 520 380 520 560 620 C760 730 980 560 1200 600 V960 H0Z", 0.3),
        ("M0 760 C180 720 300 600 520 660 C760 730 900 820 1200 700 V960 H0Z", 0.12),
        ("M0 850 C300 780 520 880 760 820 C940 780 1080 800 1200 840 V960 H0Z", 0.38),
    )
    for d, share in ridges:
        canvas.path(d, canvas.linear((0, light(base, share)), (1, light(base, share + 0.3))))
    canvas.rect((0, 900), (1200, 300), canvas.linear((0, light(base, 0.4)), (1, light(base, 0.2))))
    plinth(canvas, light(base, 0.12), 372, 60)


def _drape(canvas: Canvas, base: str) -> None:
    """Cloth that hangs in folds behind a broad step."""
    canvas.rect((0, 0), (1200, 905), light(base, 0.46))
    fall = canvas.linear((0, light(base, 0.46)), (1, light(base, 0.2)), to=(1, 0.05))
    rise = canvas.linear((0, light(base, 0.2)), (1, light(base, 0.46)), to=(1, 0.05))
    for fold in range(12):
        x = fold * 100 + 40
        canvas.path(f"M{x} 0 h37 q-12 480 0 905 h-37 q-12 -480 0 -905Z", fall)
        canvas.path(f"M{x + 36} 0 h24 q-12 480 0 905 h-24 q-12 -480 0 -905Z", rise)
    _floor(canvas, base)
    plinth(canvas, base, 404, 80)


def _steps(canvas: Canvas, base: str) -> None:
    """Half an arch and blocks of stone."""
    _niche(canvas, "M520 905 V330 A290 290 0 0 1 1100 330 V905Z", base)
    canvas.line("M490 905 V330 A320 320 0 0 1 1130 330 V905", GOLD, 3, opacity=0.7)
    palm_shadow(canvas, -10, 120, -8)
    _floor(canvas, base)
    block = canvas.linear((0, light(base, 0.34)), (1, dark(base, 0.1)))
    canvas.rect((70, 790), (250, 190), block)
    canvas.rect((70, 766), (250, 30), light(base, 0.62))
    canvas.rect((900, 850), (230, 130), block)
    canvas.rect((900, 828), (230, 26), light(base, 0.62))
    plinth(canvas, base, 360)


def _flat(canvas: Canvas, base: str) -> None:
    """A table seen from above, with the shadow of a palm."""
    canvas.rect((0, 0), (1200, 1200), light(base, 0.5))
    canvas.path("M0 0 H1200 V330 Q800 420 560 330 T0 420Z", light(base, 0.6))
    canvas.path("M0 930 Q300 850 620 960 T1200 900 V1200 H0Z", light(base, 0.38))
    canvas.line("M0 930 Q300 850 620 960 T1200 900", GOLD, 2.5, opacity=0.5)
    palm_shadow(canvas, 1190, -10, 70)
    palm_shadow(canvas, -20, 760, -30)


PLACES: dict[str, Callable[[Canvas, str], None]] = {
    "arch": _arch,
    "ogee": _ogee,
    "sun": _sun,
    "window": _window,
    "dunes": _dunes,
    "drape": _drape,
    "steps": _steps,
    "flat": _flat,
}
