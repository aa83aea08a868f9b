"""Chairs, tables, cots and hammocks."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.shading import box, contact, facing, metal


@dataclass(frozen=True, slots=True)
class Furniture:
    form: str = "chair"
    colour: str = "forest"
    frame: str = "charcoal"


def paint_furniture(canvas: Canvas, furniture: Furniture) -> None:
    FORMS[furniture.form](canvas, PALETTE[furniture.colour], PALETTE[furniture.frame])


def _tube(canvas: Canvas, d: str, colour: str, width: float = 18) -> None:
    canvas.line(d, dark(colour, 0.2), width)
    canvas.line(d, light(colour, 0.45), width * 0.3)


def _chair(canvas: Canvas, colour: str, frame: str) -> None:
    contact(canvas, 230)
    _tube(canvas, "M-210 0 L190 -270 M210 0 L-190 -270 M-230 -4 L-214 -420 M230 -4 L214 -420", frame)
    canvas.path("M-196 -640 Q0 -610 196 -640 L180 -270 Q0 -230 -180 -270Z", facing(canvas, colour, 0.22))
    canvas.path("M-190 -290 Q0 -250 190 -290 L220 -220 Q0 -160 -220 -220Z", facing(canvas, light(colour, 0.1), 0.22))
    canvas.path("M-196 -640 Q0 -610 196 -640 L193 -590 Q0 -560 -193 -590Z", dark(colour, 0.25))
    for x in (-250, 250):
        canvas.path(f"M{x - 34} -434 h68 l-6 30 h-56Z", facing(canvas, dark(colour, 0.12), 0.2))
    canvas.path("M222 -406 h58 l-8 80 h-42Z", dark(colour, 0.32))
    canvas.ellipse((251, -404), (29, 9), DARK)


def _lounge(canvas: Canvas, colour: str, frame: str) -> None:
    """A low slung chair of wood and canvas."""
    contact(canvas, 300)
    _tube(canvas, "M-290 0 L180 -480 M300 0 L-200 -300 M-230 -200 L270 -40", frame, 26)
    canvas.path(
        "M200 -520 Q40 -230 -30 -190 Q-120 -160 -250 -240 L-276 -212 Q-130 -110 -4 -140 Q90 -170 240 -500Z",
        facing(canvas, colour, 0.26),
    )
    for share in (0.2, 0.5, 0.8):
        x, y = 200 - 230 * share, -520 + 330 * share
        canvas.line(f"M{x:g} {y:g} l40 20", light(colour, 0.45), 6, opacity=0.7)
    canvas.path("M196 -540 l56 26 l-30 70 l-58 -30Z", facing(canvas, light(colour, 0.22), 0.2))


def _stool(canvas: Canvas, colour: str, frame: str) -> None:
    contact(canvas, 170)
    _tube(canvas, "M-160 0 L120 -330 M160 0 L-120 -330 M-10 10 L20 -330", frame)
    canvas.path(
        "M-190 -360 Q0 -290 190 -360 Q200 -330 170 -320 Q0 -250 -170 -320 Q-200 -330 -190 -360Z",
        facing(canvas, colour, 0.24),
    )
    canvas.line("M-176 -340 Q0 -274 176 -340", light(colour, 0.45), 5)
    canvas.circle((0, -180), 15, PALETTE["silver"])


def _table(canvas: Canvas, colour: str, frame: str) -> None:
    """A roll-top table set for coffee."""
    contact(canvas, 320)
    _tube(canvas, "M-270 0 L-180 -290 M270 0 L180 -290 M-250 -70 L200 -240 M250 -70 L-200 -240", frame)
    for i in range(9):
        x = -340 + i * 76
        canvas.rect((x, -330), (72, 46), facing(canvas, dark(colour, (i % 3) * 0.06), 0.2), rx=5)
    canvas.rect((-346, -290), (696, 14), dark(colour, 0.4))
    canvas.path("M-210 -332 v-76 h96 v76Z", facing(canvas, PALETTE["teal"], 0.25))
    canvas.line("M-114 -394 q44 0 40 30 q-4 24 -40 20", PALETTE["teal"], 11)
    canvas.path("M60 -332 L76 -450 Q110 -480 144 -450 L160 -332Z", metal(canvas, PALETTE["brass"]))
    canvas.line("M156 -360 Q220 -390 150 -440", PALETTE["brass"], 10)


def _cot(canvas: Canvas, colour: str, frame: str) -> None:
    contact(canvas, 400)
    for x in (-320, 0, 320):
        _tube(canvas, f"M{x - 60} 0 L{x + 50} -170 M{x + 60} 0 L{x - 50} -170", frame, 16)
    canvas.path("M-430 -200 Q0 -130 430 -200 L440 -160 Q0 -90 -440 -160Z", dark(colour, 0.35))
    canvas.path("M-420 -240 H400 L430 -190 Q0 -120 -430 -190Z", facing(canvas, colour, 0.22))
    canvas.line("M-430 -190 Q0 -120 430 -190", light(colour, 0.4), 7)
    canvas.path("M-400 -236 q10 -70 60 -74 h110 q40 6 40 76Z", facing(canvas, PALETTE["ivory"], 0.18))
    canvas.path(
        "M60 -236 Q70 -300 140 -300 H340 Q400 -296 404 -226 Q240 -180 60 -190Z",
        facing(canvas, PALETTE["terracotta"], 0.22),
    )


def _hammock(canvas: Canvas, colour: str, frame: str) -> None:
    for side in (-1, 1):
        canvas.path(
            f"M{400 * side - 30} 0 L{400 * side - 22} -760 H{400 * side + 22} L{400 * side + 34} 0Z",
            facing(canvas, PALETTE["walnut"], 0.2),
        )
        canvas.line(f"M{396 * side} -520 L{290 * side} -400", frame, 9)
        canvas.rect((400 * side - 30, -536), (60, 26), frame)
    contact(canvas, 260, 0.3)
    canvas.path(
        "M-300 -410 Q-240 -110 0 -100 Q240 -110 300 -410 Q180 -190 0 -186 Q-180 -190 -300 -410Z", dark(colour, 0.35)
    )
    canvas.path(
        "M-300 -410 Q-200 -150 0 -140 Q200 -150 300 -410 Q240 -60 0 -50 Q-240 -60 -300 -410Z",
        facing(canvas, colour, 0.26),
    )
    for share in (0.25, 0.5, 0.75):
        canvas.line(
            f"M-296 -400 Q{-226 + 20 * share:g} {-150 + 80 * share:g} 0 {-140 + 90 * share:g} Q{226 - 20 * share:g} {-150 + 80 * share:g} 296 -400",
            light(colour, 0.4),
            4,
            opacity=0.5,
        )


def _box(canvas: Canvas, colour: str, frame: str) -> None:
    """A lidded crate whose lid is a table."""
    contact(canvas, 290)
    canvas.path(box(280, -270, 0, 24), facing(canvas, colour, 0.2))
    for x in (-180, 0, 180):
        canvas.rect((x - 56, -210), (112, 170), dark(colour, 0.2), rx=12, opacity=0.7)
    canvas.path(box(296, -320, -264, 12), facing(canvas, PALETTE["cedar"], 0.24))
    canvas.line("M-270 -300 H270", dark(PALETTE["cedar"], 0.3), 4)
    for x in (-150, 150):
        canvas.rect((x - 22, -284), (44, 66), frame, rx=7)
    canvas.rect((-60, -180), (120, 40), LIGHT, opacity=0.2, rx=20)


FORMS: dict[str, Callable[[Canvas, str, str], None]] = {
    "chair": _chair,
    "lounge": _lounge,
    "stool": _stool,
    "table": _table,
    "cot": _cot,
    "hammock": _hammock,
    "box": _box,
}
