"""Products with drawn pictures, in the open scope's store."""

from __future__ import annotations

import io

import numpy as np
from django.core.files.base import ContentFile
from PIL import Image

from commerce.catalog.application.use_cases.set_images import set_images
from commerce.core import clock
from commerce.media.models import StoreImage
from search_index.application.use_cases.describe_pictures import describe_pictures
from search_index.application.use_cases.index_changes import index_changes
from tests.search_index.shelf import sell
from wasla_site.bench.drawn_goods import SIDE, Good, drawn, photographs


def photo_of(good: Good, seed: int = 0) -> Image.Image:
    """As a shop shows it, straight and on white; with a seed, as somebody took it."""
    if seed:
        return next(photographs(good, np.random.default_rng(seed))).convert("RGB")
    thing, ground = drawn(good), Image.new("RGB", (SIDE, SIDE), "white")
    ground.paste(thing, mask=thing)
    return ground


def webp(picture: Image.Image) -> ContentFile[bytes]:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=90)
    return ContentFile(file.getvalue(), name="picture.webp")


def keep(good: Good, seed: int = 0) -> int:
    """The id of a new picture of the store's."""
    return int(StoreImage.objects.create(title=good.thing, file=webp(photo_of(good, seed))).pk)


def show(good: Good, *, seed: int = 0, pieces: int = 3) -> int:
    """A product with one picture; its id."""
    product_id = sell(f"{good.thing} {good.colour} {good.pattern}", pieces=pieces)
    set_images(product_id=product_id, image_ids=[keep(good, seed)])
    return product_id


def describe_now() -> int:
    """What the worker does within a few seconds; how many pictures were looked at."""
    index_changes(now=clock.now())
    looked_at = 0
    while some := describe_pictures(now=clock.now()):
        looked_at += some
    return looked_at
