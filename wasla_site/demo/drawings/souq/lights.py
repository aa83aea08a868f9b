"""Lanterns, lamps, and power away from the grid."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import box, contact, facing, fading, glow, lathe, metal, volume


@dataclass(frozen=True, slots=True)
class Light:
    form: str = "lantern"
    colour: str = "forest"
    trim: str = "sun"


def paint_light(canvas: Canvas, lamp: Light) -> None:
    FORMS[lamp.form](canvas, PALETTE[lamp.colour], PALETTE[lamp.trim])


def _lantern(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 150)
    glow(canvas, (0, -280), 380, "#ffd98a")
    canvas.line("M-130 -440 C-170 -700 170 -700 130 -440", dark(PALETTE["silver"], 0.3), 14)
    canvas.path(box(112, -420, -150, 16), canvas.linear((0, "#fff6d6"), (0.5, "#ffe6a0"), (1, "#ffc969")), opacity=0.95)
    for x in (-60, 0, 60):
        canvas.rect((x - 11, -400), (22, 236), "#fffbee", rx=11)
    for x in (-106, -36, 36, 106):
        canvas.line(f"M{x} -420 V-150", colour, 11)
    canvas.path(lathe((40, -520), (120, -500, 150, -450, 150, -416)), volume(canvas, colour))
    canvas.path(box(152, -156, 0, 28), volume(canvas, colour))
    canvas.circle((0, -76), 30, facing(canvas, trim, 0.25))
    canvas.rect((-152, -146), (304, 9), light(colour, 0.4), opacity=0.6)


def _oil(canvas: Canvas, colour: str, trim: str) -> None:
    """A storm lantern."""
    contact(canvas, 160)
    glow(canvas, (0, -300), 330, "#ffcf7a")
    canvas.line("M-170 -110 C-230 -300 -150 -480 -70 -520 M170 -110 C230 -300 150 -480 70 -520", colour, 24)
    canvas.line("M-60 -560 C-120 -760 120 -760 60 -560", dark(PALETTE["silver"], 0.35), 10)
    canvas.path(
        lathe((70, -450), (136, -400, 136, -260, 80, -190)),
        canvas.linear((0, LIGHT, 0.7), (1, "#ffe2a0", 0.55)),
        stroke=LIGHT,
        stroke_width=3,
    )
    canvas.path(
        "M0 -370 C40 -310 46 -280 0 -230 C-46 -280 -40 -310 0 -370Z", canvas.linear((0, "#ffe9a0"), (1, "#f28a34"))
    )
    canvas.line("M-130 -330 Q0 -300 130 -330", dark(colour, 0.2), 5)
    canvas.path(lathe((40, -570), (90, -550, 90, -510, 70, -446)), metal(canvas, colour))
    canvas.path(lathe((84, -196), (190, -150, 190, -60, 180, 0)), metal(canvas, colour))
    canvas.circle((120, -130), 24, metal(canvas, trim))


def _headlamp(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 250, 0.3)
    canvas.path(
        "M-260 -120 C-330 -420 330 -420 260 -120 L220 -110 C270 -340 -270 -340 -220 -110Z", facing(canvas, trim, 0.2)
    )
    canvas.line("M-240 -116 C-300 -380 300 -380 240 -116", light(trim, 0.5), 6, stroke_dasharray="20 14")
    canvas.path("M-270 -130 Q0 -20 270 -130 V-70 Q0 60 -270 -70Z", facing(canvas, dark(trim, 0.16), 0.2))
    glow(canvas, (0, -70), 270, "#fff0b8")
    canvas.path(box(130, -170, 30, 44), facing(canvas, colour, 0.24))
    canvas.circle((0, -70), 78, metal(canvas, PALETTE["silver"]))
    canvas.circle((0, -70), 60, canvas.radial((0, "#fffdf0"), (0.5, "#fff0b0"), (1, "#f2c860")))
    canvas.rect((-40, -196), (80, 30), dark(colour, 0.3), rx=12)


def _torch(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 330, 0.3)
    with canvas.at(40, -90, 1, -14):
        canvas.path(
            "M-190 -70 L-560 -230 V230 L-190 70Z", canvas.linear((0, "#fff3c2", 0.05), (1, "#fff0b0", 0.85), to=(1, 0))
        )
        body = canvas.linear((0, light(colour, 0.4)), (0.3, colour), (0.8, dark(colour, 0.3)), (1, dark(colour, 0.45)))
        canvas.path("M-190 -86 L-90 -60 V60 L-190 86Z", body)
        canvas.rect((-90, -58), (420, 116), body, rx=10)
        for x in range(40, 300, 24):
            canvas.line(f"M{x} -52 V52", dark(colour, 0.4), 7, opacity=0.7)
        canvas.ellipse((-190, 0), (24, 86), canvas.radial((0, "#ffffff"), (0.6, "#fff0b0"), (1, "#e8c060")))
        canvas.rect((-50, -74), (70, 24), trim, rx=10)
        canvas.rect((330, -50), (30, 100), dark(colour, 0.3), rx=8)


def _string(canvas: Canvas, colour: str, _trim: str) -> None:
    """A string of bulbs between two poles."""
    for pole in (-400, 400):
        canvas.path(f"M{pole - 12} 0 V-700 h24 V0Z", facing(canvas, PALETTE["cedar"], 0.2))
    for y, sag in ((-660, 230), (-520, 190)):
        canvas.line(f"M-400 {y} Q0 {y + sag * 2} 400 {y}", dark(colour, 0.3), 6)
        for i in range(1, 8):
            t = i / 8
            x, drop = -400 + 800 * t, y + sag * 4 * t * (1 - t)
            glow(canvas, (x, drop + 44), 80, "#ffd98a")
            canvas.rect((x - 9, drop), (18, 24), dark(colour, 0.2), rx=4)
            canvas.path(
                f"M{x - 9:g} {drop + 22:g} C{x - 32:g} {drop + 50:g} {x - 20:g} {drop + 80:g} {x:g} {drop + 80:g} C{x + 20:g} {drop + 80:g} {x + 32:g} {drop + 50:g} {x + 9:g} {drop + 22:g}Z",
                canvas.radial((0, "#fffbe6"), (0.6, "#ffe6a0"), (1, "#f5b955")),
            )


def _tower(canvas: Canvas, colour: str, trim: str) -> None:
    """A telescopic floodlight on three legs."""
    glow(canvas, (0, -640), 330, "#fff0b8")
    contact(canvas, 190, 0.3)
    canvas.line("M0 -210 L-190 0 M0 -210 L190 0 M0 -210 L20 16", dark(trim, 0.1), 18)
    canvas.path("M-11 -560 h22 V-150 h-22Z", metal(canvas, PALETTE["silver"]))
    canvas.rect((-24, -360), (48, 60), colour, rx=8)
    for x, turn in ((-170, -10), (0, 0), (170, 10)):
        with canvas.at(x, -640, 1, turn):
            canvas.rect((-80, -80), (160, 150), facing(canvas, colour, 0.2), rx=16)
            canvas.rect((-64, -64), (128, 118), canvas.linear((0, "#fffdf0"), (1, "#ffe39a")), rx=8)
            for i in range(3):
                canvas.line(f"M-60 {-34 + i * 30} H60", "#f0c860", 3, opacity=0.7)
    canvas.rect((-230, -570), (460, 20), dark(colour, 0.3), rx=8)


def _panel(canvas: Canvas, colour: str, trim: str) -> None:
    """A folding solar panel."""
    contact(canvas, 390, 0.35)
    canvas.line("M-200 -60 L-150 0 M220 -60 L280 0", dark(trim, 0.3), 16)
    for i in range(3):
        with canvas.at(-270 + i * 270, -40):
            canvas.path("M-128 0 L-108 -420 H108 L128 0Z", facing(canvas, colour, 0.2))
            canvas.path(
                "M-108 -20 L-91 -400 H91 L108 -20Z",
                canvas.linear((0, "#2d4a78"), (0.5, "#1d3358"), (1, "#3b5c8d"), to=(1, 1)),
            )
            for k in range(1, 4):
                y = -20 - k * 95
                half = 108 - 17 * k / 4
                canvas.line(f"M{-half:g} {y} H{half:g}", "#a9c1dc", 3, opacity=0.8)
            canvas.line("M-36 -20 L-30 -400 M36 -20 L30 -400", "#a9c1dc", 3, opacity=0.8)
    canvas.path("M-360 -420 L-250 -420 L-330 -60 H-378Z", LIGHT, opacity=0.16)
    canvas.rect((60, -34), (90, 40), trim, rx=8)


def _station(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 270)
    canvas.path(
        "M-190 -400 V-460 Q-190 -490 -160 -490 H160 Q190 -490 190 -460 V-400", stroke=dark(colour, 0.3), stroke_width=36
    )
    canvas.path(box(270, -410, -14, 40), facing(canvas, colour, 0.2))
    canvas.path(box(236, -370, -54, 22), dark(colour, 0.5))
    canvas.rect((-200, -346), (200, 120), canvas.linear((0, "#cfeee2"), (1, "#9cd4c2")), rx=10)
    for i in range(5):
        canvas.rect((-180 + i * 34, -320 + (4 - i) * 12), (22, 68 - (4 - i) * 12), PALETTE["teal"], rx=4)
    for x in (70, 160):
        canvas.circle((x, -286), 42, PALETTE["ivory"])
        for dx in (-13, 13):
            canvas.circle((x + dx, -286), 7, DARK)
    for i in range(4):
        canvas.rect((-200 + i * 64, -180), (44, 24), PALETTE["silver"], rx=5)
    canvas.circle((150, -140), 36, facing(canvas, trim, 0.25))
    canvas.path("M156 -166 l-26 34 h18 l-8 28 l28 -38 h-18Z", LIGHT)
    canvas.rect((-200, -126), (250, 50), fading(canvas, LIGHT, 0.16, 0.02), rx=10)
    for x in (-220, 160):
        canvas.rect((x, -20), (60, 22), DARK, rx=8)


FORMS: dict[str, Callable[[Canvas, str, str], None]] = {
    "lantern": _lantern,
    "oil": _oil,
    "headlamp": _headlamp,
    "torch": _torch,
    "string": _string,
    "tower": _tower,
    "panel": _panel,
    "station": _station,
}
