"""What shoppers find by what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction
from PIL.Image import Image

from commerce.catalog.application.queries import cards_for_ids
from commerce.catalog.domain.values import ProductCard
from search_index.application.descriptions import descriptions_of_products
from search_index.application.ports import described_by, picture_embedders, picture_index, pictures_beside
from search_index.application.waiting import one_answer, waiting
from search_index.domain.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Look = Mapping[Likeness, "NDArray[np.float32]"]
# What looks like a product changes when pictures do. Every picture of a store is looked at for it, and a product's page
# is seen far more often.
KEPT_FOR = timedelta(minutes=10)
# Of a product that is not described yet.
LEFT_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alike:
    """Products in their order. `is_degraded`: the engine that should have compared did not, and another did."""

    cards: list[ProductCard]
    is_degraded: bool


@one_answer()
def products_like(product_id: int, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> list[ProductCard]:
    """Other products that can be bought now, those first whose pictures are most like this one's face, as far as they
    are described; none where that itself is not described yet. A new picture counts after KEPT_FOR at the latest.

    PostgreSQL looks, so that a product's page, which is in a transaction, may ask. With none open it has the time of an
    answer; raises SearchUnavailable where that is not enough.
    """
    key = f"alike:{product_id}:{mode}:{most}:{described_by()}"
    ids = cache.get(key)
    if ids is None:
        ids = _ids_like(product_id, mode, most)
        cache.set(key, ids, (KEPT_FOR if ids else LEFT_FOR).total_seconds())
    if not ids:
        return []
    with transaction.atomic(savepoint=False):
        return [card for card in cards_for_ids(ids) if card.available]


def products_like_photo(photo: Image, *, mode: Likeness = Likeness.SIMILAR, most: int = 24) -> Alike:
    """As `products_that_look`, of a photograph; how long that is looked at is not counted."""
    [vector] = picture_embedders()[mode].embed([photo])
    return _cards_like(vector, mode, most)


def look_of(photo: Image) -> Look:
    """What a photograph looks like, in every mode: all that is needed of it. Call it with no transaction open."""
    return {mode: embedder.embed([photo])[0] for mode, embedder in picture_embedders().items()}


def products_that_look(look: Look, *, mode: Likeness, most: int = 24) -> Alike:
    """Products that can be bought now, those first whose pictures are most like it in this mode. Call it with no
    transaction open: a search server may be asked. Raises SearchUnavailable where no engine answers in time."""
    return _cards_like(look[mode], mode, most)


@one_answer()
def _cards_like(vector: NDArray[np.float32], mode: Likeness, most: int) -> Alike:
    found = picture_index().similar_to_image(vector, mode, most)
    with transaction.atomic():
        return Alike(cards_for_ids(found), waiting().has_failed)


def _ids_like(product_id: int, mode: Likeness, most: int) -> tuple[int, ...]:
    with transaction.atomic(savepoint=False):
        described = descriptions_of_products([product_id]).get(product_id)
    if not described:
        return ()
    return pictures_beside().similar_to_image(described[0].vectors[mode], mode, most, but_not=(product_id,))
