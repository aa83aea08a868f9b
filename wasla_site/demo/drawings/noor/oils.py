"""Small bottles of oil: dehn al oud, musk and blends sold by the tola."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light, mix
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Oil:
    shape: str = "tola"
    oil: str = "amber"
    metal: str = "gold"
    mark: str = "star"


def paint_oil(canvas: Canvas, oil: Oil) -> None:
    SHAPES[oil.shape](canvas, PALETTE[oil.oil], PALETTE[oil.metal], oil.mark)


def _vial(canvas: Canvas, d: str, colour: str, level: float) -> None:
    """Clear glass, filled with oil up to `level`."""
    glass = canvas.linear(
        (0, mix(colour, DARK, 0.3), 0.75), (0.12, light(colour, 0.7), 0.75), (0.6, light(colour, 0.6), 0.6),
        (1, mix(colour, DARK, 0.35), 0.8), to=(1, 0),
    )  # fmt: skip
    canvas.path(d, glass, stroke=LIGHT, stroke_width=2.5, stroke_opacity=0.6)
    oil = canvas.linear((0, light(colour, 0.2)), (0.3, colour), (1, dark(colour, 0.4)), to=(0.5, 1))
    with canvas.group(transform=f"translate(0 -14) scale(0.86 {level:g})"):
        canvas.path(d, oil)


def _tola(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A square vial in a pierced sleeve, with a long pointed stopper."""
    contact(canvas, 124)
    _vial(canvas, lathe((40, -330), (124, -300, 124, -270, 124, -250), (124, -16), (124, 0, 108, 0)), colour, 0.86)
    sleeve = metal(canvas, trim)
    canvas.path(box(130, -64, 0, 8), sleeve)
    canvas.path("M-130 -64 L-100 -104 L-70 -64 L-35 -112 L0 -64 L35 -112 L70 -64 L100 -104 L130 -64Z", sleeve)
    canvas.path(
        "M-130 -232 L-124 -262 Q-110 -306 -40 -332 H40 Q110 -306 124 -262 L130 -232 L86 -258 L44 -226 L0 -262 L-44 -226 L-86 -258Z",
        sleeve,
    )
    with canvas.at(0, -165, 44):
        paint_mark(canvas, mark, light(trim, 0.4))
    canvas.path(box(44, -372, -326, 6), sleeve)
    canvas.path(
        lathe((0, -590), (10, -540, 20, -520, 24, -490), (78, -470, 70, -390, 30, -372)),
        metal(canvas, light(trim, 0.1)),
    )
    canvas.circle((0, -592), 12, light(trim, 0.45))
    shine(canvas, "M-100 -226 h16 v110 h-16Z", 0.7)


def _crystal(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A heavy cut bottle, its facets like a diamond's."""
    contact(canvas, 150)
    _vial(canvas, "M-70 -330 L70 -330 L196 -210 L150 0 L-150 0 L-196 -210Z", colour, 0.84)
    edges = "M-196 -210 L-80 -170 L80 -170 L196 -210 M-80 -170 L-70 -330 M80 -170 L70 -330 M-80 -170 L-150 0 M80 -170 L150 0 M-80 -170 L0 0 L80 -170"
    canvas.line(edges, LIGHT, 3, opacity=0.5)
    canvas.path("M-196 -210 L-80 -170 L-150 0Z", LIGHT, opacity=0.22)
    canvas.path("M-80 -170 L-70 -330 L70 -330 L80 -170Z", LIGHT, opacity=0.12)
    canvas.path(box(64, -372, -326, 5), metal(canvas, trim))
    pale = light(colour, 0.6)
    for d, share in (
        ("M0 -540 L-104 -450 L-40 -440Z", 0.02), ("M0 -540 L-40 -440 L40 -440Z", 0.3), ("M0 -540 L40 -440 L104 -450Z", 0.12),
        ("M-104 -450 L-40 -440 L-40 -372Z", 0.26), ("M-40 -440 L40 -440 L40 -372 L-40 -372Z", 0.04), ("M104 -450 L40 -440 L40 -372Z", 0.36),
    ):  # fmt: skip
        canvas.path(d, dark(pale, share), stroke=LIGHT, stroke_width=2, stroke_opacity=0.7)
    with canvas.at(0, -92, 40):
        paint_mark(canvas, mark, light(trim, 0.35))


def _roller(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 78)
    _vial(canvas, box(78, -340, 0, 16), colour, 0.84)
    canvas.path(box(80, -560, -330, 12), metal(canvas, trim))
    canvas.rect((-80, -346), (160, 6), DARK, opacity=0.3)
    with canvas.at(0, -170, 50):
        paint_mark(canvas, mark, light(trim, 0.35))
    shine(canvas, "M-60 -310 h14 v250 h-14Z", 0.75)
    with canvas.at(210, -34, 1, 90):
        contact(canvas, 20, 0.2)
    canvas.rect((130, -64), (190, 62), metal(canvas, dark(trim, 0.1)), rx=12)
    canvas.circle((136, -33), 27, light(PALETTE["silver"], 0.4))


def _dropper(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 124)
    _vial(canvas, lathe((48, -330), (124, -318, 124, -270, 124, -250), (124, -20), (124, 0, 104, 0)), colour, 0.88)
    canvas.rect((-88, -214), (176, 160), facing(canvas, PALETTE["ivory"], 0.1), rx=4)
    with canvas.at(0, -138, 52):
        paint_mark(canvas, mark, dark(trim, 0.3))
    canvas.path(box(56, -400, -326, 8), metal(canvas, trim))
    canvas.path(lathe((14, -560), (42, -556, 40, -470, 42, -400)), volume(canvas, PALETTE["ebony"]))
    shine(canvas, "M-108 -280 h14 v220 h-14Z", 0.7)


def _amphora(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 96)
    for side in (-1, 1):
        canvas.line(f"M{34 * side} -352 C{150 * side} -400 {190 * side} -300 {136 * side} -254", trim, 13)
    _vial(
        canvas,
        lathe((34, -390), (34, -330, 158, -310, 158, -210), (158, -110, 70, -80, 60, -40), (88, -16), (88, 0)),
        colour,
        0.86,
    )
    canvas.path(lathe((66, -44), (96, -18), (100, 0)), metal(canvas, trim))
    canvas.path(box(42, -420, -380, 6), metal(canvas, trim))
    canvas.path(
        lathe((0, -560), (14, -500, 56, -490, 56, -456), (56, -430, 30, -420, 20, -420)),
        metal(canvas, light(trim, 0.08)),
    )
    with canvas.at(0, -212, 60):
        paint_mark(canvas, mark, light(trim, 0.4))
    shine(canvas, "M-126 -250 Q-134 -200 -112 -150 L-100 -150 Q-118 -200 -108 -250Z", 0.7)


def _samples(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Five little tubes in a wooden stand."""
    contact(canvas, 300)
    shades = (colour, PALETTE["honey"], PALETTE["rose"], PALETTE["oud"], PALETTE["olive"])
    for x, shade in zip((-200, -100, 0, 100, 200), shades, strict=True):
        with canvas.at(x, -40):
            _vial(canvas, lathe((30, -270), (30, -30), (30, 0, 0, 0)), shade, 0.82)
            canvas.path(box(34, -350, -262, 8), metal(canvas, trim))
            shine(canvas, "M-20 -240 h8 v120 h-8Z", 0.7)
    canvas.path(box(290, -130, 0, 10), facing(canvas, PALETTE["walnut"], 0.22))
    canvas.rect((-290, -130), (580, 16), light(PALETTE["walnut"], 0.3), rx=6)
    for y, bend in ((-90, 10), (-60, -12), (-28, 8)):
        canvas.line(f"M-270 {y} q140 {bend} 270 0 t270 0", dark(PALETTE["walnut"], 0.35), 2.5, opacity=0.6)


SHAPES: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "tola": _tola,
    "crystal": _crystal,
    "roller": _roller,
    "dropper": _dropper,
    "amphora": _amphora,
    "samples": _samples,
}
