"""What pictures look like: found by the embedders, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Exists, F, OuterRef, QuerySet

from commerce.catalog.models import ProductImage
from commerce.core.among import Among
from commerce.core.changes import mark_changed
from commerce.media.application.picture_marks import PICTURE
from search_index.application.perceptual_hash import perceptual_hash
from search_index.application.ports import described_by, picture_embedders
from search_index.domain.likeness import Likeness
from search_index.domain.values import SPACES, SeenPicture
from search_index.models import DescribedPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

# Of one product; a vector is as long as a description.
MOST_SEEN = 8


@dataclass(frozen=True, slots=True)
class Description:
    """A vector of length 1 for each mode, and 64 bits by which copies of one picture are known."""

    vectors: Mapping[Likeness, NDArray[np.float32]]
    perceptual_hash: int


def describe(picture: Image) -> Description:
    vectors = {mode: embedder.embed([picture])[0] for mode, embedder in picture_embedders().items()}
    return Description(vectors, perceptual_hash(picture))


def described_row(image_id: int, source: str, description: Description | None, now: datetime) -> DescribedPicture:
    """To be saved. None: the file can't be read."""
    row = DescribedPicture(image_id=image_id, source=source, embedder_id=described_by(), described_at=now)
    if description is not None:
        for mode, vector in description.vectors.items():
            setattr(row, mode, vector.astype("<f4").tobytes())
        row.perceptual_hash = description.perceptual_hash
    return row


def description_of(row: DescribedPicture) -> Description:
    """Of a row whose file could be read."""
    vectors = {mode: np.frombuffer(getattr(row, mode), dtype="<f4") for mode in Likeness}
    return Description(vectors, int(row.perceptual_hash or 0))


def current_descriptions() -> QuerySet[DescribedPicture]:
    """Of the file that each picture has now, by the embedders of today, unreadable ones among them."""
    return _of_present_files().filter(embedder_id=described_by())


def _of_present_files() -> QuerySet[DescribedPicture]:
    return DescribedPicture.objects.filter(source=F("image__file"))


def descriptions_of_products(product_ids: Iterable[int]) -> dict[int, list[Description]]:
    """Of the pictures of these products, in the merchant's order; without those that have none yet. Two statements."""
    shown = ProductImage.objects.filter(Among("product_id", product_ids)).order_by("product_id", "position", "id")
    places = list(shown.values_list("product_id", "image_id"))
    readable = current_descriptions().filter(
        Among("image_id", [image_id for _, image_id in places]), similar__isnull=False
    )
    rows = {row.image_id: description_of(row) for row in readable}
    found: dict[int, list[Description]] = {}
    for product_id, image_id in places:
        if image_id in rows:
            found.setdefault(product_id, []).append(rows[image_id])
    return found


def seen_pictures(product_ids: Iterable[int]) -> dict[int, tuple[SeenPicture, ...]]:
    """What the first MOST_SEEN described pictures of these products look like, whichever embedder saw them, in the
    merchant's order. Two statements; no embedder is asked, so that one that can't be used holds up no words."""
    shown = ProductImage.objects.filter(Among("product_id", product_ids)).order_by("product_id", "position", "id")
    places = list(shown.values_list("product_id", "image_id"))
    readable = _of_present_files().filter(
        Among("image_id", [image_id for _, image_id in places]), similar__isnull=False
    )
    rows = {row.image_id: row for row in readable}
    found: dict[int, list[SeenPicture]] = {}
    for product_id, image_id in places:
        of_product = found.setdefault(product_id, [])
        if image_id in rows and len(of_product) < MOST_SEEN:
            of_product.append(_seen(rows[image_id]))
    return {product_id: tuple(pictures) for product_id, pictures in found.items()}


def _seen(row: DescribedPicture) -> SeenPicture:
    """Vectors of other dimensions, of a model that the operator brought, are left out."""
    vectors = {mode: vector for mode, vector in description_of(row).vectors.items() if len(vector) == SPACES[mode]}
    return SeenPicture(row.embedder_id, {mode.value: tuple(vector.tolist()) for mode, vector in vectors.items()})


def mark_undescribed(product_ids: Iterable[int], *, anew: bool) -> None:
    """Pictures of these products that have no description get one, soon; `anew`: also those that another embedder
    described.

    As `mark_changed`. Two statements. Only `anew` asks the embedders, so that one that can't be used holds up no words.
    """
    described = (current_descriptions() if anew else _of_present_files()).filter(image=OuterRef("image"))
    shown = ProductImage.objects.filter(~Exists(described), Among("product_id", product_ids))
    mark_changed(PICTURE, shown.values_list("image_id", flat=True))
