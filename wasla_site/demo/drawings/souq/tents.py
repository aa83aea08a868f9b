"""Tents, from two-person domes to canvas bells."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import contact, facing, glow


@dataclass(frozen=True, slots=True)
class Tent:
    form: str = "dome"
    colour: str = "sage"
    trim: str = "terracotta"
    lit: str = "no"


def paint_tent(canvas: Canvas, tent: Tent) -> None:
    contact(canvas, 380, 0.4)
    FORMS[tent.form](canvas, PALETTE[tent.colour], PALETTE[tent.trim], tent.lit == "yes")


def _inside(canvas: Canvas, d: str, lit: bool, middle: tuple[float, float] = (0, -110)) -> None:
    """The open door: dark by day, warm when a lamp burns inside."""
    canvas.path(
        d, canvas.linear((0, "#ffd98f"), (1, "#d98a3c")) if lit else canvas.linear((0, "#2c2a28"), (1, "#5a5148"))
    )
    if lit:
        glow(canvas, middle, 250, "#ffd27a")


def _guys(canvas: Canvas, points: tuple[tuple[float, float, float], ...]) -> None:
    for x, y, foot in points:
        canvas.line(f"M{x} {y} L{foot} 0", LIGHT, 4, opacity=0.9)
        canvas.line(f"M{foot - 6} -14 L{foot + 6} 8", DARK, 7)


def _dome(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    _guys(canvas, ((-260, -260, -440), (260, -260, 440)))
    canvas.path("M-370 0 C-350 -250 -190 -460 0 -470 C190 -460 350 -250 370 0Z", facing(canvas, colour, 0.24))
    canvas.path("M0 -470 C190 -460 350 -250 370 0 H200 C210 -200 130 -400 0 -470Z", dark(colour, 0.16))
    canvas.path("M0 -470 C-130 -400 -210 -200 -200 0 H-370 C-350 -250 -190 -460 0 -470Z", LIGHT, opacity=0.14)
    canvas.path("M-130 0 C-124 -190 -70 -300 0 -310 C70 -300 124 -190 130 0Z", dark(trim, 0.1))
    _inside(canvas, "M-112 0 C-106 -176 -60 -276 0 -286 C60 -276 106 -176 112 0Z", lit)
    canvas.path("M-112 0 C-106 -176 -60 -276 0 -286 C-30 -180 -52 -90 -40 0Z", facing(canvas, trim, 0.25))
    canvas.line(
        "M-370 0 C-330 -260 -150 -470 0 -470 C150 -470 330 -260 370 0 M-200 0 C-210 -200 -130 -400 0 -470 C130 -400 210 -200 200 0",
        dark(colour, 0.45),
        5,
        opacity=0.7,
    )
    canvas.path("M-90 -440 Q0 -510 90 -440 Q0 -476 -90 -440Z", trim)


def _tunnel(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    _guys(canvas, ((360, -180, 480),))
    canvas.path(
        "M-260 0 C-260 -250 -180 -390 -60 -396 L280 -300 C360 -270 400 -130 404 0Z", facing(canvas, colour, 0.24)
    )
    for x, top in ((110, -350), (270, -303)):
        canvas.line(f"M{x + 60} 0 C{x + 56} -160 {x + 30} {top + 60} {x - 30} {top + 4}", trim, 13)
    canvas.path(
        "M-400 0 C-400 -250 -300 -396 -150 -396 C0 -396 100 -250 100 0Z", facing(canvas, light(colour, 0.1), 0.22)
    )
    canvas.path("M-60 -396 L-150 -396 C0 -396 100 -250 100 0 H150 C146 -200 80 -380 -60 -396Z", dark(colour, 0.22))
    _inside(canvas, "M-300 0 C-300 -190 -240 -300 -150 -300 C-60 -300 0 -190 0 0Z", lit, (-150, -120))
    canvas.path("M-300 0 C-300 -190 -240 -300 -150 -300 C-210 -200 -236 -100 -232 0Z", facing(canvas, trim, 0.25))
    canvas.path("M190 -60 h110 v-70 q-60 -30 -110 -10Z", "#3c4a4e", stroke=light(colour, 0.4), stroke_width=6)
    canvas.line("M-400 0 C-400 -250 -300 -396 -150 -396 C0 -396 100 -250 100 0", trim, 9)


def _ridge(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    """An A-frame over a wooden pole."""
    _guys(canvas, ((-110, -470, -430), (250, -400, 450)))
    canvas.path("M-110 -470 L250 -410 L400 0 L190 0Z", facing(canvas, dark(colour, 0.16), 0.2))
    for x in (0, 110):
        canvas.line(f"M{x} {-452 + x * 0.17:g} L{x + 230} 0", dark(colour, 0.4), 4, opacity=0.5)
    canvas.path("M-110 -470 L-380 0 H190Z", facing(canvas, colour, 0.24))
    _inside(canvas, "M-110 -400 L-230 0 H20Z", lit, (-106, -130))
    canvas.path("M-110 -400 L-230 0 H-300 Q-200 -160 -110 -400Z", light(colour, 0.35))
    canvas.path("M-110 -400 L20 0 H96 Q-30 -180 -110 -400Z", facing(canvas, trim, 0.2))
    canvas.line("M-110 -500 V0", PALETTE["cedar"], 13)
    canvas.line("M-110 -470 L-380 0 M-110 -470 L190 0 M-110 -470 L250 -410", light(colour, 0.5), 5)
    canvas.path("M-110 -500 l74 16 l-74 20Z", trim)


def _bell(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    """A round canvas tent with low walls."""
    _guys(canvas, ((-330, -190, -460), (330, -190, 460)))
    canvas.path("M-350 0 L-344 -176 H344 L350 0Z", facing(canvas, dark(colour, 0.06), 0.14))
    canvas.path(
        "M0 -560 C-60 -420 -230 -250 -372 -176 Q0 -120 372 -176 C230 -250 60 -420 0 -560Z", facing(canvas, colour, 0.2)
    )
    for x in (-240, -120, 120, 240):
        canvas.line(f"M0 -560 C{x * 0.18:g} -420 {x * 0.66:g} -250 {x} -152 V0", dark(colour, 0.3), 4, opacity=0.6)
    canvas.path("M0 -560 C40 -420 140 -250 240 -152 Q300 -158 372 -176 C230 -250 60 -420 0 -560Z", DARK, opacity=0.1)
    _inside(canvas, "M-96 0 V-150 Q-70 -260 0 -330 Q70 -260 96 -150 V0Z", lit)
    canvas.path(
        "M-96 0 V-150 Q-70 -260 0 -330 Q-30 -180 -70 0Z M96 0 V-150 Q70 -260 0 -330 Q30 -180 70 0Z", light(colour, 0.3)
    )
    for x in range(-348, 349, 58):
        canvas.path(f"M{x} -178 q29 62 58 0Z", trim, transform=f"translate(0 {14 - abs(x + 29) * 0.05:.1f})")
    canvas.path("M-9 -610 h18 v56 h-18Z", PALETTE["cedar"])


def _cabin(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    """A family tent with straight walls, windows and an awning."""
    canvas.path("M-390 0 L-340 -330 H340 L390 0Z", facing(canvas, colour, 0.2))
    canvas.path("M-370 -330 L-270 -480 H270 L370 -330Z", facing(canvas, trim, 0.24))
    canvas.path("M-270 -480 L-370 -330 L-200 -330 L-150 -480Z", LIGHT, opacity=0.15)
    _inside(canvas, "M-96 0 L-86 -280 H86 L96 0Z", lit)
    canvas.path("M-96 0 L-86 -280 H-50 Q-70 -120 -66 0Z M96 0 L86 -280 H50 Q70 -120 66 0Z", light(colour, 0.4))
    for x in (-300, 170):
        canvas.path(
            f"M{x} -120 L{x + 10} -260 H{x + 130} L{x + 134} -120Z",
            "#4a5a5c" if not lit else "#ffd98f",
            stroke=light(colour, 0.4),
            stroke_width=7,
        )
        canvas.line(f"M{x + 66} -258 V-122 M{x + 6} -190 H{x + 132}", light(colour, 0.4), 4)
    canvas.path("M-150 -330 L-180 -250 H180 L150 -330Z", facing(canvas, dark(trim, 0.1), 0.2))
    for x in (-178, 178):
        canvas.line(f"M{x} -250 V0", PALETTE["silver"], 8)
    canvas.line("M-370 -330 H370", light(trim, 0.3), 6)


def _popup(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    """A beach tent that opens by itself."""
    canvas.path("M-390 0 C-380 -300 -120 -420 60 -390 C270 -350 380 -160 400 0Z", facing(canvas, colour, 0.24))
    canvas.path("M60 -390 C270 -350 380 -160 400 0 H270 C260 -170 180 -330 60 -390Z", dark(colour, 0.2))
    _inside(canvas, "M-330 0 C-320 -240 -150 -330 -10 -320 C110 -300 190 -160 200 0Z", lit, (-60, -120))
    canvas.path("M-330 0 C-320 -30 100 -30 200 0 L320 34 H-370Z", facing(canvas, trim, 0.2))
    canvas.line("M-390 0 C-380 -300 -120 -420 60 -390 C270 -350 380 -160 400 0", trim, 11)
    for x, y in ((-210, -290), (-60, -365), (250, -270)):
        canvas.path(f"M{x} {y} l50 -12 l-6 46 l-46 8Z", LIGHT, opacity=0.35)


def _tipi(canvas: Canvas, colour: str, trim: str, lit: bool) -> None:
    for x in (-70, -24, 30, 76):
        canvas.line(f"M{x * -4.4:g} 0 L{x} -680", PALETTE["cedar"], 13)
    canvas.path("M0 -600 L-330 0 H330Z", facing(canvas, colour, 0.22))
    canvas.path("M0 -600 L330 0 H150Z", DARK, opacity=0.12)
    for y in (-70, -140):
        half = 330 * (600 + y) / 600
        canvas.path(
            f"M{-half:g} {y} " + " ".join(f"l{half / 9:.2f} {-34 if i % 2 == 0 else 34}" for i in range(18)),
            stroke=trim,
            stroke_width=11,
        )
    _inside(canvas, "M0 -360 L-96 0 H96Z", lit)
    canvas.path("M0 -360 L-96 0 H-160 Q-90 -150 0 -360Z M0 -360 L96 0 H160 Q90 -150 0 -360Z", light(colour, 0.4))
    for i in range(9):
        x = -120 + i * 30
        canvas.path(
            f"M{x - 14} -470 h28 l-14 32Z",
            (trim, PALETTE["sun"], PALETTE["teal"])[i % 3],
            transform=f"translate(0 {-abs(x) * 0.3 + 40:.0f})",
        )


FORMS: dict[str, Callable[[Canvas, str, str, bool], None]] = {
    "dome": _dome,
    "tunnel": _tunnel,
    "ridge": _ridge,
    "bell": _bell,
    "cabin": _cabin,
    "popup": _popup,
    "tipi": _tipi,
}
