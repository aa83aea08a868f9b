"""Coffee and tea as they are made by a fire."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, scatter, shine, volume


@dataclass(frozen=True, slots=True)
class Coffee:
    form: str = "dallah"
    colour: str = "brass"
    trim: str = "walnut"
    mark: str = "star"


def paint_coffee(canvas: Canvas, coffee: Coffee) -> None:
    FORMS[coffee.form](canvas, PALETTE[coffee.colour], PALETTE[coffee.trim], coffee.mark)


def _dallah(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 170)
    body = metal(canvas, colour)
    canvas.line("M110 -360 C300 -400 330 -200 160 -110", dark(colour, 0.3), 26)
    canvas.line("M112 -366 C294 -398 318 -210 162 -122", light(colour, 0.35), 8)
    canvas.path("M-90 -340 C-150 -380 -220 -470 -330 -462 C-280 -440 -210 -330 -116 -250Z", body)
    canvas.path(
        "M-330 -462 C-280 -440 -210 -330 -116 -250 L-126 -276 C-214 -360 -270 -446 -330 -462Z", dark(colour, 0.4)
    )
    canvas.path(
        lathe(
            (96, -380), (104, -320, 70, -290, 70, -262), (70, -220, 196, -200, 196, -104), (196, -30, 150, 0, 120, 0)
        ),
        body,
    )
    canvas.path(lathe((74, -270), (92, -262, 92, -244, 74, -236)), metal(canvas, light(colour, 0.2)))
    canvas.path(
        lathe((4, -560), (26, -500, 22, -480, 30, -470), (96, -440, 110, -410, 104, -372)),
        metal(canvas, light(colour, 0.06)),
    )
    canvas.circle((0, -572), 19, metal(canvas, light(colour, 0.2)))
    canvas.line("M-188 -140 Q0 -110 188 -140 M-180 -64 Q0 -34 180 -64", dark(colour, 0.4), 5, opacity=0.7)
    for x in (-110, 0, 110):
        with canvas.at(x, -92 + (8 if x == 0 else 0), 32):
            paint_mark(canvas, mark, dark(colour, 0.45))
    canvas.rect((206, -320), (56, 130), facing(canvas, trim, 0.25), rx=22)


def _kettle(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A kettle blackened by fire."""
    contact(canvas, 210)
    canvas.line("M-150 -300 C-150 -560 150 -560 150 -300", dark(PALETTE["silver"], 0.25), 17)
    canvas.rect((-70, -516), (140, 40), facing(canvas, trim, 0.25), rx=18)
    canvas.path("M160 -210 C250 -230 270 -320 320 -330 L350 -300 C310 -280 300 -150 170 -100Z", volume(canvas, colour))
    canvas.path(
        lathe((110, -320), (200, -300, 226, -200, 226, -120), (226, -30, 190, 0, 160, 0)), volume(canvas, colour)
    )
    canvas.path(lathe((14, -372), (90, -366, 116, -340, 116, -312)), volume(canvas, light(colour, 0.1)))
    canvas.circle((0, -386), 23, facing(canvas, trim, 0.25))
    canvas.path("M-216 -60 Q-100 -110 0 -66 T216 -70 Q200 0 160 0 H-160 Q-200 0 -216 -60Z", DARK, opacity=0.45)
    shine(canvas, "M-176 -210 Q-190 -150 -176 -90 L-154 -96 Q-164 -150 -150 -220Z", 0.6)


def _cups(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """Six finjans on a tray."""
    contact(canvas, 320)
    canvas.ellipse((0, -12), (340, 62), metal(canvas, PALETTE["brass"]))
    canvas.ellipse((0, -26), (318, 50), facing(canvas, dark(PALETTE["brass"], 0.25), 0.2))
    for x, y, size in ((-190, -60, 0.86), (0, -66, 0.86), (190, -60, 0.86), (-230, -14, 1), (230, -14, 1), (0, 0, 1)):
        with canvas.at(x, y, size):
            canvas.ellipse((8, 0), (64, 14), DARK, opacity=0.35)
            canvas.ellipse((0, -136), (88, 17), dark(colour, 0.2))
            canvas.ellipse((0, -131), (78, 13), "#a6763a")
            canvas.path(
                "M-88 -136 C-84 -60 -60 -8 -44 0 H44 C60 -8 84 -60 88 -136 A88 17 0 0 1 -88 -136Z",
                volume(canvas, colour),
            )
            canvas.line("M-86 -122 A88 17 0 0 0 86 -122", trim, 7)
            with canvas.at(0, -70, 27):
                paint_mark(canvas, mark, trim)


def _thermos(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A vacuum jug with a dallah's spout."""
    contact(canvas, 140)
    canvas.line("M110 -470 C260 -480 260 -200 130 -190", dark(trim, 0.1), 30)
    canvas.line("M114 -478 C248 -480 248 -210 134 -200", light(trim, 0.4), 8)
    canvas.path("M-100 -470 C-140 -490 -170 -560 -246 -560 C-220 -520 -190 -440 -116 -400Z", metal(canvas, trim))
    canvas.path(lathe((112, -490), (150, -400, 154, -200, 140, -20), (138, 0, 110, 0)), volume(canvas, colour))
    canvas.path(lathe((116, -520), (122, -480), (112, -470)), metal(canvas, trim))
    canvas.path(lathe((14, -640), (40, -600, 110, -580, 114, -520)), metal(canvas, trim))
    canvas.circle((0, -654), 21, metal(canvas, light(trim, 0.2)))
    canvas.path(box(142, -36, 0, 10), metal(canvas, trim))
    with canvas.at(0, -250, 80):
        paint_mark(canvas, mark, light(trim, 0.2))
    shine(canvas, "M-118 -420 h18 l-6 330 h-16Z", 0.55)


def _grinder(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 110)

    canvas.path("M-16 -584 L220 -616 L224 -586 L-12 -552Z", facing(canvas, PALETTE["silver"], 0.3))
    canvas.path(
        lathe((20, -700), (44, -690, 44, -640, 26, -612), (20, -606)),
        volume(canvas, trim),
        transform="translate(212 14)",
    )
    canvas.rect((-13, -570), (26, 60), metal(canvas, PALETTE["silver"]))
    canvas.path(box(104, -520, -250, 20), metal(canvas, colour))
    canvas.path(box(110, -264, -216, 8), facing(canvas, trim, 0.25))
    canvas.path(box(100, -220, 0, 24), canvas.linear((0, LIGHT, 0.65), (1, "#b9a58d", 0.7), to=(1, 0.3)))
    canvas.path(
        "M-92 -120 Q0 -160 92 -116 V-24 Q92 -8 76 -8 H-76 Q-92 -8 -92 -24Z", facing(canvas, PALETTE["walnut"], 0.25)
    )
    canvas.path(box(112, -540, -506, 10), facing(canvas, trim, 0.25))
    for y in (-440, -400, -360):
        canvas.line(f"M-104 {y} H104", dark(colour, 0.35), 4, opacity=0.6)


def _roaster(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A mihmas: the long-handled pan coffee is roasted in, with its stirring rod."""
    contact(canvas, 260)
    canvas.path("M100 -110 L440 -330 L456 -304 L130 -70Z", facing(canvas, dark(colour, 0.1), 0.3))
    canvas.circle((448, -318), 26, "none", stroke=dark(colour, 0.1), stroke_width=11)
    canvas.ellipse((-90, -100), (250, 76), metal(canvas, colour))
    canvas.path("M-340 -100 Q-320 0 -90 0 Q140 0 160 -100 A250 76 0 0 1 -340 -100Z", metal(canvas, dark(colour, 0.18)))
    canvas.ellipse((-90, -104), (226, 60), dark(colour, 0.55))
    for i, (u, v) in enumerate(scatter(54)):
        x, y = -90 + (u - 0.5) * 390, -104 + (v - 0.5) * 92
        if ((x + 90) / 206) ** 2 + ((y + 104) / 50) ** 2 < 1:
            with canvas.at(x, y, 1, i * 47):
                canvas.ellipse((0, 0), (22, 14), (PALETTE["walnut"], PALETTE["cedar"], PALETTE["camel"])[i % 3])
                canvas.line("M-16 0 Q0 -6 16 0", PALETTE["oud"], 3)
    canvas.line("M-20 -110 L110 -470", dark(colour, 0.25), 15)
    canvas.rect((80, -530), (44, 96), facing(canvas, trim, 0.25), rx=16, transform="rotate(20 100 -480)")
    canvas.path("M-46 -80 L6 -92 L-6 -126 L-50 -112Z", colour)


def _kit(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """A wooden case with a dallah and its cups."""
    contact(canvas, 340)
    canvas.path("M-330 -210 L-300 -560 H300 L330 -210Z", facing(canvas, dark(trim, 0.1), 0.2))
    canvas.path("M-296 -230 L-272 -530 H272 L296 -230Z", facing(canvas, PALETTE["rust"], 0.14))
    for x in (-170, 170):
        with canvas.at(x, -400, 56):
            paint_mark(canvas, mark, light(PALETTE["brass"], 0.2))
    canvas.path("M-330 -210 H330 V-140 H-330Z", dark(trim, 0.5))
    with canvas.at(0, -120, 0.66):
        _dallah(canvas, colour, trim, mark)
    for x in (-250, 240):
        with canvas.at(x, -130):
            canvas.path("M-60 -110 C-56 -50 -40 -8 -30 0 H30 C40 -8 56 -50 60 -110Z", volume(canvas, PALETTE["ivory"]))
            canvas.ellipse((0, -110), (60, 11), PALETTE["pearl"])
            canvas.line("M-59 -100 A60 11 0 0 0 59 -100", PALETTE["brass"], 5)
    canvas.path(box(344, -170, 0, 10), facing(canvas, trim, 0.22))
    canvas.rect((-344, -160), (688, 7), light(trim, 0.4), opacity=0.6)
    canvas.rect((-44, -120), (88, 60), metal(canvas, PALETTE["brass"]), rx=8)
    canvas.circle((0, -90), 11, DARK)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "dallah": _dallah,
    "kettle": _kettle,
    "cups": _cups,
    "thermos": _thermos,
    "grinder": _grinder,
    "roaster": _roaster,
    "kit": _kit,
}
