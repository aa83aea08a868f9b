"""Perfume bottles: a glass body with its liquid, a mark or a plate, a collar and a cap."""

from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light, mix
from wasla_site.demo.drawings.noor.caps import CAPS
from wasla_site.demo.drawings.ornaments import paint_mark
from wasla_site.demo.drawings.shading import box, contact, facing, lathe, shine


@dataclass(frozen=True, slots=True)
class Bottle:
    shape: str = "slab"
    cap: str = "cube"
    glass: str = "amber"
    metal: str = "gold"
    plate: str = "none"
    mark: str = "star"


@dataclass(frozen=True, slots=True)
class Body:
    """The outline; where the neck starts; half the base; middle and half width of the label;
    how far the lit side is from the middle, and where the streak of light on it starts."""

    outline: str
    neck: float
    half: float
    label: tuple[float, float]
    side: float
    lit: float


SHAPES = {
    "slab": Body(box(180, -430, 0, 34), -430, 180, (-215, 118), 180, -370),
    "tall": Body(box(122, -540, 0, 22), -540, 122, (-260, 80), 122, -480),
    "round": Body(
        lathe((40, -430), (190, -425, 232, -300, 232, -215), (232, -90, 160, 0, 90, 0)),
        -430,
        110,
        (-218, 130),
        178,
        -330,
    ),
    "arch": Body(
        lathe((0, -480), (176, -476, 176, -330, 176, -290), (176, -24), (176, 0, 150, 0)),
        -476,
        176,
        (-225, 112),
        176,
        -320,
    ),
    "hex": Body(lathe((84, -450), (206, -330), (206, -120), (110, 0)), -450, 120, (-225, 122), 150, -360),
    "drop": Body(
        lathe((34, -500), (46, -400, 214, -330, 214, -165), (214, -50, 140, 0, 80, 0)),
        -500,
        110,
        (-175, 112),
        170,
        -250,
    ),
    "column": Body(lathe((150, -460), (150, -20), (150, 0, 128, 0)), -460, 150, (-225, 96), 150, -410),
    "gem": Body(lathe((110, -420), (220, -300), (150, 0)), -420, 150, (-220, 104), 150, -350),
    "dome": Body(
        lathe((30, -380), (190, -372, 230, -210, 230, -90), (230, -20), (230, 0, 206, 0)),
        -380,
        230,
        (-170, 118),
        200,
        -220,
    ),
    "curve": Body(
        lathe((70, -480), (170, -470, 190, -380, 150, -250), (110, -140, 190, -90, 168, 0)),
        -480,
        168,
        (-330, 84),
        132,
        -370,
    ),
    "cube": Body(box(200, -370, 0, 20), -370, 200, (-185, 112), 200, -310),
    "crest": Body(
        lathe((60, -470), (150, -460, 130, -400, 200, -360), (200, -40), (200, 0, 150, 0)),
        -470,
        190,
        (-190, 116),
        196,
        -320,
    ),
}
PLATES = {"cream": "#f6ead6", "dark": "#33221b", "gold": "#caa05a", "white": "#fbf7f0", "green": "#28493c"}


def paint_bottle(canvas: Canvas, bottle: Bottle) -> None:
    body = SHAPES[bottle.shape]
    contact(canvas, body.half)
    _glass(canvas, body, PALETTE[bottle.glass])
    with canvas.at(0, body.label[0]):
        _label(canvas, bottle, body.label[1])
    with canvas.at(0, body.neck):
        CAPS[bottle.cap](canvas, PALETTE[bottle.metal])


def _glass(canvas: Canvas, body: Body, colour: str) -> None:
    """Thick clear glass around a coloured liquid, with a bright base and a lit left side."""
    wall = canvas.linear(
        (0, mix(colour, DARK, 0.4), 0.92), (0.08, light(colour, 0.55), 0.9), (0.5, light(colour, 0.35), 0.85),
        (0.9, mix(colour, DARK, 0.18), 0.92), (1, mix(colour, DARK, 0.5), 0.95), to=(1, 0),
    )  # fmt: skip
    canvas.path(body.outline, wall)
    liquid = canvas.linear(
        (0, light(colour, 0.25)), (0.35, colour), (0.8, dark(colour, 0.22)), (1, dark(colour, 0.38)), to=(0.3, 1)
    )
    middle = body.neck / 2
    with canvas.group(transform=f"translate(0 {middle:g}) scale(0.88 0.9) translate(0 {-middle:g})"):
        canvas.path(body.outline, liquid)
        canvas.path(
            body.outline, canvas.linear((0, DARK, 0.2), (0.3, DARK, 0), (0.75, DARK, 0), (1, DARK, 0.28), to=(1, 0))
        )
    canvas.rect((-body.half * 0.8, -26), (body.half * 1.6, 22), canvas.linear((0, LIGHT, 0.05), (1, LIGHT, 0.5)), rx=8)
    left = -body.side
    shine(canvas, f"M{left * 0.84:g} {body.lit:g} h26 L{left * 0.84 + 18:g} -50 h-20Z", 0.75)
    shine(canvas, f"M{-left * 0.8:g} {body.lit + 40:g} h9 V-66 h-9Z", 0.35)
    canvas.path(body.outline, stroke=light(colour, 0.72), stroke_width=3, stroke_opacity=0.7)


def _label(canvas: Canvas, bottle: Bottle, half: float) -> None:
    ink = mix(PALETTE[bottle.metal], LIGHT, 0.25)
    if bottle.plate != "none":
        colour = PLATES[bottle.plate]
        ink = PALETTE["gold"] if bottle.plate in ("dark", "green") else dark(PALETTE["walnut"], 0.2)
        canvas.rect((-half, -half * 1.02), (half * 2, half * 2.2), facing(canvas, colour, 0.1), rx=6)
        inset = half - 9
        canvas.rect((-inset, 9 - half * 1.02), (inset * 2, half * 2.2 - 18), "none", stroke=ink, stroke_width=2)
        canvas.line(f"M{-half * 0.45:g} {half * 0.82:g} H{half * 0.45:g}", ink, 4)
        canvas.line(f"M{-half * 0.26:g} {half * 0.96:g} H{half * 0.26:g}", ink, 2.5)
    with canvas.at(0, -half * 0.14 if bottle.plate != "none" else 0, half * (0.6 if bottle.plate != "none" else 0.74)):
        paint_mark(canvas, bottle.mark, ink)
