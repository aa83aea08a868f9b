"""Noor's banners, category tiles and mark."""

from wasla_site.demo.drawings.canvas import Canvas
from wasla_site.demo.drawings.colours import DARK, LIGHT, PALETTE, dark, light, mix
from wasla_site.demo.drawings.noor.scenes import GOLD, TONES, palm_shadow
from wasla_site.demo.drawings.ornaments import paint_mark, polygon
from wasla_site.demo.drawings.placing import Placed, paint_placed
from wasla_site.demo.drawings.shading import fading, glow

CROPS = {"wide": (1600, 900), "tall": (900, 1100)}

HOUSE = (
    Placed("candle:vessel=ribbed colour=wine mark=star", -560, -14, 0.62),
    Placed("bottle:shape=arch cap=dome glass=emerald mark=palm", -390, -96, 0.72),
    Placed("burner:form=crown colour=walnut mark=star", -170, -20, 0.8),
    Placed("bottle:shape=column cap=sphere glass=amber mark=star", 60, -130, 0.86),
    Placed("oil:shape=tola oil=oud", 256, -8, 0.62),
    Placed("bottle:shape=drop cap=crystal glass=rose plate=cream mark=rose", 430, -96, 0.74),
    Placed("jar:form=urn colour=plum lid=knob mark=diamond", 600, -14, 0.62),
)
HOUSE_TALL = (
    Placed("bottle:shape=arch cap=dome glass=emerald mark=palm", -250, -130, 0.74),
    Placed("bottle:shape=column cap=sphere glass=amber mark=star", 0, -190, 0.92),
    Placed("bottle:shape=drop cap=crystal glass=rose plate=cream mark=rose", 250, -130, 0.74),
    Placed("burner:form=crown colour=walnut mark=star", -170, 40, 0.66),
    Placed("oil:shape=tola oil=oud", 170, 46, 0.6),
)
GIFTS = (
    Placed("gift:form=bag colour=ivory mark=moon", -520, -14, 0.7),
    Placed("gift:form=round colour=emerald mark=star", -270, -96, 0.66),
    Placed("gift:form=open colour=wine inside=incense mark=star", 60, -20, 0.9),
    Placed("gift:form=box colour=rose mark=rose", 380, -96, 0.62),
    Placed("candle:vessel=lidded colour=sand", 580, -10, 0.62),
)
GIFTS_TALL = (
    Placed("gift:form=round colour=emerald mark=star", -210, -140, 0.72),
    Placed("gift:form=bag colour=ivory mark=moon", 230, -140, 0.74),
    Placed("gift:form=open colour=wine inside=incense mark=star", 0, 50, 0.92),
)
HEROES = {
    ("house", "wide"): ("honey", HOUSE),
    ("house", "tall"): ("honey", HOUSE_TALL),
    ("gifts", "wide"): ("rose", GIFTS),
    ("gifts", "tall"): ("rose", GIFTS_TALL),
}
TILES = {
    "perfumes": ("rose", ("bottle:shape=round cap=disc glass=rose mark=rose", "bottle:shape=slab cap=cube glass=amber mark=star")),
    "women": ("dusk", ("bottle:shape=gem cap=petal glass=blush mark=drop", "bottle:shape=drop cap=crystal glass=lilac mark=moon")),
    "men": ("oud", ("bottle:shape=cube cap=wood glass=oud plate=dark mark=horizon", "bottle:shape=tall cap=column glass=ink mark=diamond metal=silver")),
    "shared": ("sage", ("bottle:shape=hex cap=sphere glass=emerald mark=lattice", "bottle:shape=column cap=wood glass=honey plate=cream mark=leaf")),
    "oud": ("amber", ("wood:holder=tray", "burner:form=tower colour=ebony mark=arch")),
    "chips": ("clay", ("wood:holder=crate mark=palm",)),
    "bakhoor": ("honey", ("jar:form=urn colour=ebony filling=powder lid=open mark=palm", "jar:form=low colour=plum filling=balls lid=open mark=star")),
    "oils": ("pearl", ("oil:shape=crystal oil=amber", "oil:shape=amphora oil=ruby mark=moon")),
    "burners": ("sand", ("burner:form=dome colour=emerald mark=star", "burner:form=crown colour=walnut")),
    "home": ("mist", ("diffuser:form=reeds colour=honey mark=leaf", "candle:vessel=bowl colour=jade mark=wave")),
    "care": ("rose", ("care:form=pump colour=blush mark=rose", "jar:form=low colour=ivory lid=wood mark=leaf")),
    "gifts": ("dusk", ("gift:form=box colour=emerald mark=star", "gift:form=bag colour=ivory mark=moon")),
}  # fmt: skip


def _room(canvas: Canvas, base: str, floor: float) -> None:
    width, height = canvas.size
    canvas.rect((0, 0), (width, floor), canvas.linear((0, light(base, 0.36)), (1, light(base, 0.64))))
    arches = (0.14, 0.5, 0.86) if width > height else (0.5,)
    for share in arches:
        half = 330 if share == 0.5 else 170
        x, top = width * share, 300 if half > 200 else 380
        inside = canvas.linear((0, mix(base, DARK, 0.12)), (1, light(base, 0.4)), to=(0.4, 1))
        canvas.path(f"M{x - half} {floor} V{top} A{half} {half * 0.86:g} 0 0 1 {x + half} {top} V{floor}Z", inside)
        frame = half + 26
        canvas.line(f"M{x - frame} {floor} V{top} A{frame} {frame * 0.86:g} 0 0 1 {x + frame} {top} V{floor}", GOLD, 3)
    palm_shadow(canvas, width + 10, 0, 72)
    palm_shadow(canvas, -30, 120, -10)
    canvas.rect((0, floor), (width, height - floor), canvas.linear((0, light(base, 0.5)), (1, light(base, 0.22))))
    canvas.rect((0, floor), (width, 26), fading(canvas, DARK, 0.1, 0))


def _block(canvas: Canvas, base: str, corner: tuple[float, float], size: tuple[float, float]) -> None:
    x, y = corner
    side = canvas.linear((0, light(base, 0.36)), (0.5, light(base, 0.1)), (1, mix(base, DARK, 0.12)), to=(0.5, 1))
    canvas.rect((x, y), size, side)
    canvas.path(f"M{x} {y} l18 -26 h{size[0] - 36} l18 26Z", light(base, 0.68))


def paint_hero(canvas: Canvas, name: str, crop: str) -> None:
    tone, things = HEROES[name, crop]
    base = TONES[tone]
    width, height = canvas.size
    floor = height * 0.78
    _room(canvas, base, floor - 40)
    middle = width / 2
    for thing in things:
        if thing.y < -50:
            half = 150 * thing.scale / 0.72 + 20
            _block(canvas, base, (middle + thing.x - half, floor + 40 + thing.y), (half * 2, -thing.y + 30))
    with canvas.at(middle, floor + 44):
        paint_placed(canvas, things)


def paint_tile(canvas: Canvas, name: str, _crop: str) -> None:
    tone, specs = TILES[name]
    base = TONES[tone]
    canvas.rect((0, 0), canvas.size, light(base, 0.42))
    arch = "M110 1000 V480 A390 390 0 0 1 890 480 V1000Z"
    canvas.path(arch, canvas.linear((0, mix(base, DARK, 0.1)), (1, light(base, 0.5)), to=(0.3, 1)))
    canvas.line("M84 1000 V480 A416 416 0 0 1 916 480 V1000", GOLD, 3)
    canvas.path("M0 850 Q500 820 1000 850 V1000 H0Z", canvas.linear((0, light(base, 0.6)), (1, light(base, 0.3))))
    places = ((380, 872, 0.98), (660, 908, 0.86)) if len(specs) > 1 else ((500, 900, 1.2),)
    paint_placed(canvas, tuple(Placed(spec, *place) for spec, place in zip(specs, places, strict=True)))


def paint_logo(canvas: Canvas, _name: str, _crop: str) -> None:
    """A lamp's flame in an eight-pointed star: noor is light."""
    gold, deep = PALETTE["gold"], "#5b1f2c"
    canvas.circle((256, 256), 250, canvas.linear((0, light(deep, 0.14)), (1, dark(deep, 0.2)), to=(0.6, 1)))
    canvas.circle((256, 256), 232, "none", stroke=gold, stroke_width=4)
    glow(canvas, (256, 262), 190, PALETTE["honey"])
    with canvas.at(256, 256, 186):
        for turn in (0, 0.7853981634):
            canvas.path(polygon(4, 1, turn), stroke=light(gold, 0.25), stroke_width=0.045, stroke_linejoin="round")
    canvas.circle((256, 256), 104, deep, stroke=light(gold, 0.25), stroke_width=6)
    canvas.path(
        "M256 166 C300 222 318 252 302 290 A50 50 0 0 1 210 290 C194 252 226 232 256 166Z",
        canvas.linear((0, "#ffedb8"), (1, "#e5a23c")),
    )
    canvas.path("M256 236 C278 268 280 282 272 300 A20 20 0 0 1 240 300 C232 282 240 268 256 236Z", LIGHT)
    with canvas.at(256, 72, 17):
        paint_mark(canvas, "diamond", light(gold, 0.25))
