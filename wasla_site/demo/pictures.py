"""The demo's drawings as pictures in a store's library."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor

from django.core.files.base import ContentFile
from django.db import transaction

from commerce.media.models import StoreImage
from wasla_site.demo.drawings import draw, render_webp

WIDTH = 1000


class DrawnPictures:
    """Knows every drawing there is: a picture asked for the first time is drawn and kept under a name of its own."""

    def image_ids(self, names: Collection[str]) -> Mapping[str, int]:
        titles = {name: title_of(name) for name in names}
        with transaction.atomic():
            kept = dict(StoreImage.objects.filter(title__in=titles.values()).values_list("title", "id"))
        missing = sorted(name for name in names if titles[name] not in kept)
        for name, content in drawn(missing):
            with transaction.atomic():
                file = ContentFile(content, name="drawing.webp")
                kept[titles[name]] = StoreImage.objects.create(title=titles[name], file=file).pk
        return {name: kept[title] for name, title in titles.items()}


def drawn(specs: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each drawing as WebP; drawing takes the processors, so they share it."""
    if not specs:
        return
    with ProcessPoolExecutor() as pool:
        yield from zip(specs, pool.map(picture_of, specs), strict=True)


def picture_of(spec: str) -> bytes:
    return render_webp(draw(spec), WIDTH)


def title_of(spec: str) -> str:
    """What the drawing is called in the library: its family, and enough of its fingerprint to tell it from others."""
    family = spec.split(":", 1)[0].replace("-", " ").capitalize()
    return f"{family} {hashlib.sha256(spec.encode()).hexdigest()[:8]}"
