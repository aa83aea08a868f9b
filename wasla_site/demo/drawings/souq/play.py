"""For children: kites, sand toys, and looking closely at things."""

from collections.abc import Callable
from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, metal, volume


@dataclass(frozen=True, slots=True)
class Play:
    form: str = "kite"
    colour: str = "coral"
    trim: str = "sun"
    mark: str = "rays"


def paint_play(canvas: Canvas, play: Play) -> None:
    FORMS[play.form](canvas, PALETTE[play.colour], PALETTE[play.trim], play.mark)


def _kite(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    with canvas.at(30, -560, 1, 16):
        canvas.path("M0 -240 L190 -30 L0 300 L-190 -30Z", facing(canvas, colour, 0.2))
        canvas.path("M0 -240 L190 -30 H0Z M0 300 L-190 -30 H0Z", facing(canvas, trim, 0.2))
        canvas.line("M0 -240 V300 M-190 -30 H190", PALETTE["cedar"], 8)
        with canvas.at(0, -10, 66):
            paint_mark(canvas, mark, LIGHT)
    canvas.line("M-54 -270 C-200 -190 40 -120 -100 -40 C-170 0 -60 30 -30 20", dark(colour, 0.2), 6)
    for x, y, ink in ((-110, -214, "teal"), (-66, -150, "sun"), (-70, -80, "coral"), (-118, -24, "sage")):
        canvas.path(f"M{x} {y} l-44 -24 v48Z M{x} {y} l44 -24 v48Z", PALETTE[ink])


def _bucket(canvas: Canvas, colour: str, trim: str, mark: str) -> None:
    contact(canvas, 280)
    canvas.line("M-170 -330 C-170 -560 170 -560 170 -330", dark(trim, 0.1), 17)
    canvas.ellipse((0, -330), (186, 34), dark(colour, 0.35))
    canvas.path("M-150 -330 Q0 -430 150 -330Z", PALETTE["dune"])
    canvas.path(
        "M-186 -330 L-140 -20 Q-136 0 -110 0 H110 Q136 0 140 -20 L186 -330 A186 34 0 0 1 -186 -330Z",
        volume(canvas, colour),
    )
    canvas.line("M-186 -330 A186 34 0 0 0 186 -330", light(colour, 0.3), 15)
    with canvas.at(0, -160, 74):
        paint_mark(canvas, mark, light(trim, 0.3))
    with canvas.at(250, -20, 1, 22):
        canvas.rect((-13, -420), (26, 250), volume(canvas, PALETTE["teal"]), rx=12)
        canvas.path("M-64 -180 H64 L58 -40 Q0 20 -58 -40Z", facing(canvas, PALETTE["teal"], 0.25))
    with canvas.at(-260, -10):
        canvas.path(
            "M-74 0 L-60 -110 H-50 V-150 H-24 V-110 H24 V-150 H50 V-110 H60 L74 0Z",
            facing(canvas, PALETTE["dune"], 0.22),
        )


def _binoculars(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    contact(canvas, 260)
    canvas.line("M-190 -380 C-300 -620 300 -620 190 -380", dark(trim, 0.1), 15)
    for side in (-1, 1):
        with canvas.group(transform=f"scale({side} 1)"):
            canvas.path(
                "M50 -440 H150 L176 -350 Q240 -250 246 -60 Q246 0 200 0 H90 Q40 0 40 -60Z", volume(canvas, colour)
            )
            canvas.path("M44 -490 H160 V-430 H44Z", volume(canvas, DARK))
            canvas.ellipse((144, -16), (104, 30), dark(colour, 0.4))
            canvas.ellipse(
                (144, -16),
                (78, 20),
                canvas.radial((0, light(PALETTE["sky"], 0.5)), (0.6, PALETTE["teal"]), (1, PALETTE["navy"])),
            )
            canvas.rect((60, -250), (150, 60), facing(canvas, trim, 0.25), rx=26)
    canvas.path(box(50, -370, -180, 14), facing(canvas, dark(colour, 0.3), 0.2))
    canvas.rect((-36, -430), (72, 66), metal(canvas, PALETTE["silver"]), rx=14)


def _jar(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A jar with a lens in its lid, and a beetle to look at."""
    contact(canvas, 170)
    canvas.path(
        box(180, -430, 0, 40),
        canvas.linear((0, "#9ab7bd", 0.7), (0.2, LIGHT, 0.75), (0.7, LIGHT, 0.4), (1, "#86a3aa", 0.7), to=(1, 0)),
    )
    canvas.path("M-160 -60 Q0 -100 160 -60 V-40 Q160 -14 134 -14 H-134 Q-160 -14 -160 -40Z", PALETTE["dune"])
    canvas.line("M60 -70 Q80 -200 20 -300 M48 -170 Q90 -200 110 -240", PALETTE["moss"], 13)
    for x, y in ((20, -306), (112, -246), (64, -220)):
        canvas.ellipse((x, y), (34, 17), PALETTE["sage"], transform=f"rotate(-30 {x} {y})")
    with canvas.at(-70, -100):
        canvas.line(
            "M-50 20 L-76 36 M-46 0 L-80 0 M50 20 L76 36 M46 0 L80 0 M-40 -20 L-70 -40 M40 -20 L70 -40", DARK, 7
        )
        canvas.ellipse((0, 0), (56, 42), facing(canvas, PALETTE["red"], 0.3))
        canvas.ellipse((0, -34), (28, 20), DARK)
        canvas.line("M0 -40 V40", DARK, 5)
        for x, y in ((-24, -8), (24, -8), (-20, 18), (20, 18)):
            canvas.circle((x, y), 9, DARK)
    canvas.path(box(190, -520, -420, 22), volume(canvas, colour))
    canvas.ellipse((0, -520), (190, 36), light(colour, 0.3))
    canvas.ellipse((0, -522), (120, 22), canvas.linear((0, "#d8f0f4"), (1, "#9fcbd4")), stroke=trim, stroke_width=11)
    canvas.path("M-150 -380 h20 v280 h-20Z", LIGHT, opacity=0.8)


def _discs(canvas: Canvas, colour: str, trim: str, _mark: str) -> None:
    """A ball and two flying discs."""
    contact(canvas, 300)
    for y, ink in ((-30, trim), (-86, PALETTE["teal"])):
        canvas.ellipse((-130, y), (230, 46), dark(ink, 0.3))
        canvas.ellipse((-130, y - 14), (226, 42), facing(canvas, ink, 0.25))
        canvas.ellipse((-130, y - 18), (140, 24), "none", stroke=light(ink, 0.4), stroke_width=7)
    canvas.circle(
        (170, -180),
        180,
        canvas.radial((0, light(colour, 0.6)), (0.5, colour), (1, dark(colour, 0.4)), centre=(0.36, 0.3), radius=0.75),
    )
    canvas.path(
        "M40 -300 Q170 -200 300 -300 M20 -80 Q170 -170 322 -80 M170 -360 Q120 -180 170 0",
        stroke=light(trim, 0.4),
        stroke_width=13,
    )


FORMS: dict[str, Callable[[Canvas, str, str, str], None]] = {
    "kite": _kite,
    "bucket": _bucket,
    "binoculars": _binoculars,
    "jar": _jar,
    "discs": _discs,
}
