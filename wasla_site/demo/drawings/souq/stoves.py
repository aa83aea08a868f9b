"""Fire: gas stoves, fire pits, grills and wood."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import box, contact, facing, glow, lathe, metal, volume


@dataclass(frozen=True, slots=True)
class Stove:
    form: str = "canister"
    colour: str = "forest"
    trim: str = "silver"


def paint_stove(canvas: Canvas, stove: Stove) -> None:
    FORMS[stove.form](canvas, PALETTE[stove.colour], PALETTE[stove.trim])


def paint_fire(canvas: Canvas, size: float) -> None:
    """Flames that stand on the origin, `size` high."""
    glow(canvas, (0, -size * 0.4), size * 1.1, "#ffb45a")
    with canvas.at(0, 0, size / 100):
        canvas.path(
            "M-52 0 C-80 -40 -40 -60 -46 -96 C-16 -80 -10 -60 -12 -46 C6 -64 10 -90 0 -112 C50 -84 84 -40 50 0Z",
            canvas.linear((0, "#f6a23c"), (1, "#d9542b")),
        )
        canvas.path(
            "M-28 0 C-44 -24 -18 -36 -18 -58 C0 -46 6 -34 4 -24 C16 -34 18 -44 16 -56 C40 -36 40 -14 28 0Z",
            canvas.linear((0, "#ffe08a"), (1, "#f7a63e")),
        )


def _blue(canvas: Canvas, x: float, y: float, half: float) -> None:
    for step in (-0.8, -0.4, 0, 0.4, 0.8):
        canvas.path(
            f"M{x + half * step - 11:g} {y} q11 {-56 + abs(step) * 22:g} 22 0Z",
            canvas.linear((0, "#a9dcf2", 0.9), (1, "#3c88c9", 0.9)),
        )


def _canister(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 150)
    canvas.path(
        lathe((40, -230), (150, -216, 154, -190, 154, -160), (154, -20), (154, 0, 130, 0)), volume(canvas, colour)
    )
    canvas.rect((-154, -130), (308, 66), facing(canvas, PALETTE["sun"], 0.15))
    canvas.path("M-30 -78 Q-40 -100 -8 -122 Q-4 -106 10 -110 Q34 -92 22 -74Z", PALETTE["clay"])
    canvas.path(box(34, -330, -226, 6), metal(canvas, trim))
    canvas.line("M30 -290 H130", trim, 10)
    canvas.path("M126 -310 h44 v38 h-44Z", PALETTE["coral"])
    canvas.path(lathe((90, -380), (90, -350, 40, -330, 30, -326)), metal(canvas, trim))
    _blue(canvas, 0, -380, 90)
    canvas.line("M-40 -340 L-170 -404 H-60 M40 -340 L170 -404 H60 M0 -330 V-410", dark(trim, 0.25), 11)


def _double(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 330)
    canvas.path("M-330 -190 L-300 -470 H300 L330 -190Z", facing(canvas, dark(colour, 0.15), 0.2))
    canvas.path("M-290 -220 L-270 -440 H270 L290 -220Z", dark(colour, 0.35))
    for x in (-160, 160):
        _blue(canvas, x, -196, 70)
        canvas.line(
            f"M{x - 120} -196 H{x + 120} M{x - 80} -210 V-186 M{x} -216 V-186 M{x + 80} -210 V-186", "#39393a", 12
        )
    canvas.path(box(340, -190, -20, 14), facing(canvas, colour, 0.22))
    canvas.rect((-340, -160), (680, 10), light(colour, 0.4), opacity=0.7)
    for x in (-160, 160):
        canvas.circle((x, -90), 40, metal(canvas, trim))
        canvas.rect((x - 7, -126), (14, 40), dark(trim, 0.4), rx=5)
    canvas.rect((-60, -116), (120, 46), facing(canvas, PALETTE["ivory"], 0.1), rx=8)
    canvas.path("M-14 -78 Q-22 -96 0 -112 Q6 -100 14 -100 Q22 -88 14 -78Z", PALETTE["terracotta"])
    for x in (-280, 240):
        canvas.rect((x, -22), (44, 24), "#2b2a2a", rx=6)


def _pit(canvas: Canvas, colour: str, trim: str) -> None:
    """A round fire pit that burns its own smoke."""
    contact(canvas, 230)
    for x, turn in ((-70, 24), (60, -22), (0, 4)):
        with canvas.at(x, -330, 1, turn):
            canvas.rect((-32, -90), (64, 200), facing(canvas, PALETTE["walnut"], 0.25), rx=14)
            canvas.ellipse((0, -90), (32, 13), PALETTE["camel"])
    with canvas.at(0, -330):
        paint_fire(canvas, 260)
    canvas.ellipse((0, -330), (236, 38), "none", stroke=light(trim, 0.3), stroke_width=14)
    canvas.path("M-240 -330 A240 40 0 0 0 240 -330 V-40 Q240 0 190 0 H-190 Q-240 0 -240 -40Z", metal(canvas, colour))
    for row, y in ((0, -60), (1, -96)):
        for i in range(9):
            x = -200 + i * 50 + row * 24
            canvas.circle((x, y - 6 + abs(x) * 0.03), 8, dark(colour, 0.7))
    canvas.line("M-240 -330 A240 40 0 0 0 240 -330", light(trim, 0.4), 14)


def _grill(canvas: Canvas, colour: str, trim: str) -> None:
    """A folding charcoal grill with skewers on it."""
    contact(canvas, 300)
    canvas.line("M-250 0 L-190 -230 M250 0 L190 -230 M-220 -90 H220", dark(trim, 0.4), 17)
    canvas.path("M-310 -330 H310 L270 -200 H-270Z", facing(canvas, colour, 0.22))
    for x in range(-220, 240, 60):
        canvas.ellipse((x, -236), (20, 9), dark(colour, 0.6))
    glow(canvas, (0, -330), 220, "#ff9a4a")
    canvas.rect((-320, -348), (640, 18), metal(canvas, trim))
    for i, x in enumerate((-210, -90, 30, 150)):
        with canvas.at(x, -362, 1, -8):
            canvas.line("M-20 44 L100 -150", light(trim, 0.3), 6)
            for step in range(4):
                cx, cy = -6 + step * 20, 22 - step * 33
                canvas.ellipse(
                    (cx, cy),
                    (24, 19),
                    facing(
                        canvas,
                        (PALETTE["rust"], PALETTE["olive"], PALETTE["clay"], PALETTE["sun"])[(step + i) % 4],
                        0.3,
                    ),
                )
    canvas.line("M-330 -300 h-50 M330 -300 h50", PALETTE["cedar"], 22)


def _wood(canvas: Canvas, colour: str, trim: str) -> None:
    """Split sidr and samr logs in a sling."""
    contact(canvas, 280)
    for row, count in enumerate((4, 3, 2)):
        for i in range(count):
            x, y = (i - (count - 1) / 2) * 136, -66 - row * 112
            bark = dark(PALETTE["walnut"], 0.12 * ((i + row) % 3))
            canvas.circle((x, y), 68, bark)
            canvas.circle((x, y), 55, facing(canvas, light(PALETTE["camel"], 0.3), 0.25))
            for radius in (40, 25, 11):
                canvas.circle((x, y), radius, "none", stroke=PALETTE["cedar"], stroke_width=3.5, stroke_opacity=0.7)
            canvas.line(f"M{x} {y} l{30 - i * 14} -40", PALETTE["cedar"], 3.5)
    canvas.path("M-300 -10 Q0 60 300 -10 L286 -60 Q0 10 -286 -60Z", facing(canvas, colour, 0.2))
    canvas.line("M-286 -40 C-360 -300 -160 -480 0 -480 C160 -480 360 -300 286 -40", trim, 20, opacity=0.95)
    canvas.rect((-62, -502), (124, 42), facing(canvas, PALETTE["camel"], 0.25), rx=16)
    canvas.line("M-290 -26 Q0 44 290 -26", LIGHT, 4, stroke_dasharray="14 10", opacity=0.6)


def _heater(canvas: Canvas, colour: str, trim: str) -> None:
    """A gas heater for a tent."""
    contact(canvas, 200)
    canvas.path(box(210, -470, -30, 40), facing(canvas, colour, 0.22))
    canvas.path(box(170, -430, -150, 24), dark(colour, 0.6))
    canvas.path(box(150, -410, -170, 16), canvas.linear((0, "#ffd08a"), (0.5, "#ef7a3a"), (1, "#b8402a")))
    for x in range(-140, 150, 28):
        canvas.line(f"M{x} -424 V-158", trim, 6)
    glow(canvas, (0, -290), 230, "#ff9a4a")
    canvas.circle((120, -90), 30, metal(canvas, trim))
    canvas.line("M120 -112 V-92", DARK, 6)
    canvas.path("M-90 -466 V-510 Q-90 -540 -60 -540 H60 Q90 -540 90 -510 V-466", stroke=trim, stroke_width=17)
    canvas.path("M-180 -34 h90 v34 h-90Z M90 -34 h90 v34 h-90Z", dark(colour, 0.5))


FORMS: dict[str, Callable[[Canvas, str, str], None]] = {
    "canister": _canister,
    "double": _double,
    "pit": _pit,
    "grill": _grill,
    "wood": _wood,
    "heater": _heater,
}
