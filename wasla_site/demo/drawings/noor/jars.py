"""Jars: bakhoor and maamoul, creams, scrubs and salts."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, scatter, shine, volume


@dataclass(frozen=True, slots=True)
class Jar:
    form: str = "low"
    colour: str = "rose"
    lid: str = "metal"
    filling: str = "none"
    trim: str = "gold"
    mark: str = "star"


@dataclass(frozen=True, slots=True)
class Form:
    outline: str
    half: float
    height: float
    mouth: float
    label: tuple[float, float]


FORMS = {
    "low": Form(box(230, -240, 0, 36), 230, 240, 206, (-120, 70)),
    "pot": Form(
        lathe((130, -330), (130, -300, 226, -280, 226, -180), (226, -70, 150, 0, 120, 0)), 150, 330, 130, (-165, 84)
    ),
    "tall": Form(box(170, -400, 0, 26), 170, 400, 158, (-190, 96)),
    "urn": Form(
        lathe((140, -360), (140, -330, 210, -310, 210, -230), (210, -120, 90, -90, 80, -50), (130, -20), (136, 0)),
        136,
        360,
        140,
        (-232, 80),
    ),
    "square": Form(box(200, -330, 0, 14), 200, 330, 170, (-165, 92)),
}


def paint_jar(canvas: Canvas, jar: Jar) -> None:
    form, colour, trim = FORMS[jar.form], PALETTE[jar.colour], PALETTE[jar.trim]
    contact(canvas, form.half)
    canvas.path(form.outline, volume(canvas, colour))
    shine(canvas, f"M{-form.half * 0.72:g} {40 - form.height * 0.72:g} h20 V-50 h-20Z", 0.45)
    with canvas.at(0, form.label[0], form.label[1]):
        paint_mark(canvas, jar.mark, _ink(colour, trim))
    with canvas.at(0, -form.height):
        FILLINGS[jar.filling](canvas, form.mouth)
        if jar.lid != "open":
            LIDS[jar.lid](canvas, form.mouth, trim)
    if jar.lid == "open":
        _leaning_lid(canvas, form.mouth, trim)


def _ink(colour: str, trim: str) -> str:
    """The trim's colour, made darker on pale jars."""
    brightness = sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return dark(trim, 0.35) if brightness > 540 else light(trim, 0.25)


def _closed_metal(canvas: Canvas, mouth: float, trim: str) -> None:
    canvas.path(box(mouth + 12, -84, 4, 14), metal(canvas, trim))
    canvas.rect((-mouth - 12, -12), (mouth * 2 + 24, 4), DARK, opacity=0.3)


def _closed_wood(canvas: Canvas, mouth: float, trim: str) -> None:
    timber = PALETTE["cedar"]
    canvas.path(box(mouth + 10, -70, 2, 16), volume(canvas, timber))
    for y in (-52, -36, -20):
        canvas.line(
            f"M{-mouth + 6:g} {y} q{mouth / 2:g} 10 {mouth:g} 0 t{mouth - 12:g} 0", dark(timber, 0.4), 2.5, opacity=0.5
        )
    canvas.rect((-mouth, -4), (mouth * 2, 8), trim)


def _knob(canvas: Canvas, mouth: float, trim: str) -> None:
    canvas.path(lathe((20, -96), (mouth * 0.7, -90, mouth + 10, -40, mouth + 10, 2)), metal(canvas, trim))
    canvas.path(lathe((8, -176), (42, -170, 40, -116, 18, -94)), metal(canvas, light(trim, 0.15)))


def _leaning_lid(canvas: Canvas, mouth: float, trim: str) -> None:
    with canvas.at(mouth * 1.06, -mouth * 0.5 + 6, 1, 12):
        canvas.ellipse((6, 4), (mouth * 0.43, mouth * 0.54), DARK, opacity=0.2)
        canvas.ellipse((0, 0), (mouth * 0.43, mouth * 0.54), metal(canvas, trim))
        canvas.ellipse((-4, 0), (mouth * 0.36, mouth * 0.46), facing(canvas, light(trim, 0.12), 0.2))


def _empty(_canvas: Canvas, _mouth: float) -> None:
    """Closed jars show no filling."""


def _powder(canvas: Canvas, mouth: float) -> None:
    earth = PALETTE["oud"]
    canvas.ellipse((0, 0), (mouth, mouth * 0.16), dark(earth, 0.4))
    canvas.path(
        f"M{-mouth + 6:g} 0 Q{-mouth * 0.4:g} -90 0 -96 Q{mouth * 0.5:g} -88 {mouth - 6:g} 0 Q0 {mouth * 0.22:g} {-mouth + 6:g} 0Z",
        facing(canvas, earth, 0.25),
    )
    for i, (u, v) in enumerate(scatter(46)):
        x = (u * 2 - 1) * mouth * 0.8
        y = -(1 - (x / mouth) ** 2) * 84 * v
        canvas.circle(
            (x, y), 5 + 4 * ((i * 7) % 3) / 2, (light(earth, 0.25), PALETTE["amber"], dark(earth, 0.4))[i % 3]
        )


def _balls(canvas: Canvas, mouth: float) -> None:
    """Maamoul, pressed by hand."""
    canvas.ellipse((0, 0), (mouth, mouth * 0.16), dark(PALETTE["oud"], 0.4))
    brown = PALETTE["walnut"]
    skin = canvas.radial((0, light(brown, 0.34)), (0.5, brown), (1, dark(brown, 0.5)), centre=(0.36, 0.3), radius=0.75)
    for row, count in enumerate((5, 4, 3)):
        for i in range(count):
            canvas.circle(((i - (count - 1) / 2) * mouth * 0.4, -20 - row * 46), mouth * 0.22, skin)


def _cream(canvas: Canvas, mouth: float) -> None:
    cream = PALETTE["ivory"]
    canvas.ellipse((0, 0), (mouth, mouth * 0.16), dark(cream, 0.12))
    canvas.path(
        f"M{-mouth + 8:g} 0 C{-mouth * 0.7:g} -70 {-mouth * 0.2:g} -40 0 -104 C{mouth * 0.1:g} -60 {mouth * 0.6:g} -80 {mouth - 8:g} 0 Q0 {mouth * 0.22:g} {-mouth + 8:g} 0Z",
        facing(canvas, cream, 0.14),
    )
    canvas.line(f"M{-mouth * 0.5:g} -28 Q0 6 {mouth * 0.5:g} -36", dark(cream, 0.2), 5, opacity=0.6)


def _salt(canvas: Canvas, mouth: float) -> None:
    pink = PALETTE["blush"]
    canvas.path(
        f"M{-mouth + 4:g} 4 Q{-mouth * 0.5:g} -66 0 -74 Q{mouth * 0.5:g} -66 {mouth - 4:g} 4Z",
        facing(canvas, pink, 0.2),
    )
    for i, (u, v) in enumerate(scatter(90)):
        x = (u * 2 - 1) * mouth * 0.88
        y = -(1 - (x / mouth) ** 2) * 70 * v
        with canvas.at(x, y, 0.8 + v * 0.5, u * 90):
            canvas.rect((-11, -11), (22, 22), (LIGHT, light(pink, 0.5), PALETTE["petal"])[i % 3], rx=4, opacity=0.92)


LIDS: dict[str, Callable[[Canvas, float, str], None]] = {
    "metal": _closed_metal,
    "wood": _closed_wood,
    "knob": _knob,
}
FILLINGS: dict[str, Callable[[Canvas, float], None]] = {
    "none": _empty,
    "powder": _powder,
    "balls": _balls,
    "cream": _cream,
    "salt": _salt,
}
