"""What scents rooms, cars and linen: reeds, sprays, machines, sachets."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light, mix
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, glow, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Diffuser:
    form: str = "reeds"
    colour: str = "amber"
    trim: str = "gold"
    mark: str = "star"


def paint_diffuser(canvas: Canvas, diffuser: Diffuser) -> None:
    FORMS[diffuser.form](canvas, PALETTE[diffuser.colour], PALETTE[diffuser.trim], diffuser.mark)


def _panel(canvas: Canvas, half: float, y: float, mark: str) -> None:
    canvas.rect((-half, y - half), (half * 2, half * 2.2), facing(canvas, PALETTE["ivory"], 0.1), rx=5)
    with canvas.at(0, y - half * 0.06, half * 0.58):
        paint_mark(canvas, mark, dark(PALETTE["walnut"], 0.15))
    canvas.line(f"M{-half * 0.4:g} {y + half * 0.86:g} H{half * 0.4:g}", PALETTE["walnut"], 4)


def _glass(canvas: Canvas, d: str, colour: str) -> None:
    wall = canvas.linear(
        (0, mix(colour, DARK, 0.3), 0.85), (0.14, light(colour, 0.7), 0.8), (0.8, light(colour, 0.4), 0.7),
        (1, mix(colour, DARK, 0.3), 0.85), to=(1, 0),
    )  # fmt: skip
    canvas.path(d, wall, stroke=LIGHT, stroke_width=3, stroke_opacity=0.6)
    with canvas.group(transform="translate(0 -12) scale(0.88 0.78)"):
        canvas.path(d, canvas.linear((0, light(colour, 0.2)), (0.4, colour), (1, dark(colour, 0.3))))


def _reeds(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 170)
    for lean in (-150, -96, -44, 6, 58, 108, 156):
        canvas.line(f"M{lean * -0.12:g} -60 L{lean * 1.2:g} {-660 + abs(lean) * 0.5:g}", "#c79a63", 9)
        canvas.line(f"M{lean * -0.12 - 2:g} -60 L{lean * 1.2 - 2:g} {-660 + abs(lean) * 0.5:g}", "#ecd3a6", 3)
    _glass(canvas, lathe((52, -330), (60, -290, 170, -280, 176, -210), (176, -24), (176, 0, 150, 0)), colour)
    canvas.path(box(58, -372, -322, 6), metal(canvas, trim))
    _panel(canvas, 76, -136, mark)
    shine(canvas, "M-150 -220 h18 v170 h-18Z", 0.75)


def _spray(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A linen spray with a trigger."""
    contact(canvas, 120)
    _glass(canvas, lathe((44, -430), (48, -380, 126, -370, 128, -310), (128, -24), (128, 0, 104, 0)), colour)
    _panel(canvas, 82, -176, mark)
    shine(canvas, "M-110 -310 h15 v250 h-15Z", 0.75)
    head = dark(trim, 0.05)
    canvas.path(box(50, -480, -424, 8), metal(canvas, head))
    canvas.path(
        "M-70 -590 H64 Q86 -588 86 -560 L60 -520 L44 -480 H-44 L-50 -530 H-150 V-572 H-70Z", metal(canvas, head)
    )
    canvas.path("M-60 -528 Q-110 -500 -104 -430 L-82 -436 Q-84 -490 -44 -512Z", dark(head, 0.35))
    canvas.rect((-168, -578), (24, 54), dark(head, 0.3), rx=5)
    for y in (-610, -552, -500):
        canvas.line(f"M-190 {-552 + (y + 552) * 0.4:g} L-262 {y}", LIGHT, 5, opacity=0.8, stroke_dasharray="2 16")


def _mister(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An ultrasonic diffuser that breathes mist."""
    contact(canvas, 170)
    mist = canvas.radial((0, LIGHT, 0.9), (0.5, LIGHT, 0.4), (1, LIGHT, 0))
    for x, y, radius in ((0, -480, 70), (-36, -560, 90), (46, -610, 100)):
        canvas.circle((x, y), radius, mist)
    canvas.path(lathe((30, -430), (80, -400, 200, -260, 200, -130), (200, -30, 150, 0, 110, 0)), volume(canvas, colour))
    canvas.path("M-199 -150 Q0 -100 199 -150 L200 -118 Q0 -66 -200 -118Z", metal(canvas, trim))
    canvas.path("M-195 -80 Q0 -30 195 -80 Q180 0 110 0 H-110 Q-180 0 -195 -80Z", facing(canvas, PALETTE["cedar"], 0.2))
    with canvas.at(0, -226, 64):
        paint_mark(canvas, mark, light(trim, 0.25))
    glow(canvas, (0, -66), 46, PALETTE["sun"])
    canvas.ellipse((0, -430), (30, 8), dark(colour, 0.5))
    shine(canvas, "M-120 -270 Q-160 -210 -164 -160 L-144 -156 Q-140 -200 -102 -262Z", 0.55)


def _car(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A little bottle with a wooden cap on a cord, hanging as from a mirror."""
    canvas.line("M0 -700 C-26 -600 20 -520 0 -436", dark(PALETTE["oud"], 0.1), 9)
    canvas.circle((0, -520), 17, metal(canvas, trim))
    canvas.path(box(84, -440, -330, 26), volume(canvas, PALETTE["cedar"]))
    _glass_at = lathe((84, -250), (140, -246, 140, -210, 140, -190), (140, -40), (140, 0, 96, 0))
    with canvas.at(0, -80):
        _glass(canvas, _glass_at, colour)
        with canvas.at(0, -120, 62):
            paint_mark(canvas, mark, light(trim, 0.45))
        shine(canvas, "M-116 -200 h14 v140 h-14Z", 0.75)
    contact(canvas, 100, 0.2)


def _sachets(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """Three cloth sachets for drawers and wardrobes."""
    contact(canvas, 290)
    for x, turn, share in ((-170, -9, 0.28), (170, 9, 0.12), (0, 0, 0.0)):
        with canvas.at(x, -6 if x else 8, 1, turn):
            cloth = light(colour, share)
            canvas.path(
                "M-120 0 Q-146 -130 -116 -270 L-60 -290 L-96 -400 H96 L60 -290 L116 -270 Q146 -130 120 0 Q0 22 -120 0Z",
                facing(canvas, cloth, 0.2),
                stroke=dark(cloth, 0.25),
                stroke_width=2,
            )
            canvas.path("M-66 -304 Q0 -280 66 -304 V-276 Q0 -252 -66 -276Z", metal(canvas, trim))
            canvas.line("M0 -278 Q-40 -240 -30 -210 M0 -278 Q40 -240 34 -204", trim, 6)
            with canvas.at(0, -120, 64):
                paint_mark(canvas, mark, dark(cloth, 0.5))


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "reeds": _reeds,
    "spray": _spray,
    "mister": _mister,
    "car": _car,
    "sachets": _sachets,
}
