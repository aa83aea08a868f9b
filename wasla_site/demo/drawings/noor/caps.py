"""Caps and stoppers of bottles. The origin is the middle of the neck's top edge; a cap stands on it."""

from collections.abc import Callable

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.ornaments import polygon
from wasla_site.demo.drawings.shading import box, lathe, metal, volume


def _collar(canvas: Canvas, colour: str, half: float = 52) -> None:
    canvas.rect((-half, -30), (half * 2, 38), metal(canvas, colour), rx=5)
    canvas.rect((-half, -12), (half * 2, 3), DARK, opacity=0.25)


def _on_collar(canvas: Canvas, colour: str, d: str) -> None:
    _collar(canvas, colour)
    with canvas.at(0, -30):
        canvas.path(d, metal(canvas, colour))


def _cube(canvas: Canvas, colour: str) -> None:
    _on_collar(canvas, colour, box(72, -112, 0, 8))
    canvas.rect((-72, -142), (144, 10), LIGHT, opacity=0.35, rx=5)


def _column(canvas: Canvas, colour: str) -> None:
    _on_collar(canvas, colour, box(54, -168, 0, 6))
    for y in (-60, -166):
        canvas.rect((-54, y), (108, 5), DARK, opacity=0.22)


def _disc(canvas: Canvas, colour: str) -> None:
    _collar(canvas, colour, 46)
    canvas.rect((-96, -84), (192, 56), metal(canvas, colour), rx=26)


def _dome(canvas: Canvas, colour: str) -> None:
    _on_collar(canvas, colour, lathe((2, -132), (56, -126, 84, -80, 84, -40), (84, -8), (84, 0, 76, 0)))
    canvas.path(polygon(4, 12), light(colour, 0.4), transform="translate(0 -172)")


def _sphere(canvas: Canvas, colour: str) -> None:
    _collar(canvas, colour, 44)
    ball = canvas.radial(
        (0, light(colour, 0.9)),
        (0.3, light(colour, 0.3)),
        (0.7, colour),
        (1, dark(colour, 0.42)),
        centre=(0.36, 0.3),
        radius=0.75,
    )
    canvas.circle((0, -100), 76, ball)


def _crystal(canvas: Canvas, colour: str) -> None:
    """A cut glass stopper."""
    _collar(canvas, colour, 46)
    pale = light(colour, 0.62)
    facets = (
        ("M0 -190 L-70 -120 L-28 -112Z", 0.05), ("M0 -190 L-28 -112 L28 -112Z", 0.5), ("M0 -190 L28 -112 L70 -120Z", 0.2),
        ("M-70 -120 L-28 -112 L-40 -30Z", 0.3), ("M-28 -112 L28 -112 L40 -30 L-40 -30Z", 0.0), ("M70 -120 L28 -112 L40 -30Z", 0.45),
    )  # fmt: skip
    for d, share in facets:
        canvas.path(
            d, dark(pale, share * 0.6), stroke=LIGHT, stroke_width=2, stroke_opacity=0.7, stroke_linejoin="round"
        )


def _wood(canvas: Canvas, colour: str) -> None:
    _collar(canvas, colour, 50)
    timber = PALETTE["walnut"]
    canvas.path(box(82, -140, -30, 12), volume(canvas, timber))
    for x, bend in ((-54, 8), (-20, -10), (14, 12), (48, -8)):
        canvas.line(f"M{x} -132 q{bend} 40 0 94", dark(timber, 0.4), 3, opacity=0.5)
    canvas.rect((-82, -52), (164, 6), colour)


def _petal(canvas: Canvas, colour: str) -> None:
    """A flower in bud."""
    _collar(canvas, colour, 44)
    for x, share in ((-62, 0.15), (62, 0.3)):
        canvas.path(
            f"M0 -30 C{x * 1.7} -50 {x * 1.7} -140 {x * 0.75} -186 C{x * 0.3} -150 0 -110 0 -30Z", dark(colour, share)
        )
    canvas.path("M0 -30 C-66 -70 -56 -160 0 -204 C56 -160 66 -70 0 -30Z", metal(canvas, light(colour, 0.12)))


def _crown(canvas: Canvas, colour: str) -> None:
    """Four horns, like the burner's."""
    _on_collar(canvas, colour, "M-60 0 L-86 -130 L-36 -84 L0 -144 L36 -84 L86 -130 L60 0Z")
    for x, y in ((-86, -166), (0, -180), (86, -166)):
        canvas.circle((x, y), 13, light(colour, 0.35))


def _pump(canvas: Canvas, colour: str) -> None:
    """A spray head with a silk bulb."""
    _collar(canvas, colour, 48)
    canvas.rect((-30, -86), (60, 60), metal(canvas, colour), rx=8)
    canvas.line("M26 -66 C110 -96 150 -40 190 -4", dark(colour, 0.25), 12)
    bulb = canvas.radial(
        (0, light(PALETTE["rose"], 0.55)),
        (0.55, PALETTE["rose"]),
        (1, dark(PALETTE["rose"], 0.4)),
        centre=(0.35, 0.3),
        radius=0.8,
    )
    canvas.ellipse((226, 40), (58, 52), bulb, transform="rotate(35 226 40)")
    for y in (92, 112, 132):
        canvas.line(f"M250 82 Q{262 + y * 0.1:g} {y} {240 + (y - 92) * 0.7:g} {y + 46}", PALETTE["gold"], 4)
    canvas.rect((-44, -78), (18, 20), dark(colour, 0.35), rx=4)


CAPS: dict[str, Callable[[Canvas, str], None]] = {
    "cube": _cube,
    "column": _column,
    "disc": _disc,
    "dome": _dome,
    "sphere": _sphere,
    "crystal": _crystal,
    "wood": _wood,
    "petal": _petal,
    "crown": _crown,
    "pump": _pump,
}
