"""What shoppers find by what it looks like."""

from __future__ import annotations

from django.db import transaction
from PIL.Image import Image

from commerce.catalog.application.queries import cards_for_ids
from commerce.catalog.domain.values import ProductCard
from search_index.application.descriptions import descriptions_of_products
from search_index.application.ports import picture_embedders, picture_index
from search_index.domain.likeness import Likeness


def products_like(product_id: int, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> list[ProductCard]:
    """Other products that can be bought now, those first whose pictures are most like this one's face, as far as they
    are described; none where that itself is not described yet."""
    described = descriptions_of_products([product_id]).get(product_id)
    if not described:
        return []
    vector = described[0].vectors[mode]
    return cards_for_ids(picture_index().similar_to_image(vector, mode, most, but_not=(product_id,)))


def products_like_photo(photo: Image, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> list[ProductCard]:
    """Products that can be bought now, those first whose pictures are most like the photograph.

    Opens its own transaction: call it with none open, for the photograph is looked at before.
    """
    [vector] = picture_embedders()[mode].embed([photo])
    with transaction.atomic():
        return cards_for_ids(picture_index().similar_to_image(vector, mode, most))
