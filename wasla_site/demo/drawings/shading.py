"""Materials and forms every drawing shares: light falls from the upper left."""

from collections.abc import Sequence

from wasla_site.demo.drawings.canvas import Canvas, Point
from wasla_site.demo.drawings.colours import DARK, LIGHT, dark, light

Segment = tuple[float, ...]


def volume(canvas: Canvas, colour: str) -> str:
    """A matte round body: lit left of the middle, dark at both edges."""
    return canvas.linear(
        (0, dark(colour, 0.3)), (0.12, dark(colour, 0.08)), (0.3, light(colour, 0.3)), (0.5, colour),
        (0.8, dark(colour, 0.2)), (0.95, dark(colour, 0.4)), (1, dark(colour, 0.28)), to=(1, 0),
    )  # fmt: skip


def metal(canvas: Canvas, colour: str) -> str:
    """A polished round body."""
    return canvas.linear(
        (0, dark(colour, 0.4)), (0.1, colour), (0.24, light(colour, 0.72)), (0.38, colour),
        (0.58, dark(colour, 0.26)), (0.74, light(colour, 0.22)), (0.9, dark(colour, 0.3)),
        (1, dark(colour, 0.45)), to=(1, 0),
    )  # fmt: skip


def facing(canvas: Canvas, colour: str, depth: float = 0.18) -> str:
    """A flat or soft face, lighter at the upper left. Two stops: the rasteriser is quickest with two."""
    return canvas.linear((0, light(colour, depth)), (1, dark(colour, depth * 0.9)), to=(0.6, 1))


def fading(canvas: Canvas, colour: str, start: float, end: float) -> str:
    """One colour whose opacity goes from `start` at the top to `end` at the bottom."""
    return canvas.linear((0, colour, start), (1, colour, end))


def contact(canvas: Canvas, half: float, strength: float = 0.45, y: float = 0) -> None:
    """The shadow of a thing `half` wide to each side that stands at height `y`."""
    wide = canvas.radial((0, DARK, strength * 0.55), (0.6, DARK, strength * 0.22), (1, DARK, 0))
    near = canvas.radial((0, DARK, strength * 1.3), (0.75, DARK, strength * 0.6), (1, DARK, 0))
    canvas.ellipse((half * 0.35, y + 4), (half * 1.75, 22 + half * 0.16), wide)
    canvas.ellipse((half * 0.04, y), (half * 1.1, 10 + half * 0.05), near)


def shine(canvas: Canvas, d: str, strength: float = 0.6) -> None:
    """A streak of light along a form."""
    canvas.path(d, canvas.linear((0, LIGHT, strength), (1, LIGHT, strength * 0.12)))


def glow(canvas: Canvas, centre: Point, radius: float, colour: str) -> None:
    canvas.circle(centre, radius, canvas.radial((0, colour, 0.75), (0.45, colour, 0.26), (1, colour, 0)))


def lathe(start: Point, *segments: Segment) -> str:
    """A closed form symmetrical about x = 0, from the right half of its outline, top to bottom.

    A segment of two numbers is a line, of four a quadratic curve, of six a cubic one.
    """
    points = [start, *((s[-2], s[-1]) for s in segments)]
    right = " ".join(_command(s) for s in segments)
    left = " ".join(
        _command(_reversed(segment, before)) for segment, before in reversed(list(zip(segments, points, strict=False)))
    )
    end = points[-1]
    return f"M{start[0]:g} {start[1]:g} {right} L{-end[0]:g} {end[1]:g} {left} Z"


def _command(segment: Sequence[float]) -> str:
    return {2: "L", 4: "Q", 6: "C"}[len(segment)] + " ".join(f"{number:g}" for number in segment)


def _reversed(segment: Segment, before: Point) -> Segment:
    handles = list(zip(segment[:-2:2], segment[1:-2:2], strict=True))
    mirrored = [(-x, y) for x, y in [*reversed(handles), before]]
    return tuple(number for point in mirrored for number in point)


def box(half: float, top: float, bottom: float = 0, corner: float = 0) -> str:
    """A rounded rectangle about x = 0."""
    r = corner
    return lathe((half - r, top), (half, top, half, top + r), (half, bottom - r), (half, bottom, half - r, bottom))


def spread(count: int, start: float = 0.5, step: float = 0.6180339887) -> list[float]:
    """`count` numbers in [0, 1) that look unordered and never change."""
    return [(start + i * step) % 1 for i in range(count)]


def scatter(count: int) -> list[Point]:
    """Points in the unit square, evenly strewn (the R2 sequence)."""
    return list(zip(spread(count, 0.5, 0.7548776662), spread(count, 0.5, 0.5698402909), strict=True))
