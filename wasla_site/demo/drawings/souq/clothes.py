"""Clothing, laid flat."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import facing, lathe


@dataclass(frozen=True, slots=True)
class Clothes:
    form: str = "jacket"
    colour: str = "teal"
    trim: str = "sun"
    mark: str = "peak"


def paint_clothes(canvas: Canvas, clothes: Clothes) -> None:
    FORMS[clothes.form](canvas, PALETTE[clothes.colour], PALETTE[clothes.trim], clothes.mark)


def _lay(canvas: Canvas, d: str, colour: str, depth: float = 0.2) -> None:
    """A piece of cloth with the shadow it throws on what it lies on."""
    canvas.path(d, DARK, opacity=0.16, transform="translate(18 20)")
    canvas.path(d, facing(canvas, colour, depth), stroke=dark(colour, 0.3), stroke_width=3, stroke_linejoin="round")


def _sleeves(canvas: Canvas, colour: str, length: float) -> None:
    """Both sleeves: `length` 0 is short, 1 reaches the wrist."""
    x, y = 190 + 150 * length, -440 + 330 * length
    for side in (-1, 1):
        d = f"M{150 * side} -620 Q{230 * side} -600 {260 * side} -520 L{(x + 60) * side:g} {y:g} L{(x - 46) * side:g} {y + 36:g} L{160 * side} -430Z"
        _lay(canvas, d, dark(colour, 0.1))
        canvas.line(
            f"M{(x + 52) * side:g} {y - 34:g} L{(x - 52) * side:g} {y + 2:g}", dark(colour, 0.35), 6, opacity=0.7
        )


TORSO = lathe((70, -650), (150, -630), (190, -560, 176, -460, 176, -380), (180, -10), (180, 0, 170, 0))


def _folds(canvas: Canvas, colour: str) -> None:
    for d in ("M-150 -330 Q-100 -250 -120 -120", "M150 -360 Q110 -260 134 -110", "M-60 -90 Q-40 -50 -50 -10"):
        canvas.line(d, dark(colour, 0.3), 8, opacity=0.3)
    canvas.path("M-170 -440 Q-130 -300 -150 -60 L-170 -40Z", LIGHT, opacity=0.14)


def _badge(canvas: Canvas, mark: str, ink: str) -> None:
    with canvas.at(94, -440, 34):
        paint_mark(canvas, mark, ink)


def _jacket(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _lay(canvas, lathe((60, -760), (130, -740, 140, -680, 110, -620), (40, -610)), dark(colour, 0.16))
    canvas.path(lathe((36, -726), (84, -716, 92, -670, 70, -626), (10, -618)), dark(colour, 0.6))
    _sleeves(canvas, colour, 0.94)
    _lay(canvas, TORSO, colour)
    canvas.path(
        "M-150 -630 Q-190 -560 -176 -470 Q0 -400 176 -470 Q190 -560 150 -630 L70 -650 Q0 -580 -70 -650Z",
        facing(canvas, trim, 0.2),
    )
    _folds(canvas, colour)
    canvas.line("M0 -606 V0", dark(colour, 0.5), 12)
    canvas.line("M0 -606 V0", light(colour, 0.3), 3, stroke_dasharray="5 7")
    for side in (-1, 1):
        canvas.line(f"M{60 * side} -250 L{130 * side} -120", dark(colour, 0.5), 10)
    _badge(canvas, mark, light(trim, 0.75))


def _puffer(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sleeves(canvas, colour, 0.9)
    _lay(canvas, lathe((66, -700), (90, -690, 92, -650, 84, -630), (40, -620)), dark(colour, 0.12))
    _lay(canvas, TORSO, colour)
    for i in range(7):
        y = -540 + i * 80
        canvas.path(
            f"M-182 {y} Q-90 {y + 26} 0 {y} Q90 {y + 26} 182 {y} V{y + 16} Q90 {y + 40} 0 {y + 14} Q-90 {y + 40} -182 {y + 16}Z",
            dark(colour, 0.34),
            opacity=0.55,
        )
        canvas.path(
            f"M-170 {y + 26} Q-90 {y + 46} -20 {y + 24} V{y + 44} Q-90 {y + 62} -170 {y + 46}Z", LIGHT, opacity=0.2
        )
    canvas.line("M0 -640 V0", trim, 11)
    _badge(canvas, mark, light(trim, 0.4))


def _vest(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    _lay(canvas, TORSO, colour)
    canvas.path("M-70 -650 Q0 -520 0 -460 Q0 -520 70 -650 Q40 -660 0 -640 Q-40 -660 -70 -650Z", dark(colour, 0.55))
    for x, y, w, h in ((-150, -440, 110, 120), (40, -440, 110, 120), (-156, -240, 126, 170), (30, -240, 126, 170)):
        canvas.rect(
            (x, y), (w, h), facing(canvas, light(colour, 0.1), 0.2), rx=10, stroke=dark(colour, 0.35), stroke_width=4
        )
        canvas.rect((x, y), (w, 36), dark(colour, 0.12), rx=8)
        canvas.circle((x + w / 2, y + 22), 8, trim)
    canvas.line("M0 -470 V0", dark(colour, 0.5), 11)


def _shirt(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sleeves(canvas, colour, 0.86)
    _lay(canvas, TORSO, colour)
    _folds(canvas, colour)
    canvas.path(
        "M-76 -652 L-10 -560 L-64 -520 L-110 -636Z M76 -652 L10 -560 L64 -520 L110 -636Z",
        facing(canvas, light(colour, 0.2), 0.2),
        stroke=dark(colour, 0.3),
        stroke_width=3,
    )
    canvas.path("M-70 -652 Q0 -600 70 -652 L10 -560 H-10Z", dark(colour, 0.5))
    canvas.line("M0 -556 V0", dark(colour, 0.3), 4)
    for y in (-500, -400, -300, -200, -100):
        canvas.circle((0, y), 9, trim)
    for x in (-140, 44):
        canvas.path(
            f"M{x} -440 h96 v100 l-48 24 l-48 -24Z",
            facing(canvas, light(colour, 0.08), 0.2),
            stroke=dark(colour, 0.3),
            stroke_width=4,
        )
        canvas.rect((x, -446), (96, 34), dark(colour, 0.08), rx=6)
    with canvas.at(92, -366, 22):
        paint_mark(canvas, mark, trim)


def _tee(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sleeves(canvas, colour, 0.24)
    _lay(canvas, TORSO, colour)
    _folds(canvas, colour)
    canvas.path("M-74 -650 Q0 -560 74 -650 L58 -656 Q0 -600 -58 -656Z", dark(colour, 0.25))
    canvas.circle((0, -340), 104, facing(canvas, light(trim, 0.3), 0.2))
    with canvas.at(0, -340, 76):
        paint_mark(canvas, mark, dark(colour, 0.25))


def _fleece(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    _sleeves(canvas, colour, 0.92)
    _lay(canvas, lathe((70, -712), (96, -700, 96, -650, 86, -630), (40, -620)), trim)
    _lay(canvas, TORSO, colour)
    canvas.path("M-176 -400 H176 L178 -250 H-178Z", facing(canvas, trim, 0.18))
    for x in range(-140, 150, 56):
        canvas.path(f"M{x - 24} -325 l24 -40 l24 40 l-24 40Z", light(trim, 0.5))
    _folds(canvas, colour)
    canvas.line("M0 -690 V-430", dark(colour, 0.5), 11)
    _badge(canvas, mark, light(colour, 0.7))


def _trousers(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    _lay(
        canvas,
        "M-170 -720 H170 Q196 -400 210 0 H50 Q40 -320 0 -470 Q-40 -320 -50 0 H-210 Q-196 -400 -170 -720Z",
        colour,
    )
    canvas.path("M-172 -720 H172 L176 -660 H-176Z", dark(colour, 0.2))
    for x in (-120, -40, 40, 120):
        canvas.rect((x - 8, -728), (16, 76), dark(colour, 0.35), rx=5)
    canvas.rect((-26, -710), (52, 36), trim, rx=6)
    canvas.line("M0 -660 V-480 M0 -640 Q40 -560 10 -520", dark(colour, 0.4), 5)
    for side in (-1, 1):
        canvas.line(f"M{60 * side} -650 Q{80 * side} -560 {176 * side} -560", dark(colour, 0.4), 6)
        canvas.path(
            f"M{90 * side} -380 h{96 * side} l{8 * side} 150 h{-100 * side}Z",
            facing(canvas, light(colour, 0.1), 0.2),
            stroke=dark(colour, 0.35),
            stroke_width=4,
        )
        canvas.line(f"M{92 * side} -340 h{96 * side}", dark(colour, 0.4), 6)
        canvas.line(f"M{52 * side} -200 h{152 * side}", trim, 4, stroke_dasharray="9 8")


def _farwa(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """The long fur-lined coat of desert winters."""
    for side in (-1, 1):
        d = f"M{140 * side} -700 Q{250 * side} -670 {290 * side} -560 L{370 * side} -250 L{250 * side} -210 L{170 * side} -470Z"
        _lay(canvas, d, dark(colour, 0.1))
        canvas.line(f"M{368 * side} -256 L{252 * side} -214", "#efe3cf", 34)
    _lay(canvas, lathe((80, -740), (160, -710), (200, -600, 196, -460, 200, -380), (250, 0)), colour)
    canvas.path("M-80 -740 Q-30 -400 -30 0 H30 Q30 -400 80 -740 Q40 -700 0 -700 Q-40 -700 -80 -740Z", "#efe3cf")
    for y in range(-660, 0, 44):
        canvas.line(f"M-26 {y} q13 18 26 0 t26 0", "#d6c3a5", 6)
    for side in (-1, 1):
        canvas.line(f"M{88 * side} -736 Q{38 * side} -400 {40 * side} -4", trim, 15)
        canvas.line(f"M{110 * side} -726 Q{60 * side} -400 {62 * side} -4", trim, 4)
        with canvas.at(130 * side, -560, 44):
            paint_mark(canvas, mark, trim)
        canvas.line(f"M{110 * side} -300 L{180 * side} -180", trim, 9)
    canvas.line("M-246 -14 Q0 16 246 -14", trim, 12)


def _thermal(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A base layer: top and leggings."""
    with canvas.at(-150, -160, 0.82):
        _sleeves(canvas, colour, 0.9)
        _lay(canvas, TORSO, colour)
        canvas.path("M-74 -650 Q0 -590 74 -650 L58 -660 Q0 -620 -58 -660Z", trim)
        _badge(canvas, mark, trim)
        canvas.line("M-176 -60 H176", trim, 8)
    with canvas.at(200, 0, 0.82):
        d = "M-120 -560 H120 Q140 -300 110 0 H40 Q30 -240 0 -380 Q-30 -240 -40 0 H-110 Q-140 -300 -120 -560Z"
        _lay(canvas, d, dark(colour, 0.08))
        canvas.path("M-120 -560 H120 L124 -520 H-124Z", trim)
        canvas.line("M-108 -30 H-40 M108 -30 H40", trim, 8)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "jacket": _jacket,
    "puffer": _puffer,
    "vest": _vest,
    "shirt": _shirt,
    "tee": _tee,
    "fleece": _fleece,
    "trousers": _trousers,
    "farwa": _farwa,
    "thermal": _thermal,
}
