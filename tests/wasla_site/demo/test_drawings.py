"""Drawings are pure functions of their spec, refuse what they do not know, and need no fonts."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from wasla_site.demo.drawings import UnknownDrawing, draw, render_png, render_webp
from wasla_site.demo.drawings.families import FAMILIES
from wasla_site.demo.drawings.noor.scenes import PLACES as NOOR_PLACES
from wasla_site.demo.drawings.noor.scenes import TONES
from wasla_site.demo.drawings.shading import box, lathe
from wasla_site.demo.drawings.souq.scenes import LIGHTS
from wasla_site.demo.drawings.souq.scenes import PLACES as SOUQ_PLACES


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_draws_with_its_defaults_the_same_each_time(family: str) -> None:
    svg = draw(f"{family}:")
    assert svg == draw(f"{family}:")
    assert "<text" not in svg
    assert "<image" not in svg
    assert "nan" not in svg


@pytest.mark.parametrize(
    "spec",
    [
        "spaceship:",
        "bottle:shape=triangle",
        "bottle:wings=two",
        "bottle:shape",
        "bottle:shape=slab shape=slab",
        "bottle:scene=pink-arch",
        "bottle:scene=sand-cave",
        "tent:scene=sand-arch",
        "tent:view=upside-down",
        "tent:lift=high",
        "noor-hero:name=house crop=round",
        "noor-hero:name=garden",
        "noor-tile:name=cars",
        "noor-mark:colour=blue",
    ],
)
def test_what_nobody_can_draw_is_refused(spec: str) -> None:
    with pytest.raises(UnknownDrawing):
        draw(spec)


def test_every_backdrop_draws() -> None:
    noor = {draw(f"bottle:scene={tone}-{place}") for tone in TONES for place in NOOR_PLACES}
    souq = {draw(f"tent:scene={light}-{place}") for light in LIGHTS for place in [*SOUQ_PLACES, "flat"]}
    assert len(noor) == len(TONES) * len(NOOR_PLACES)
    assert len(souq) == len(LIGHTS) * (len(SOUQ_PLACES) + 1)


def test_a_close_view_and_a_lifted_one_differ_from_the_whole() -> None:
    assert len({draw("pack:form=day"), draw("pack:form=day view=close"), draw("pack:form=day lift=80")}) == 3


@pytest.mark.parametrize(("crop", "size"), [("wide", (320, 180)), ("tall", (450, 550))])
@pytest.mark.parametrize("hero", ["noor-hero:name=house", "souq-hero:name=night"])
def test_a_hero_has_the_shape_of_its_crop(hero: str, crop: str, size: tuple[int, int]) -> None:
    assert Image.open(BytesIO(render_png(draw(f"{hero} crop={crop}"), size[0]))).size == size


def test_webp_keeps_the_size_and_the_transparency_around_a_mark() -> None:
    picture = Image.open(BytesIO(render_webp(draw("noor-mark:"), 128)))
    assert (picture.format, picture.size) == ("WEBP", (128, 128))
    corner, middle = picture.convert("RGBA").getpixel((0, 0)), picture.convert("RGBA").getpixel((64, 64))
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert (corner[3], middle[3]) == (0, 255)


def test_a_lathed_outline_is_symmetrical_and_closed() -> None:
    assert lathe((1, -9), (2, -5), (3, -4, 4, 0)) == "M1 -9 L2 -5 Q3 -4 4 0 L-4 0 Q-3 -4 -2 -5 L-1 -9 Z"
    assert box(10, -20).startswith("M10 -20")
