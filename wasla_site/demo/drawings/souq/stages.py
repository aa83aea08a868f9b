"""Souq's banners, category tiles and mark."""

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import LIGHT, PALETTE, dark, light
from wasla_site.demo.drawings.placing import Placed, paint_placed
from wasla_site.demo.drawings.shading import scatter
from wasla_site.demo.drawings.souq.scenes import LIGHTS, Daylight

CROPS = {"wide": (1600, 900), "tall": (900, 1100)}

CAMP = (
    Placed("tent:form=bell colour=ivory trim=terracotta", -330, -60, 0.84),
    Placed("shade:form=tarp colour=sage trim=terracotta", 380, -70, 0.82),
    Placed("furniture:form=lounge colour=terracotta frame=cedar", -20, 20, 0.5),
    Placed("furniture:form=table colour=camel frame=charcoal", 330, 40, 0.44),
    Placed("stove:form=pit colour=steel", 110, 110, 0.46),
    Placed("pack:form=trek colour=teal trim=sun", -620, 60, 0.46),
    Placed("coffee:form=dallah colour=brass", 590, 110, 0.5),
    Placed("cookware:form=cooler colour=sky trim=charcoal", -420, 110, 0.4),
)
CAMP_TALL = (
    Placed("tent:form=bell colour=ivory trim=terracotta", 0, -150, 0.94),
    Placed("furniture:form=lounge colour=terracotta frame=cedar", -220, 40, 0.6),
    Placed("stove:form=pit colour=steel", 40, 110, 0.56),
    Placed("pack:form=trek colour=teal trim=sun", 290, 40, 0.56),
    Placed("coffee:form=dallah colour=brass", 230, 170, 0.46),
)
NIGHT = (
    Placed("tent:form=ridge colour=teal trim=sun lit=yes", -420, -40, 0.8),
    Placed("light:form=string colour=charcoal", 280, -60, 0.92),
    Placed("sleep:form=majlis colour=rust trim=teal", 300, 30, 0.6),
    Placed("stove:form=pit colour=steel", 0, 100, 0.5),
    Placed("coffee:form=kit colour=brass", 560, 130, 0.36),
    Placed("light:form=lantern colour=forest", -190, 110, 0.46),
)
NIGHT_TALL = (
    Placed("tent:form=ridge colour=teal trim=sun lit=yes", -40, -160, 0.9),
    Placed("sleep:form=majlis colour=rust trim=teal", 130, 20, 0.6),
    Placed("stove:form=pit colour=steel", -200, 130, 0.56),
    Placed("coffee:form=dallah colour=brass", 210, 160, 0.5),
)
HEROES = {
    ("camp", "wide"): ("gold", CAMP),
    ("camp", "tall"): ("gold", CAMP_TALL),
    ("night", "wide"): ("night", NIGHT),
    ("night", "tall"): ("night", NIGHT_TALL),
}
TILES = {
    "shelter": ("sage", ("tent:form=dome colour=sage trim=terracotta",)),
    "sleep": ("mist", ("sleep:form=mat colour=teal trim=sun", "sleep:form=pillow colour=terracotta")),
    "furniture": ("dawn", ("furniture:form=chair colour=forest", "furniture:form=table colour=camel frame=cedar")),
    "kitchen": ("gold", ("stove:form=pit colour=steel", "cookware:form=mug colour=sky trim=navy")),
    "coffee": ("clay", ("coffee:form=dallah colour=brass", "coffee:form=thermos colour=emerald trim=gold")),
    "light": ("night", ("light:form=lantern colour=forest", "light:form=oil colour=brass")),
    "packs": ("noon", ("pack:form=trek colour=teal trim=sun", "pack:form=duffel colour=terracotta trim=walnut")),
    "clothing": ("dusk", ("clothes:form=jacket colour=teal trim=sun",)),
    "footwear": ("dawn", ("footwear:form=boot colour=camel trim=forest",)),
    "tools": ("sage", ("recovery:form=compressor colour=sun", "tool:form=compass colour=red trim=gold")),
    "recovery": ("clay", ("recovery:form=boards colour=terracotta trim=sun",)),
    "kids": ("sea", ("play:form=bucket colour=coral trim=sun", "pack:form=kids colour=ivory trim=teal")),
}


def _land(canvas: Canvas, day: Daylight, ground: float) -> None:
    width, height = canvas.size
    canvas.rect((0, 0), (width, ground + 10), canvas.linear((0, day.sky), (1, day.haze)))
    if day == LIGHTS["night"]:
        for u, v in scatter(90):
            canvas.circle((u * width, v * ground * 0.7), 1.5 + 2 * ((u * 7) % 1), LIGHT, opacity=0.4 + 0.5 * v)
    canvas.circle((width * 0.76, height * 0.22), height * 0.1, LIGHT, opacity=0.75)
    canvas.circle((width * 0.76, height * 0.22), height * 0.14, LIGHT, opacity=0.25)
    with canvas.group(transform=f"translate(0 {ground:g}) scale({width / 1200:.3f} 1)"):
        canvas.path("M0 -190 C200 -270 330 -310 520 -220 C700 -140 900 -290 1200 -230 V10 H0Z", day.far)
        canvas.path("M520 -220 C700 -140 900 -290 1200 -230 V-130 C900 -190 700 -70 520 -220Z", light(day.far, 0.3))
        canvas.path("M0 -90 C160 -140 300 -190 470 -130 C720 -40 940 -140 1200 -100 V10 H0Z", day.near)
        canvas.path("M0 -90 C160 -140 300 -190 470 -130 C300 -130 180 -70 0 -30Z", light(day.near, 0.28))
        canvas.path(
            "M0 0 Q300 -26 600 0 T1200 -8 V500 H0Z",
            canvas.linear((0, light(day.ground, 0.22)), (1, dark(day.ground, 0.06))),
        )
        canvas.path("M0 170 Q420 120 760 180 T1200 170 V500 H0Z", dark(day.ground, 0.07), opacity=0.55)


def paint_hero(canvas: Canvas, name: str, crop: str) -> None:
    day, things = HEROES[name, crop]
    width, height = canvas.size
    ground = height * 0.7
    _land(canvas, LIGHTS[day], ground)
    with canvas.at(width / 2, ground + 110):
        paint_placed(canvas, things)


def paint_tile(canvas: Canvas, name: str, _crop: str) -> None:
    day, specs = TILES[name]
    _land(canvas, LIGHTS[day], 760)
    places = ((370, 850, 0.92), (680, 910, 0.82)) if len(specs) > 1 else ((500, 890, 1.08),)
    paint_placed(canvas, tuple(Placed(spec, *place) for spec, place in zip(specs, places, strict=True)))


def paint_logo(canvas: Canvas, _name: str, _crop: str) -> None:
    """A tent that is also a dune, under the sun."""
    teal, sun = "#1f5c5c", PALETTE["sun"]
    canvas.rect((6, 6), (500, 500), canvas.linear((0, light(teal, 0.12)), (1, dark(teal, 0.22)), to=(0.6, 1)), rx=120)
    canvas.circle((346, 164), 56, sun)
    canvas.path("M62 388 L224 132 L300 252 L340 206 L450 388Z", LIGHT)
    canvas.path("M224 132 L300 252 L218 388 H132 Q206 300 224 132Z", PALETTE["terracotta"])
    canvas.path("M224 244 L176 388 H272Z", teal)
    canvas.line("M62 410 Q160 384 256 410 T450 410", sun, 15)
