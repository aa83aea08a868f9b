"""Backpacks, duffels and dry bags."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe


@dataclass(frozen=True, slots=True)
class Pack:
    form: str = "day"
    colour: str = "teal"
    trim: str = "sun"
    mark: str = "peak"


def paint_pack(canvas: Canvas, pack: Pack) -> None:
    FORMS[pack.form](canvas, PALETTE[pack.colour], PALETTE[pack.trim], pack.mark)


def _patch(canvas: Canvas, y: float, size: float, mark: str) -> None:
    canvas.rect((-size, y - size), (size * 2, size * 2), facing(canvas, PALETTE["camel"], 0.2), rx=12)
    with canvas.at(0, y, size * 0.62):
        paint_mark(canvas, mark, dark(PALETTE["walnut"], 0.3))


def _buckle(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect((x - 22, y - 15), (44, 30), DARK, rx=6)
    canvas.rect((x - 12, y - 7), (24, 14), PALETTE["slate"], rx=3)


def _day(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 220)
    canvas.line("M-50 -620 C-50 -700 50 -700 50 -620", dark(colour, 0.3), 22)
    for side in (-1, 1):
        canvas.path(f"M{190 * side} -460 C{270 * side} -380 {270 * side} -140 {200 * side} -60Z", dark(colour, 0.4))
    canvas.path(
        lathe((90, -640), (200, -630, 220, -520, 222, -420), (230, -200, 226, -100, 210, -40), (200, 0, 150, 0)),
        facing(canvas, colour, 0.24),
    )
    canvas.line("M-196 -440 C-180 -600 180 -600 196 -440", dark(colour, 0.4), 8)
    canvas.line("M190 -450 l14 40", trim, 9)
    canvas.path(
        "M-170 -30 V-270 Q-170 -320 -120 -320 H120 Q170 -320 170 -270 V-30 Q170 -12 150 -12 H-150 Q-170 -12 -170 -30Z",
        facing(canvas, light(colour, 0.08), 0.22),
        stroke=dark(colour, 0.25),
        stroke_width=4,
    )
    canvas.line("M-150 -270 H150", dark(colour, 0.45), 9)
    canvas.line("M120 -268 v44", trim, 9)
    _patch(canvas, -140, 54, mark)
    canvas.path("M-210 -90 L-236 -260 Q-246 -120 -220 -30Z", dark(colour, 0.3))


def _trek(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A tall pack with a lid, a frame belt and a rolled mat."""
    contact(canvas, 230)
    canvas.rect((-210, -760), (420, 96), facing(canvas, PALETTE["dune"], 0.28), rx=48)
    for x in (-120, 90):
        canvas.rect((x, -764), (30, 104), DARK, rx=8)
    for side in (-1, 1):
        canvas.path(
            f"M{190 * side} -150 q{110 * side} 20 {120 * side} 90 l{-50 * side} 20 q{-30 * side} -50 {-90 * side} -60Z",
            dark(trim, 0.15),
        )
    canvas.path(lathe((170, -600), (206, -500, 212, -300, 206, -60), (204, 0, 140, 0)), facing(canvas, colour, 0.24))
    for x in (-198, 150):
        canvas.path(f"M{x} -60 V-300 q24 -30 48 0 V-60Z", dark(colour, 0.28))
    canvas.path(
        "M-150 -40 V-320 Q-150 -340 -130 -340 H130 Q150 -340 150 -320 V-40Z",
        facing(canvas, light(colour, 0.1), 0.2),
        stroke=dark(colour, 0.3),
        stroke_width=4,
    )
    canvas.path(
        "M-196 -490 C-200 -660 -150 -670 0 -670 C150 -670 200 -660 196 -490 Q0 -440 -196 -490Z",
        facing(canvas, trim, 0.22),
    )
    canvas.line("M-150 -560 Q0 -520 150 -560", dark(trim, 0.4), 7)
    for x in (-92, 92):
        canvas.line(f"M{x} -480 V-120", DARK, 15)
        _buckle(canvas, x, -390)
    _patch(canvas, -210, 50, mark)


def _roll(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 210)
    canvas.path(lathe((180, -560), (206, -400, 214, -200, 206, -40), (204, 0, 150, 0)), facing(canvas, colour, 0.24))
    canvas.path(
        "M-190 -556 V-640 Q-190 -676 -150 -676 H150 Q190 -676 190 -640 V-556 Q0 -520 -190 -556Z",
        facing(canvas, dark(colour, 0.16), 0.24),
    )
    for y in (-640, -604):
        canvas.line(f"M-186 {y} Q0 {y + 34} 186 {y}", dark(colour, 0.45), 5)
    canvas.rect((-17, -680), (34, 480), facing(canvas, trim, 0.2))
    _buckle(canvas, 0, -470)
    canvas.path(
        "M-150 -24 V-230 H150 V-24Z",
        facing(canvas, dark(colour, 0.08), 0.2),
        stroke=light(colour, 0.3),
        stroke_width=4,
        stroke_dasharray="12 9",
    )
    canvas.rect((-17, -240), (34, 110), facing(canvas, trim, 0.2))
    _patch(canvas, -118, 46, mark)
    canvas.line("M-200 -360 H-20 M20 -360 H200", LIGHT, 7, opacity=0.3)


def _kids(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A small pack with the face of an oryx."""
    contact(canvas, 190)
    canvas.line("M-40 -530 C-40 -600 40 -600 40 -530", dark(colour, 0.3), 20)
    for side in (-1, 1):
        canvas.path(
            f"M{70 * side} -520 C{90 * side} -640 {130 * side} -690 {190 * side} -720 C{150 * side} -650 {130 * side} -600 {110 * side} -500Z",
            PALETTE["walnut"],
        )
        canvas.ellipse(
            (190 * side, -430),
            (56, 30),
            facing(canvas, colour, 0.2),
            transform=f"rotate({-24 * side} {190 * side} -430)",
        )
    canvas.path(
        lathe((70, -550), (190, -540, 200, -430, 206, -320), (216, -140, 210, 0, 110, 0)), facing(canvas, colour, 0.22)
    )
    canvas.path("M-60 -540 Q0 -500 60 -540 L40 -330 Q0 -300 -40 -330Z", PALETTE["walnut"])
    for x in (-92, 92):
        canvas.circle((x, -350), 26, DARK)
        canvas.circle((x - 8, -360), 8, LIGHT)
    canvas.path("M-140 -20 V-190 Q-140 -240 0 -240 Q140 -240 140 -190 V-20Z", facing(canvas, trim, 0.22))
    canvas.ellipse((0, -230), (56, 36), PALETTE["ivory"])
    canvas.ellipse((0, -244), (22, 13), DARK)
    canvas.line("M-30 -216 Q0 -196 30 -216", DARK, 5)
    canvas.line("M-120 -150 H120", dark(trim, 0.4), 7)


def _duffel(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 360)
    canvas.path(
        "M-390 -60 Q-410 -190 -360 -300 Q-340 -330 -300 -330 H300 Q340 -330 360 -300 Q410 -190 390 -60 Q380 0 330 0 H-330 Q-380 0 -390 -60Z",
        facing(canvas, colour, 0.24),
    )
    canvas.path(
        "M-390 -60 Q-410 -190 -360 -300 Q-300 -160 -330 0 Q-380 0 -390 -60Z M390 -60 Q410 -190 360 -300 Q300 -160 330 0 Q380 0 390 -60Z",
        dark(colour, 0.26),
    )
    canvas.line("M-330 -318 Q0 -280 330 -318", dark(colour, 0.5), 9)
    for x in (-190, 150):
        canvas.rect((x, -318), (42, 316), facing(canvas, trim, 0.2))
    canvas.line("M-170 -230 C-170 -470 170 -470 170 -230", dark(trim, 0.1), 26)
    canvas.rect((-60, -436), (120, 46), facing(canvas, PALETTE["camel"], 0.25), rx=16)
    _patch(canvas, -150, 58, mark)


def _dry(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 180)
    canvas.path(
        lathe((150, -560), (186, -500, 190, -300, 186, -30), (180, 10, 100, 6)),
        canvas.linear(
            (0, dark(colour, 0.25)), (0.25, light(colour, 0.35)), (0.5, colour), (1, dark(colour, 0.35)), to=(1, 0)
        ),
    )
    canvas.path("M-160 -560 L-130 -650 H130 L160 -560 Q0 -520 -160 -560Z", facing(canvas, dark(colour, 0.1), 0.24))
    canvas.rect((-140, -670), (280, 30), DARK, rx=8)
    canvas.line("M-136 -656 C-210 -700 -110 -760 -20 -740 M136 -656 C210 -700 110 -760 20 -740", DARK, 15)
    _buckle(canvas, 0, -742)
    canvas.path("M-189 -240 Q0 -190 189 -240 V-110 Q0 -60 -189 -110Z", facing(canvas, trim, 0.15))
    with canvas.at(0, -154, 48):
        paint_mark(canvas, mark, dark(trim, 0.6))
    for x in (-90, 60):
        canvas.path(f"M{x} -520 Q{x - 14} -400 {x + 6} -290", stroke=LIGHT, stroke_width=9, opacity=0.3)


def _waist(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 280, 0.3)
    canvas.line("M-240 -200 C-460 -420 460 -420 240 -200", dark(trim, 0.1), 34)
    _buckle(canvas, 0, -366)
    canvas.path(
        "M-280 -230 Q0 -280 280 -230 Q320 -60 180 -10 Q0 20 -180 -10 Q-320 -60 -280 -230Z", facing(canvas, colour, 0.24)
    )
    canvas.line("M-256 -190 Q0 -230 256 -190", dark(colour, 0.45), 9)
    canvas.line("M230 -192 l16 50", trim, 10)
    canvas.path(
        "M-190 -150 Q0 -180 190 -150 Q200 -50 120 -30 Q0 -16 -120 -30 Q-200 -50 -190 -150Z",
        facing(canvas, light(colour, 0.1), 0.2),
        stroke=dark(colour, 0.3),
        stroke_width=4,
    )
    _patch(canvas, -92, 40, mark)


def _sack(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """What a thing looks like when it is packed: a stuffed sack with compression straps."""
    contact(canvas, 320)
    canvas.path(box(330, -320, 0, 120), canvas.linear((0, light(colour, 0.3)), (0.4, colour), (1, dark(colour, 0.4))))
    canvas.ellipse((282, -160), (62, 156), facing(canvas, dark(colour, 0.15), 0.2))
    for x in (-190, -20, 150):
        canvas.path(f"M{x} -320 q26 160 0 320 h34 q26 -160 0 -320Z", facing(canvas, trim, 0.2))
        _buckle(canvas, x + 24, -226)
    canvas.line("M-250 -322 C-250 -420 40 -420 40 -322", dark(trim, 0.2), 20)
    canvas.line("M282 -220 C320 -200 320 -120 282 -100", LIGHT, 8, opacity=0.5)
    canvas.path(box(86, -70, 70, 14), facing(canvas, PALETTE["ivory"], 0.1), transform="translate(-96 -120)")
    with canvas.at(-96, -120, 46):
        paint_mark(canvas, mark, dark(colour, 0.4))


def _organiser(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An open tote with pockets for the boot of a car."""
    contact(canvas, 340)
    for x in (-170, 170):
        canvas.line(f"M{x - 80} -330 C{x - 80} -460 {x + 80} -460 {x + 80} -330", dark(trim, 0.15), 22)
    for x, h, ink in ((-240, 430, "teal"), (-120, 400, "clay"), (20, 470, "ivory"), (180, 420, "sun")):
        canvas.rect((x, -h), (86, 160), facing(canvas, PALETTE[ink], 0.2), rx=14)
    canvas.path(box(340, -330, 0, 16), facing(canvas, colour, 0.22))
    canvas.line("M-340 -324 H340", trim, 15)
    for x in (-220, 0, 220):
        canvas.path(
            f"M{x - 92} -20 V-210 H{x + 92} V-20Z",
            facing(canvas, light(colour, 0.1), 0.2),
            stroke=dark(colour, 0.3),
            stroke_width=4,
        )
        canvas.line(f"M{x - 90} -190 H{x + 90}", dark(colour, 0.4), 6)
    _patch(canvas, -100, 44, mark)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "day": _day,
    "trek": _trek,
    "roll": _roll,
    "kids": _kids,
    "duffel": _duffel,
    "dry": _dry,
    "waist": _waist,
    "sack": _sack,
    "organiser": _organiser,
}
