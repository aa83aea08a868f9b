"""Placing drawn things on a stage."""

from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.families import paint_thing
from wasla_site.demo.drawings.specs import parse


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing (a spec without its scene) whose foot stands at (x, y)."""

    spec: str
    x: float
    y: float
    scale: float = 1


def paint_placed(canvas: Canvas, things: tuple[Placed, ...]) -> None:
    for thing in things:
        with canvas.at(thing.x, thing.y, thing.scale):
            paint_thing(canvas, *parse(thing.spec))
