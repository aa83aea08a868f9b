"""Pictures in the sizes that were made beforehand. A shopper's request never makes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from commerce.catalog.domain.values import Picture
from commerce.core.bilingual import Bilingual
from commerce.media.application.picture_sizes import PICTURE_SPECS
from commerce.media.models import StoreRendition


class Size(TypedDict):
    """One size of an image that is ready: its file's name in the storage, and the image's own description."""

    file: str
    width: int
    height: int
    description: str


def pictures_of(names: Mapping[int, Bilingual]) -> dict[int, Picture]:
    """Of each image id that has a size ready, its picture; the image's own description comes before the name given.

    One statement, none for no ids.
    """
    if not names:
        return {}
    sizes: dict[int, list[Size]] = defaultdict(list)
    for row in _ready().filter(image_id__in=names).order_by("image_id", "width").values("image_id", size=_SIZE):
        sizes[row["image_id"]].append(row["size"])
    return {image_id: picture_from(found, names[image_id]) for image_id, found in sizes.items()}


def sizes_of(image_reference: str) -> ArraySubquery:
    """Annotates rows with the sizes of the image they name in `image_reference`, for `picture_if_any`."""
    return ArraySubquery(_ready().filter(image_id=OuterRef(image_reference)).order_by("width").values(size=_SIZE))


def picture_if_any(sizes: Sequence[Size] | None, name: Bilingual) -> Picture | None:
    return picture_from(sizes, name) if sizes else None


def picture_from(sizes: Iterable[Size], name: Bilingual) -> Picture:
    """The narrowest to the widest; a small original gives the same width for several sizes, which count once."""
    by_width = {size["width"]: size for size in sizes}
    largest = by_width[max(by_width)]
    described = largest["description"].strip()
    addresses = {width: default_storage.url(size["file"]) for width, size in by_width.items()}
    return Picture(
        url=addresses[largest["width"]],
        width=largest["width"],
        height=largest["height"],
        alt=Bilingual(described, described) if described else name,
        srcset=", ".join(f"{url} {width}w" for width, url in addresses.items()) if len(by_width) > 1 else "",
    )


_SIZE = JSONObject(file="file", width="width", height="height", description=F("image__description"))


def _ready() -> QuerySet[Any]:
    return StoreRendition.objects.filter(filter_spec__in=PICTURE_SPECS, focal_point_key="")
