"""Pictures of what the demo's stores sell, drawn by us as SVG: pure functions of a short text.

`draw(spec)` gives the SVG; `render_png` and `render_webp` rasterise it. See `specs` for the text,
`families` for things, `banners` for heroes, category tiles and the stores' marks.
"""

from io import BytesIO

import resvg_py
from PIL import Image

from wasla_site.demo.drawings import banners
from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.families import FAMILIES, paint_thing
from wasla_site.demo.drawings.noor import scenes as noor_scenes
from wasla_site.demo.drawings.souq import scenes as souq_scenes
from wasla_site.demo.drawings.specs import UnknownDrawing, parse

__all__ = ["UnknownDrawing", "draw", "render_png", "render_webp"]

SCENES = {
    "noor": (noor_scenes.paint_scene, noor_scenes.FLOOR, "sand-arch"),
    "souq": (souq_scenes.paint_scene, souq_scenes.FLOOR, "sage-hills"),
}
CLOSE = 1.58
CLOSE_FOOT = 1062


def draw(spec: str) -> str:
    """The SVG of a drawing, 1200 x 1200 for things; the same text for the same spec, always.

    Things take three keys besides their family's: `scene` (the backdrop, `tone-place`), `view=close`,
    and `lift` (how many units above the floor they are shown; for low things in flat scenes).
    Raises UnknownDrawing for a family, key, value or scene that does not exist.
    """
    name, values = parse(spec)
    if name in banners.BANNERS:
        return banners.draw_banner(name, values)
    if name not in FAMILIES:
        raise UnknownDrawing(f"no family of drawings is called {name!r}")
    family = FAMILIES[name]
    paint_scene, floor, scene = SCENES[family.store]
    canvas = Canvas()
    try:
        paint_scene(canvas, values.pop("scene", scene))
        foot, scale = _place(values, floor, family.scale)
    except (KeyError, ValueError) as error:
        raise UnknownDrawing(f"no such scene, view or lift in {spec!r}: {error}") from error
    with canvas.at(600, foot, scale):
        paint_thing(canvas, name, values)
    return canvas.svg()


def _place(values: dict[str, str], floor: float, scale: float) -> tuple[float, float]:
    """Where the thing's foot stands and how large it is drawn; takes its keys out of `values`."""
    view, lift = values.pop("view", "whole"), int(values.pop("lift", "0"))
    if view == "whole":
        return floor - lift, scale
    return {"close": (CLOSE_FOOT - lift, scale * CLOSE)}[view]


def render_png(svg: str, width: int) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)


def render_webp(svg: str, width: int) -> bytes:
    """Smaller than PNG by far, at a quality at which the gradients stay smooth; marks stay transparent around."""
    picture: Image.Image = Image.open(BytesIO(render_png(svg, width)))
    if picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    result = BytesIO()
    picture.save(result, "WEBP", quality=86, method=1)
    return result.getvalue()
