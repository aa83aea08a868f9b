"""The demo's drawings as pictures in a store's library."""

import csv
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from commerce.core.bilingual import Bilingual
from commerce.media.models import StoreImage
from wasla_site.demo.drawings import draw, render_webp

WIDTH = 1000


class DrawnPictures:
    """Knows every drawing there is: a picture asked for the first time is drawn and kept under a title of its own.

    `titles` gives drawings what they show, as a merchant would call it; no two the same.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles

    def image_ids(self, names: Collection[str]) -> Mapping[str, int]:
        titles = {name: self.titles.get(name) or title_of(name) for name in names}
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


def titled(name: Bilingual) -> str:
    """A title for the desk's people, whatever language they read."""
    return f"{name.ar} · {name.en}"


def titles_of_products(file: Path) -> dict[str, str]:
    """The drawings of a file of products by the product's name; the second picture of a product is called so."""
    titles: dict[str, str] = {}
    names: dict[str, str] = {}
    counted: Counter[str] = Counter()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            handle = row.get("handle") or ""
            name = names.setdefault(handle, titled(Bilingual(row.get("title_ar") or "", row.get("title_en") or "")))
            for spec in filter(None, map(str.strip, (row.get("image") or "").split(";"))):
                if spec not in titles:
                    counted[handle] += 1
                    titles[spec] = name if counted[handle] == 1 else f"{name} {counted[handle]}"
    return titles


def title_of(spec: str) -> str:
    """What a drawing of nothing in particular is called: its family, and enough of its fingerprint to be its own."""
    family = spec.split(":", 1)[0].replace("-", " ").capitalize()
    return f"{family} {hashlib.sha256(spec.encode()).hexdigest()[:8]}"
