"""Wide and tall banners, category tiles and the marks of the two stores.

`noor-hero:name=house crop=wide`, `souq-hero:name=camp crop=tall`, `noor-tile:name=women`, `noor-mark:`.
A banner is a backdrop and a list of things placed on it.
"""

from collections.abc import Callable

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.noor import stages as noor_stages
from wasla_site.demo.drawings.souq import stages as souq_stages
from wasla_site.demo.drawings.specs import UnknownDrawing

BANNERS: dict[str, tuple[dict[str, tuple[int, int]], Callable[[Canvas, str, str], None]]] = {
    "noor-hero": (noor_stages.CROPS, noor_stages.paint_hero),
    "souq-hero": (souq_stages.CROPS, souq_stages.paint_hero),
    "noor-tile": ({"square": (1000, 1000)}, noor_stages.paint_tile),
    "souq-tile": ({"square": (1000, 1000)}, souq_stages.paint_tile),
    "noor-mark": ({"square": (512, 512)}, noor_stages.paint_logo),
    "souq-mark": ({"square": (512, 512)}, souq_stages.paint_logo),
}


def draw_banner(family: str, values: dict[str, str]) -> str:
    """The SVG of a banner. Crops of a hero: wide (1600 x 900) and tall (900 x 1100)."""
    crops, paint = BANNERS[family]
    crop = values.pop("crop", next(iter(crops)))
    name = values.pop("name", "")
    if values or crop not in crops:
        raise UnknownDrawing(f"{family} has no {values or crop}")
    canvas = Canvas(crops[crop])
    try:
        paint(canvas, name, crop)
    except KeyError as error:
        raise UnknownDrawing(f"{family} has no {error}") from error
    return canvas.svg()
