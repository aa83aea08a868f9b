"""What perfumes are made of, each seen from above within a circle of radius 100 about the origin."""

from collections.abc import Callable

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.noor.woods import chip
from wasla_site.demo.drawings.ornaments import polygon
from wasla_site.demo.drawings.shading import facing, scatter, volume


def _petals(canvas: Canvas, colour: str, rings: tuple[tuple[int, float], ...]) -> None:
    for ring, (count, size) in enumerate(rings):
        for i in range(count):
            with canvas.at(0, 0, size, 360 / count * i + ring * 22):
                petal = canvas.linear((0, light(colour, 0.4)), (1, dark(colour, 0.22 + ring * 0.06)))
                canvas.path(
                    "M0 6 C-62 -20 -60 -96 0 -100 C60 -96 62 -20 0 6Z",
                    petal,
                    stroke=dark(colour, 0.3),
                    stroke_width=1.5,
                    stroke_opacity=0.5,
                )


def _rose(canvas: Canvas) -> None:
    _petals(canvas, PALETTE["rose"], ((7, 0.96), (6, 0.7), (5, 0.46), (3, 0.26)))


def _jasmine(canvas: Canvas) -> None:
    for x, y, size in ((-30, 30, 0.5), (36, 32, 0.44), (4, -34, 0.54)):
        with canvas.at(x, y, size, x):
            _petals(canvas, "#f4efe2", ((5, 1),))
            canvas.circle((0, 0), 17, PALETTE["sun"])


def _citrus(canvas: Canvas) -> None:
    zest = PALETTE["sun"]
    canvas.circle((0, 0), 82, facing(canvas, zest, 0.15))
    canvas.circle((0, 0), 72, "#fdf3d3")
    for i in range(9):
        with canvas.at(0, 0, 1, 40 * i):
            canvas.path("M0 -9 L22 -56 Q0 -72 -22 -56Z", facing(canvas, light(zest, 0.15), 0.2))


def _saffron(canvas: Canvas) -> None:
    for i, (u, v) in enumerate(scatter(34)):
        x, y = (u - 0.5) * 116, (v - 0.5) * 116
        with canvas.at(x, y, 1, i * 47):
            canvas.line("M-30 0 Q0 -16 30 4", (PALETTE["ruby"], PALETTE["rust"], PALETTE["red"])[i % 3], 5)
            canvas.circle((31, 4), 4, PALETTE["saffron"])


def _oud(canvas: Canvas) -> None:
    for i, (u, v) in enumerate(scatter(9)):
        with canvas.at((u - 0.5) * 96, (v - 0.5) * 100, 1, i * 53):
            chip(canvas, 92, (PALETTE["oud"], PALETTE["walnut"])[i % 2])


def _amber(canvas: Canvas) -> None:
    resin = PALETTE["honey"]
    for i, (u, v) in enumerate(scatter(9)):
        with canvas.at((u - 0.5) * 112, (v - 0.5) * 112, 0.8 + v * 0.4, i * 67):
            canvas.path(
                "M-26 6 L-12 -22 L16 -20 L28 4 L8 24 L-16 20Z", facing(canvas, (resin, PALETTE["amber"])[i % 2], 0.4)
            )
            canvas.path("M-12 -22 L16 -20 L4 -4 L-14 -4Z", LIGHT, opacity=0.45)


def _vanilla(canvas: Canvas) -> None:
    for x, bend in ((-34, 26), (-10, -20), (16, 24)):
        canvas.line(f"M{x} 78 Q{x + bend} 0 {x} -78", dark(PALETTE["oud"], 0.15), 13)
        canvas.line(f"M{x - 3} 74 Q{x + bend - 3} 0 {x - 3} -74", light(PALETTE["oud"], 0.3), 3)
    with canvas.at(30, 26, 0.5):
        _petals(canvas, "#f5e6bd", ((5, 1),))
        canvas.circle((0, 0), 18, PALETTE["honey"])


def _musk(canvas: Canvas) -> None:
    """White cotton, for the softness of musk."""
    puff = canvas.radial((0, LIGHT), (0.7, "#f3ece0"), (1, "#d9cdbb"), centre=(0.4, 0.35), radius=0.7)
    for x, y, radius in ((-34, 22, 40), (36, 24, 38), (0, 38, 40), (-20, -22, 42), (26, -22, 40), (2, 2, 36)):
        canvas.circle((x, y), radius, puff)


def _cinnamon(canvas: Canvas) -> None:
    for y, turn in ((-36, -12), (0, 6), (36, -4)):
        with canvas.at(0, y, 1, turn):
            canvas.rect((-76, -15), (152, 30), facing(canvas, PALETTE["cedar"], 0.25), rx=13)
            canvas.line("M-70 -3 H70", dark(PALETTE["cedar"], 0.4), 4)
            canvas.circle((72, 0), 11, dark(PALETTE["walnut"], 0.3))


def _leaf(canvas: Canvas) -> None:
    for turn, size in ((-50, 0.9), (0, 1), (52, 0.86), (140, 0.7), (220, 0.7)):
        with canvas.at(0, 20, size, turn):
            green = PALETTE["jade"]
            canvas.path("M0 0 C-36 -30 -30 -76 0 -98 C30 -76 36 -30 0 0Z", facing(canvas, green, 0.25))
            canvas.line("M0 -4 V-84", light(green, 0.4), 3)


def _lavender(canvas: Canvas) -> None:
    for x in (-44, -16, 14, 42):
        canvas.line(f"M{x * 0.4:g} 84 Q{x * 0.6:g} 20 {x} -70", PALETTE["moss"], 4)
        for step in range(7):
            y = -76 + step * 14
            for side in (-1, 1):
                canvas.ellipse(
                    (x - step * x * 0.04 + side * 7, y), (7, 9), (PALETTE["lilac"], "#8d78ad")[(step + side) % 2]
                )


def _coffee(canvas: Canvas) -> None:
    for i, (u, v) in enumerate(scatter(15)):
        with canvas.at((u - 0.5) * 120, (v - 0.5) * 120, 1, i * 71):
            canvas.ellipse((0, 0), (22, 15), facing(canvas, PALETTE["walnut"], 0.25))
            canvas.line("M-18 0 Q0 -8 18 0", dark(PALETTE["oud"], 0.4), 3)


def _dates(canvas: Canvas) -> None:
    for i, (x, y) in enumerate(((-36, -30), (34, -34), (-2, 8), (-44, 40), (42, 36))):
        with canvas.at(x, y, 1, i * 40 - 60):
            canvas.ellipse((0, 0), (38, 22), facing(canvas, dark(PALETTE["amber"], 0.35), 0.3))
            canvas.path("M-22 -8 Q0 -18 20 -10 Q0 -8 -22 -8Z", LIGHT, opacity=0.5)


def _pepper(canvas: Canvas) -> None:
    for i, (u, v) in enumerate(scatter(26)):
        canvas.circle(
            ((u - 0.5) * 130, (v - 0.5) * 130),
            11,
            volume(canvas, (PALETTE["ebony"], PALETTE["ruby"], PALETTE["walnut"])[i % 3]),
        )


def _apple(canvas: Canvas) -> None:
    canvas.path(
        "M0 -50 C60 -90 96 -20 70 40 C50 86 20 82 0 70 C-20 82 -50 86 -70 40 C-96 -20 -60 -90 0 -50Z",
        facing(canvas, PALETTE["red"], 0.35),
    )
    canvas.line("M0 -50 Q4 -76 20 -88", PALETTE["walnut"], 7)
    canvas.path("M10 -62 Q40 -96 70 -72 Q44 -50 10 -62Z", PALETTE["jade"])
    canvas.ellipse((-38, -20), (12, 24), LIGHT, opacity=0.5, transform="rotate(20 -38 -20)")


def _patchouli(canvas: Canvas) -> None:
    for i, (x, y) in enumerate(((-30, -20), (32, -30), (0, 36))):
        with canvas.at(x, y, 0.9, i * 120):
            canvas.path(polygon(9, 52), facing(canvas, PALETTE["moss"], 0.22))
            canvas.line("M0 46 V-44 M0 10 L-28 -14 M0 10 L28 -14", light(PALETTE["moss"], 0.4), 3)
            canvas.circle((0, 0), 3, DARK)


INGREDIENTS: dict[str, Callable[[Canvas], None]] = {
    "rose": _rose,
    "jasmine": _jasmine,
    "citrus": _citrus,
    "saffron": _saffron,
    "oud": _oud,
    "amber": _amber,
    "vanilla": _vanilla,
    "musk": _musk,
    "cinnamon": _cinnamon,
    "leaf": _leaf,
    "lavender": _lavender,
    "coffee": _coffee,
    "dates": _dates,
    "pepper": _pepper,
    "apple": _apple,
    "patchouli": _patchouli,
}
