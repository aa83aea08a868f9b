"""Pots, pans, mugs, and what carries water and keeps it cold."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, metal, shine, volume


@dataclass(frozen=True, slots=True)
class Cookware:
    form: str = "pots"
    colour: str = "steel"
    trim: str = "terracotta"
    mark: str = "peak"


def paint_cookware(canvas: Canvas, cookware: Cookware) -> None:
    FORMS[cookware.form](canvas, PALETTE[cookware.colour], PALETTE[cookware.trim], cookware.mark)


def _pots(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A nest of pots, a lid and a folding handle."""
    contact(canvas, 280)
    for y, half, height in ((0, 250, 200), (-206, 200, 150), (-362, 150, 110)):
        with canvas.at(0, y):
            canvas.path(lathe((half, -height), (half, -30), (half, 0, half - 40, 0)), metal(canvas, colour))
            canvas.rect((-half - 10, -height - 10), (half * 2 + 20, 16), metal(canvas, light(colour, 0.2)), rx=8)
            canvas.path(f"M{half} {-height + 40} h90 q30 0 30 22 q0 22 -30 22 h-90Z", facing(canvas, trim, 0.25))
    canvas.path(lathe((20, -540), (130, -530, 156, -490, 156, -474)), metal(canvas, light(colour, 0.1)))
    canvas.path(lathe((22, -590), (40, -580, 30, -550, 18, -538)), facing(canvas, trim, 0.25))


def _skillet(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A cast iron pan with eggs in it."""
    contact(canvas, 280)
    canvas.path("M150 -140 L440 -250 L454 -206 L180 -84Z", facing(canvas, colour, 0.2))
    canvas.circle((434, -222), 14, LIGHT, opacity=0.5)
    canvas.ellipse((-60, -140), (300, 110), facing(canvas, light(colour, 0.1), 0.2))
    canvas.path("M-360 -140 Q-350 0 -60 0 Q230 0 240 -140 A300 110 0 0 1 -360 -140Z", volume(canvas, colour))
    canvas.ellipse((-60, -146), (268, 90), dark(colour, 0.4))
    for x, y, size in ((-140, -150, 1), (30, -136, 0.86)):
        with canvas.at(x, y, size):
            canvas.path("M-90 6 Q-100 -34 -46 -34 Q-10 -56 36 -36 Q96 -34 84 6 Q60 44 0 32 Q-60 48 -90 6Z", "#fbf6ea")
            canvas.ellipse((0, -4), (34, 22), facing(canvas, PALETTE["sun"], 0.3))
    for x, y in ((-60, -96), (-230, -150), (130, -170)):
        canvas.ellipse((x, y), (24, 14), facing(canvas, trim, 0.3))
    shine(canvas, "M-320 -110 Q-300 -40 -220 -22 L-216 -34 Q-280 -54 -300 -110Z", 0.4)


def _mug(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An enamel mug, chipped nowhere yet."""
    contact(canvas, 190)
    canvas.line("M170 -310 C330 -320 330 -90 160 -100", dark(colour, 0.12), 36)
    canvas.line("M172 -316 C312 -320 316 -104 164 -108", light(colour, 0.4), 9)
    canvas.ellipse((0, -390), (190, 34), dark(colour, 0.35))
    canvas.ellipse((0, -378), (166, 22), "#7a4a2a")
    canvas.path(
        "M-190 -390 L-180 -20 Q-178 0 -150 0 H150 Q178 0 180 -20 L190 -390 A190 34 0 0 1 -190 -390Z",
        volume(canvas, colour),
    )
    canvas.line("M-190 -390 A190 34 0 0 0 190 -390", trim, 13)
    with canvas.at(0, -176, 92):
        paint_mark(canvas, mark, trim)
    for x, lift in ((-60, 0), (20, 24)):
        canvas.line(f"M{x} {-420 - lift} c-34 -40 34 -70 0 -116", LIGHT, 12, opacity=0.7)


def _knives(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """Camp kitchen tools in a roll of canvas."""
    contact(canvas, 330, 0.3)
    canvas.path(box(340, -600, 0, 22), facing(canvas, trim, 0.2))
    canvas.path(box(340, -260, 0, 22), facing(canvas, dark(trim, 0.14), 0.14))
    steel = metal(canvas, PALETTE["silver"])
    for i, x in enumerate((-250, -125, 0, 125, 250)):
        canvas.rect(
            (x - 50, -258), (100, 250), "none", stroke=light(trim, 0.4), stroke_width=4, stroke_dasharray="12 9"
        )
        with canvas.at(x, -200):
            canvas.rect((-15, -130), (30, 210), facing(canvas, PALETTE["walnut"], 0.25), rx=12)
            if i == 0:
                canvas.path("M-14 -130 V-330 Q14 -270 20 -130Z", steel)
            elif i == 1:
                canvas.path("M-34 -330 h68 v90 q-6 60 -28 60 v50 h-12 v-50 q-22 0 -28 -60Z", steel)
            elif i == 2:
                canvas.ellipse((0, -250), (44, 70), steel)
                canvas.rect((-7, -190), (14, 66), steel)
            elif i == 3:
                canvas.path(
                    "M-26 -340 v90 q0 40 20 46 v76 h12 v-76 q20 -6 20 -46 v-90 h-10 v84 h-11 v-84 h-10 v84 h-11 v-84Z",
                    steel,
                )
            else:
                canvas.line(
                    "M-12 -130 C-30 -240 -30 -300 -20 -340 M12 -130 C30 -240 30 -300 20 -340", PALETTE["silver"], 13
                )
    canvas.line("M-340 -60 H340", colour, 16, opacity=0.85)


def _bottle(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 120)
    canvas.path(
        lathe((86, -540), (122, -520, 126, -490, 126, -460), (126, -24), (126, 0, 100, 0)), volume(canvas, colour)
    )
    canvas.path(box(90, -640, -530, 20), volume(canvas, trim))
    canvas.line("M-60 -640 C-60 -720 60 -720 60 -640", dark(trim, 0.2), 20)
    canvas.rect((-90, -552), (180, 14), metal(canvas, PALETTE["silver"]))
    canvas.path(box(127, -30, 0, 12), metal(canvas, PALETTE["silver"]))
    with canvas.at(0, -260, 78):
        paint_mark(canvas, mark, light(colour, 0.75))
    shine(canvas, "M-98 -470 h18 v390 h-18Z", 0.5)


def _jerry(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 220)
    canvas.path(
        "M-210 -30 V-440 L-110 -520 H190 Q220 -520 220 -490 V-30 Q220 0 190 0 H-180 Q-210 0 -210 -30Z",
        facing(canvas, colour, 0.22),
    )
    canvas.path("M-150 -70 L150 -400 M150 -70 L-150 -400", stroke=dark(colour, 0.25), stroke_width=26, opacity=0.6)
    canvas.path("M-160 -410 H170 V-60 H-160Z", "none", stroke=dark(colour, 0.2), stroke_width=8, opacity=0.7)
    canvas.path(
        "M-40 -520 V-570 Q-40 -590 -20 -590 H170 Q190 -590 190 -570 V-520 H150 V-552 H0 V-520Z",
        facing(canvas, dark(colour, 0.1), 0.2),
    )
    with canvas.at(-158, -500, 1, -38):
        canvas.rect((-44, -60), (88, 70), volume(canvas, trim), rx=12)
    canvas.circle((5, -235), 92, facing(canvas, light(colour, 0.16), 0.15))
    with canvas.at(5, -235, 60):
        paint_mark(canvas, mark, light(colour, 0.7))


def _cooler(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 330)
    canvas.path("M-320 -330 H320 L296 -16 Q294 0 276 0 H-276 Q-294 0 -296 -16Z", facing(canvas, colour, 0.2))
    canvas.path(box(340, -430, -320, 26), facing(canvas, PALETTE["ivory"], 0.16))
    canvas.rect((-340, -340), (680, 12), DARK, opacity=0.25)
    canvas.path("M-230 -430 q0 -44 44 -44 H186 q44 0 44 44", stroke=dark(trim, 0.1), stroke_width=22)
    for x in (-200, 160):
        canvas.rect((x, -356), (40, 84), dark(trim, 0.2), rx=10)
    with canvas.at(0, -170, 90):
        paint_mark(canvas, mark, light(colour, 0.7))
    canvas.circle((-236, -46), 17, PALETTE["silver"])
    canvas.rect((-318, -300), (636, 8), LIGHT, opacity=0.35)


def _dispenser(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    """An insulated water jug with a tap."""
    contact(canvas, 190)
    canvas.path(lathe((176, -500), (190, -30), (190, 0, 160, 0)), volume(canvas, colour))
    canvas.path(box(196, -590, -490, 30), volume(canvas, PALETTE["ivory"]))
    canvas.path("M-150 -590 C-150 -680 150 -680 150 -590", stroke=trim, stroke_width=24)
    with canvas.at(0, -330, 86):
        paint_mark(canvas, mark, light(colour, 0.75))
    canvas.rect((-34, -130), (68, 60), facing(canvas, trim, 0.25), rx=10)
    canvas.path("M-14 -70 h28 v40 h-28Z", dark(trim, 0.25))
    canvas.rect((-14, -176), (28, 50), light(trim, 0.3), rx=8)
    canvas.path("M0 -24 q16 26 0 34 q-16 -8 0 -34Z", PALETTE["sky"])
    shine(canvas, "M-150 -440 h22 l-6 320 h-20Z", 0.5)


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "pots": _pots,
    "skillet": _skillet,
    "mug": _mug,
    "knives": _knives,
    "bottle": _bottle,
    "jerry": _jerry,
    "cooler": _cooler,
    "dispenser": _dispenser,
}
