"""Souq's backdrops: a pale sky and one landscape of the peninsula. Named `light-place`."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, dark, light, mix
from wasla_site.demo.drawings.shading import fading, scatter


@dataclass(frozen=True, slots=True)
class Daylight:
    sky: str
    haze: str
    far: str
    near: str
    ground: str


LIGHTS = {
    "dawn": Daylight("#f3d3c2", "#fcefe2", "#e7bda2", "#d49b7b", "#ead3b0"),
    "noon": Daylight("#bfdfe9", "#eef6f1", "#b4cdbb", "#8fae98", "#e6dab9"),
    "gold": Daylight("#f6dca4", "#fdf3de", "#e3ba84", "#cd9560", "#edd5a6"),
    "dusk": Daylight("#c1adc4", "#f3d3bf", "#a3839a", "#806079", "#cfb097"),
    "sage": Daylight("#d3e0cd", "#f4f5ea", "#b3c4a4", "#8ba683", "#dcdab5"),
    "sea": Daylight("#bfe1e8", "#f2f8f3", "#8fc4cb", "#66a7b2", "#ecdcb9"),
    "mist": Daylight("#d3dfe2", "#f2f4f0", "#b9c8ca", "#97abad", "#dcd8c8"),
    "clay": Daylight("#f0cdb8", "#faeadd", "#dd9f7e", "#c27a58", "#e3bb96"),
    "night": Daylight("#1f3049", "#4d617c", "#2d4155", "#22323f", "#5b5d58"),
}
FLOOR = 990
HORIZON = 830


def paint_scene(canvas: Canvas, name: str) -> None:
    """Paints the whole sheet; what is sold stands at (600, FLOOR)."""
    day, _, place = name.partition("-")
    daylight = LIGHTS[day]
    if place == "flat":
        _flat(canvas, daylight)
        return
    canvas.rect((0, 0), (1200, 680), canvas.linear((0, daylight.sky), (1, daylight.haze)))
    canvas.rect((0, 680), (1200, HORIZON - 670), daylight.haze)
    if day == "night":
        for u, v in scatter(60):
            canvas.circle((u * 1200, v * 560), 1.5 + 2.5 * ((u * 7) % 1), LIGHT, opacity=0.4 + 0.5 * v)
    PLACES[place](canvas, daylight)
    _ground(canvas, daylight)


def _ground(canvas: Canvas, day: Daylight) -> None:
    edge = f"M0 {HORIZON} Q300 {HORIZON - 26} 600 {HORIZON} T1200 {HORIZON - 8} V1200 H0Z"
    canvas.path(edge, canvas.linear((0, light(day.ground, 0.22)), (1, dark(day.ground, 0.06))))
    canvas.path("M0 1060 Q420 1010 760 1070 T1200 1060 V1200 H0Z", dark(day.ground, 0.07), opacity=0.55)
    for x, y, size in ((120, 1010, 1), (1050, 960, 0.8), (980, 1120, 1.2), (250, 1130, 0.9)):
        with canvas.at(x, y, size):
            canvas.path("M-34 0 Q-30 -22 0 -22 Q34 -22 36 0 Q0 10 -34 0Z", dark(day.ground, 0.16))
            canvas.path("M-26 -6 Q-20 -20 2 -20 Q16 -18 20 -10 Q-4 -14 -26 -6Z", light(day.ground, 0.3))
    for x, y in ((70, 930), (1130, 1040), (330, 1060)):
        canvas.line(f"M{x} {y} q-4 -22 -16 -32 M{x} {y} v-38 M{x} {y} q6 -22 18 -28", mix(day.near, "#5a6b3c", 0.45), 5)


def _sun(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.circle((x, y), radius, LIGHT, opacity=0.75)
    canvas.circle((x, y), radius * 1.4, LIGHT, opacity=0.25)


def _dunes(canvas: Canvas, day: Daylight) -> None:
    _sun(canvas, 880, 270, 92)
    canvas.path("M0 640 C200 560 330 520 520 610 C700 690 900 540 1200 600 V860 H0Z", day.far)
    canvas.path("M520 610 C700 690 900 540 1200 600 V700 C900 640 700 760 520 610Z", light(day.far, 0.3))
    canvas.path("M0 740 C160 690 300 640 470 700 C720 790 940 690 1200 730 V860 H0Z", day.near)
    canvas.path("M0 740 C160 690 300 640 470 700 C300 700 180 760 0 800Z", light(day.near, 0.28))


def _mesa(canvas: Canvas, day: Daylight) -> None:
    """The sandstone of AlUla."""
    _sun(canvas, 300, 250, 80)
    canvas.path(
        "M0 690 V470 L60 430 L170 440 L230 520 L300 540 V860 H0Z M760 860 V520 L800 440 L960 420 L1010 470 L1120 460 L1200 500 V860Z",
        day.far,
    )
    canvas.path("M170 440 L230 520 L300 540 V860 H200Z M1010 470 L1120 460 L1200 500 V860 H1060Z", dark(day.far, 0.09))
    canvas.path(
        "M0 860 V640 L120 600 L210 640 L260 720 L420 760 V860Z M880 860 L920 690 L1000 650 L1110 660 L1200 620 V860Z",
        day.near,
    )
    for y in (510, 560, 610):
        canvas.line(
            f"M0 {y} Q100 {y - 14} 220 {y + 6} M800 {y - 30} Q940 {y - 46} 1180 {y - 14}",
            dark(day.far, 0.12),
            4,
            opacity=0.6,
        )


def _hills(canvas: Canvas, day: Daylight) -> None:
    _sun(canvas, 260, 240, 76)
    _cloud(canvas, 900, 230, 1.1)
    canvas.path("M0 620 Q180 470 400 590 T820 540 Q1010 450 1200 580 V860 H0Z", day.far)
    canvas.path("M0 740 Q260 610 520 720 T1200 660 V860 H0Z", day.near)
    for x, y, size in ((90, 742, 1), (180, 712, 0.8), (1090, 700, 1.1), (1010, 716, 0.7)):
        _juniper(canvas, (x, y), size, dark(day.near, 0.3))


def _peaks(canvas: Canvas, day: Daylight) -> None:
    """The ranges of Asir, one behind another."""
    _cloud(canvas, 260, 210, 1)
    canvas.path("M0 600 L150 430 L280 540 L430 330 L600 520 L760 380 L900 510 L1050 350 L1200 520 V860 H0Z", day.far)
    canvas.path(
        "M430 330 L600 520 L520 560 Z M1050 350 L1200 520 V620 L1080 520Z M150 430 L280 540 L210 570Z",
        dark(day.far, 0.1),
    )
    canvas.path("M0 740 L220 580 L380 700 L560 610 L760 740 L960 600 L1200 720 V860 H0Z", day.near)
    canvas.rect((0, 640), (1200, 200), fading(canvas, day.haze, 0, 0.5))


def _wadi(canvas: Canvas, day: Daylight) -> None:
    _sun(canvas, 930, 230, 84)
    canvas.path("M0 640 Q140 520 300 600 T620 640 T1200 560 V860 H0Z", day.far)
    canvas.path("M0 780 Q300 730 600 770 T1200 750 V860 H0Z", day.near)
    for x, y, size in ((120, 800, 1), (236, 812, 0.72), (1080, 806, 0.95)):
        _palm(canvas, (x, y), size, dark(day.near, 0.32))


def _shore(canvas: Canvas, day: Daylight) -> None:
    _cloud(canvas, 250, 240, 1)
    _cloud(canvas, 960, 330, 0.8)
    canvas.rect((0, 610), (1200, 240), canvas.linear((0, day.near), (1, day.far)))
    for y, x in ((660, 140), (700, 700), (746, 330), (780, 880), (640, 940)):
        canvas.line(f"M{x} {y} q40 -14 80 0 t80 0", LIGHT, 5, opacity=0.6)
    canvas.path("M0 612 Q120 560 250 606Z M880 612 Q1010 540 1200 590 V612Z", light(day.near, 0.25))


def _flat(canvas: Canvas, day: Daylight) -> None:
    """A plain ground with the contour lines of a map."""
    canvas.rect((0, 0), (1200, 1200), mix(day.sky, day.haze, 0.55))
    ink = mix(day.near, day.sky, 0.45)
    for step in range(7):
        r = 70 + step * 62
        canvas.path(
            f"M{1010 - r} 180 C{1010 - r} {180 - r * 0.9:g} {1010 + r * 0.8:g} {180 - r:g} {1010 + r:g} 200 S{1000 + r * 0.3:g} {190 + r:g} {1000 - r * 0.2:g} {190 + r * 0.8:g} S{1010 - r} {180 + r * 0.5:g} {1010 - r} 180Z",
            stroke=ink,
            stroke_width=3,
            opacity=0.5,
        )
        canvas.path(
            f"M{150 - r} 1040 C{150 - r} {1040 - r:g} {150 + r * 0.9:g} {1040 - r * 0.8:g} {150 + r} 1050 S{150 + r * 0.2:g} {1040 + r:g} {150 - r} 1040Z",
            stroke=ink,
            stroke_width=3,
            opacity=0.5,
        )
    canvas.circle((600, 610), 490, mix(day.haze, LIGHT, 0.35))


def _cloud(canvas: Canvas, x: float, y: float, size: float) -> None:
    with canvas.at(x, y, size):
        canvas.path(
            "M-120 30 Q-130 -10 -80 -12 Q-66 -60 -14 -48 Q20 -90 62 -44 Q116 -44 112 -4 Q140 30 100 30Z",
            LIGHT,
            opacity=0.7,
        )


def _juniper(canvas: Canvas, foot: tuple[float, float], size: float, ink: str) -> None:
    with canvas.at(*foot, size):
        canvas.rect((-5, -20), (10, 24), dark(ink, 0.3))
        canvas.path("M0 -120 Q40 -70 36 -14 Q0 0 -36 -14 Q-40 -70 0 -120Z", ink)


def _palm(canvas: Canvas, foot: tuple[float, float], size: float, ink: str) -> None:
    with canvas.at(*foot, size):
        canvas.line("M0 0 Q-14 -110 6 -210", mix(ink, DARK, 0.3), 15)
        for x, y in ((-120, -190), (-96, -276), (-20, -306), (80, -290), (130, -206), (96, -150), (-76, -146)):
            canvas.path(f"M6 -212 Q{x * 0.6:g} {y - 36} {x} {y} Q{x * 0.4:g} {y + 14} 6 -200Z", ink)


PLACES: dict[str, Callable[[Canvas, Daylight], None]] = {
    "dunes": _dunes,
    "mesa": _mesa,
    "hills": _hills,
    "peaks": _peaks,
    "wadi": _wadi,
    "shore": _shore,
}
