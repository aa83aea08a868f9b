"""What shoppers find by what it looks like."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from PIL.Image import Image

from commerce.catalog.application.queries import cards_for_ids
from commerce.catalog.domain.values import ProductCard
from search_index.application.descriptions import descriptions_of_products
from search_index.application.ports import picture_embedders, picture_index
from search_index.domain.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def products_like(product_id: int, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> list[ProductCard]:
    """Other products that can be bought now, those first whose pictures are most like this one's face, as far as they
    are described; none where that itself is not described yet. Call it with no transaction open."""
    with transaction.atomic():
        described = descriptions_of_products([product_id]).get(product_id)
    if not described:
        return []
    return _cards(described[0].vectors[mode], mode, most, but_not=(product_id,))


def products_like_photo(photo: Image, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> list[ProductCard]:
    """Products that can be bought now, those first whose pictures are most like the photograph. Call it with no
    transaction open."""
    [vector] = picture_embedders()[mode].embed([photo])
    return _cards(vector, mode, most)


def _cards(
    vector: NDArray[np.float32], mode: Likeness, most: int, *, but_not: Collection[int] = ()
) -> list[ProductCard]:
    found = picture_index().similar_to_image(vector, mode, most, but_not=but_not)
    with transaction.atomic():
        return cards_for_ids(found)
