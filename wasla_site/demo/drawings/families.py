"""Every family of drawings of things: its options, its painter, its store, and how large it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.noor import (
    bottles,
    burners,
    candles,
    care,
    cartons,
    diffusers,
    gifts,
    jars,
    keepsakes,
    oils,
    woods,
)
from wasla_site.demo.drawings.souq import (
    clothes,
    coffee,
    cookware,
    footwear,
    furniture,
    headwear,
    lights,
    packs,
    play,
    previews,
    recovery,
    shades,
    sleep,
    stoves,
    tents,
    tools,
)
from wasla_site.demo.drawings.specs import UnknownDrawing


@dataclass(frozen=True, slots=True)
class Family:
    options: Callable[..., Any]
    paint: Callable[[Canvas, Any], None]
    store: str
    scale: float


FAMILIES = {
    "bottle": Family(bottles.Bottle, bottles.paint_bottle, "noor", 1.22),
    "oil": Family(oils.Oil, oils.paint_oil, "noor", 1.3),
    "wood": Family(woods.Wood, woods.paint_wood, "noor", 1.24),
    "jar": Family(jars.Jar, jars.paint_jar, "noor", 1.36),
    "burner": Family(burners.Burner, burners.paint_burner, "noor", 1.26),
    "candle": Family(candles.Candle, candles.paint_candle, "noor", 1.34),
    "diffuser": Family(diffusers.Diffuser, diffusers.paint_diffuser, "noor", 1.2),
    "care": Family(care.Care, care.paint_care, "noor", 1.22),
    "gift": Family(gifts.Gift, gifts.paint_gift, "noor", 1.2),
    "keepsake": Family(keepsakes.Keepsake, keepsakes.paint_keepsake, "noor", 1.16),
    "carton": Family(cartons.Carton, cartons.paint_carton, "noor", 1.22),
    "notes": Family(cartons.Notes, cartons.paint_notes, "noor", 1.2),
    "tent": Family(tents.Tent, tents.paint_tent, "souq", 1.18),
    "shade": Family(shades.Shade, shades.paint_shade, "souq", 1.14),
    "sleep": Family(sleep.Sleep, sleep.paint_sleep, "souq", 1.12),
    "furniture": Family(furniture.Furniture, furniture.paint_furniture, "souq", 1.18),
    "stove": Family(stoves.Stove, stoves.paint_stove, "souq", 1.3),
    "coffee": Family(coffee.Coffee, coffee.paint_coffee, "souq", 1.26),
    "cookware": Family(cookware.Cookware, cookware.paint_cookware, "souq", 1.18),
    "light": Family(lights.Light, lights.paint_light, "souq", 1.14),
    "pack": Family(packs.Pack, packs.paint_pack, "souq", 1.16),
    "clothes": Family(clothes.Clothes, clothes.paint_clothes, "souq", 1.14),
    "headwear": Family(headwear.Headwear, headwear.paint_headwear, "souq", 1.16),
    "footwear": Family(footwear.Footwear, footwear.paint_footwear, "souq", 1.2),
    "tool": Family(tools.Tool, tools.paint_tool, "souq", 1.16),
    "recovery": Family(recovery.Recovery, recovery.paint_recovery, "souq", 1.12),
    "play": Family(play.Play, play.paint_play, "souq", 1.14),
    "plan": Family(previews.Plan, previews.paint_plan, "souq", 1.12),
    "swatches": Family(previews.Swatches, previews.paint_swatches, "souq", 1.2),
}


def paint_thing(canvas: Canvas, name: str, values: dict[str, str]) -> None:
    """Paints one thing that stands on the origin; refuses a family, key or value it does not know."""
    try:
        family = FAMILIES[name]
        family.paint(canvas, family.options(**values))
    except (KeyError, TypeError) as error:
        raise UnknownDrawing(f"no drawing {name!r} with {values}: {error}") from error
