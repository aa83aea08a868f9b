"""Sleeping bags, mats, pillows and floor seats."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import box, contact, facing, lathe


@dataclass(frozen=True, slots=True)
class Sleep:
    form: str = "mummy"
    colour: str = "teal"
    trim: str = "sun"


def paint_sleep(canvas: Canvas, sleep: Sleep) -> None:
    FORMS[sleep.form](canvas, PALETTE[sleep.colour], PALETTE[sleep.trim])


def _quilting(canvas: Canvas, colour: str, rows: list[tuple[float, float]]) -> None:
    for y, half in rows:
        canvas.line(f"M{-half:g} {y:g} Q0 {y + 30:g} {half:g} {y:g}", dark(colour, 0.32), 5, opacity=0.7)
        canvas.line(f"M{-half * 0.9:g} {y + 12:g} Q0 {y + 42:g} {half * 0.7:g} {y + 16:g}", LIGHT, 6, opacity=0.22)


def _mummy(canvas: Canvas, colour: str, trim: str) -> None:
    """Seen from above, its hood open."""
    outline = lathe(
        (20, -740), (150, -736, 170, -640, 168, -590), (226, -540, 220, -420, 196, -280), (170, -140, 160, -20, 90, 0)
    )
    canvas.path(outline, DARK, opacity=0.2, transform="translate(22 18)")
    canvas.path(outline, facing(canvas, colour, 0.26))
    _quilting(canvas, colour, [(-500, 206), (-410, 204), (-320, 192), (-230, 176), (-140, 162), (-60, 130)])
    canvas.path(
        lathe((14, -716), (112, -706, 130, -640, 116, -590), (90, -550, 0, -548)), facing(canvas, dark(trim, 0.12), 0.2)
    )
    canvas.path(lathe((10, -690), (80, -680, 94, -630, 84, -594), (60, -568, 0, -566)), dark(trim, 0.45))
    canvas.path(box(62, -660, -590, 26), facing(canvas, light(trim, 0.6), 0.1))
    canvas.line("M70 -552 C120 -420 120 -260 96 -90", light(trim, 0.2), 8)
    canvas.line("M70 -552 C120 -420 120 -260 96 -90", DARK, 2, stroke_dasharray="4 8")


def _wide(canvas: Canvas, colour: str, trim: str) -> None:
    """A rectangular bag, one corner turned back."""
    canvas.path(box(240, -720, 0, 40), DARK, opacity=0.2, transform="translate(22 18)")
    canvas.path(box(240, -720, 0, 40), facing(canvas, colour, 0.24))
    _quilting(canvas, colour, [(-440, 236), (-340, 236), (-240, 236), (-140, 236), (-56, 232)])
    lining = facing(canvas, trim, 0.2)
    canvas.path("M-240 -520 V-680 Q-240 -720 -200 -720 H200 Q240 -720 240 -680 V-470Z", lining)
    canvas.path("M-240 -520 L240 -470 V-360 Q60 -400 -240 -520Z", facing(canvas, light(colour, 0.16), 0.2))
    for x in range(-200, 240, 50):
        canvas.line(f"M{x} -712 L{x - 12} {-500 + x * 0.08:g}", dark(trim, 0.2), 3, opacity=0.6)
    canvas.path(box(150, -700, -590, 40), facing(canvas, PALETTE["ivory"], 0.16))


def _mat(canvas: Canvas, colour: str, trim: str) -> None:
    """A foam mat, half unrolled."""
    contact(canvas, 330)
    canvas.path("M-120 -20 L330 -20 L400 20 H-60Z", facing(canvas, light(colour, 0.1), 0.2))
    for x in range(-40, 380, 40):
        canvas.line(f"M{x} -18 L{x + 36} 18", dark(colour, 0.25), 4, opacity=0.7)
    canvas.rect(
        (-300, -300),
        (430, 290),
        canvas.linear((0, dark(colour, 0.1)), (0.25, light(colour, 0.3)), (0.6, colour), (1, dark(colour, 0.35))),
        rx=8,
    )
    for y in range(-280, -20, 26):
        canvas.line(f"M-296 {y} H126", dark(colour, 0.25), 3, opacity=0.5)
    canvas.ellipse((130, -155), (60, 146), facing(canvas, dark(colour, 0.2), 0.1))
    for radius in (118, 90, 62, 34):
        canvas.ellipse((130, -155), (radius * 0.41, radius), "none", stroke=light(colour, 0.4), stroke_width=6)
    for x in (-230, 20):
        canvas.rect((x, -302), (34, 294), facing(canvas, trim, 0.25))
        canvas.rect((x - 6, -170), (46, 34), DARK, rx=6)


def _inflatable(canvas: Canvas, colour: str, trim: str) -> None:
    canvas.path(box(210, -740, 0, 90), DARK, opacity=0.2, transform="translate(22 18)")
    canvas.path(box(210, -740, 0, 90), facing(canvas, colour, 0.2))
    for row in range(9):
        for column in range(5):
            x, y = -160 + column * 80 + (40 if row % 2 else 0), -690 + row * 78
            if abs(x) < 190:
                canvas.ellipse(
                    (x, y),
                    (36, 34),
                    canvas.radial(
                        (0, light(colour, 0.4)),
                        (0.7, light(colour, 0.08)),
                        (1, dark(colour, 0.18)),
                        centre=(0.4, 0.35),
                        radius=0.7,
                    ),
                )
    canvas.path(box(210, -740, 0, 90), stroke=dark(colour, 0.3), stroke_width=7)
    canvas.circle((150, -60), 26, facing(canvas, trim, 0.25))
    canvas.circle((150, -60), 12, dark(trim, 0.4))


def _pillow(canvas: Canvas, colour: str, trim: str) -> None:
    contact(canvas, 280)
    canvas.path(
        "M-290 -40 C-330 -160 -300 -270 -240 -290 C-80 -330 100 -330 240 -290 C300 -270 330 -160 290 -40 C240 10 -240 10 -290 -40Z",
        facing(canvas, colour, 0.28),
    )
    canvas.path("M-290 -40 C-240 10 240 10 290 -40 C200 -20 -200 -20 -290 -40Z", dark(colour, 0.35))
    canvas.line("M-240 -270 Q-180 -210 -150 -120 M240 -270 Q190 -210 160 -130", dark(colour, 0.3), 5, opacity=0.5)
    canvas.path("M-120 -230 Q0 -260 120 -230 Q60 -170 0 -170 Q-60 -170 -120 -230Z", LIGHT, opacity=0.25)
    canvas.rect((238, -190), (66, 46), facing(canvas, trim, 0.2), rx=6)


def _majlis(canvas: Canvas, colour: str, trim: str) -> None:
    """Floor seating: a long mattress, back cushions, an armrest."""
    contact(canvas, 420)
    for x in (-270, 0, 270):
        canvas.path(
            f"M{x - 132} -110 V-330 Q{x - 132} -350 {x - 112} -350 H{x + 112} Q{x + 132} -350 {x + 132} -330 V-110Z",
            facing(canvas, colour, 0.22),
        )
        for step in (-80, 0, 80):
            canvas.path(
                f"M{x + step - 30} -230 L{x + step} -280 L{x + step + 30} -230 L{x + step} -180Z",
                trim,
                stroke=light(trim, 0.5),
                stroke_width=4,
            )
        canvas.line(f"M{x - 128} -320 H{x + 128} M{x - 128} -142 H{x + 128}", PALETTE["ebony"], 12)
    canvas.path(box(430, -130, 0, 30), facing(canvas, light(colour, 0.04), 0.22))
    canvas.line("M-426 -92 H426 M-426 -38 H426", PALETTE["ebony"], 12)
    for x in range(-396, 400, 66):
        canvas.path(f"M{x} -65 l24 -20 l24 20 l-24 20Z", trim)
    canvas.path(
        "M-110 -130 V-200 Q-110 -230 -80 -230 H80 Q110 -230 110 -200 V-130Z", facing(canvas, dark(trim, 0.05), 0.26)
    )
    canvas.line("M-106 -180 H106", light(trim, 0.55), 9)


FORMS: dict[str, Callable[[Canvas, str, str], None]] = {
    "mummy": _mummy,
    "wide": _wide,
    "mat": _mat,
    "inflatable": _inflatable,
    "pillow": _pillow,
    "majlis": _majlis,
}
