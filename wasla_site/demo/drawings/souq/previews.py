"""Second pictures: a tent's floor plan, and the colours a thing comes in."""

from dataclasses import dataclass

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, PALETTE, dark, light
from wasla_site.demo.drawings.shading import box, facing, lathe


@dataclass(frozen=True, slots=True)
class Plan:
    """A tent seen from above: how many sleep in it."""

    places: str = "two"
    colour: str = "sage"
    trim: str = "terracotta"


@dataclass(frozen=True, slots=True)
class Swatches:
    """The colours a thing comes in, as folded cloths."""

    first: str = "teal"
    second: str = "terracotta"
    third: str = "sand"


PLACES = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


def paint_plan(canvas: Canvas, plan: Plan) -> None:
    colour, trim, count = PALETTE[plan.colour], PALETTE[plan.trim], PLACES[plan.places]
    half = 90 + count * 48
    fly = lathe(
        (half * 0.6, -740),
        (half + 40, -700, half + 40, -600, half + 40, -380),
        (half + 40, -100, half, 0, half * 0.5, 0),
    )
    canvas.path(fly, DARK, opacity=0.16, transform="translate(20 22)")
    canvas.path(fly, facing(canvas, colour, 0.2))
    canvas.path(box(half, -670, -60, 40), facing(canvas, light(colour, 0.5), 0.12))
    for i in range(count):
        with canvas.at((i - (count - 1) / 2) * (half * 2 - 30) / count, -110):
            _sleeper(canvas, (trim, dark(colour, 0.3))[i % 2])
    seams = f"M{-half * 0.8:g} -700 Q0 -660 {half * 0.8:g} -700 M{-half * 0.7:g} -30 Q0 -60 {half * 0.7:g} -30"
    canvas.line(seams, dark(colour, 0.4), 7)


def _sleeper(canvas: Canvas, bag: str) -> None:
    outline = lathe((26, -500), (40, -490, 42, -440, 40, -400), (38, -60, 30, 0, 14, 0))
    canvas.path(outline, facing(canvas, bag, 0.25))
    canvas.ellipse((0, -452), (27, 33), PALETTE["ivory"])
    for y in (-340, -250, -160, -80):
        canvas.line(f"M-36 {y} Q0 {y + 12} 36 {y}", dark(bag, 0.3), 4, opacity=0.6)


def paint_swatches(canvas: Canvas, swatches: Swatches) -> None:
    for i, name in enumerate((swatches.third, swatches.second, swatches.first)):
        colour = PALETTE[name]
        with canvas.at(-150 + i * 150, -i * 24 - 60, 1, -9 + i * 8):
            canvas.path(box(190, -560 + i * 20, 0, 16), DARK, opacity=0.18, transform="translate(16 18)")
            canvas.path(box(190, -560 + i * 20, 0, 16), facing(canvas, colour, 0.22))
            canvas.line("M-170 -60 H170 M-170 -46 H170", light(colour, 0.4), 4, stroke_dasharray="14 9")
            for x in (-110, -20, 80):
                canvas.path(
                    f"M{x} -520 Q{x + 30} -300 {x - 10} -90 h30 Q{x + 66} -300 {x + 30} -520Z",
                    dark(colour, 0.3),
                    opacity=0.16,
                )
            canvas.rect((120, -120), (70, 46), facing(canvas, PALETTE["ivory"], 0.1), rx=5)
