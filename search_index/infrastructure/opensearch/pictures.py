"""Products by what their pictures look like, on the search server."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from commerce.catalog.application.queries import buyable_products
from search_index.application.placements import answering
from search_index.application.ports import described_by
from search_index.application.product_source import KIND
from search_index.domain.families import family_of
from search_index.domain.likeness import Likeness
from search_index.domain.values import Filters, LikenessRequest
from search_index.infrastructure.opensearch.asking import likeness_body
from search_index.infrastructure.opensearch.calling import ASKED, Calling, at_once
from search_index.infrastructure.opensearch.deadlines import Deadline
from search_index.infrastructure.opensearch.gateway import gateway

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONLY_AVAILABLE = Filters(only_available=True)


class OpenSearchPictureIndex:
    """The server knows what was available a second ago; PostgreSQL says what can be bought."""

    def __init__(self, calling: Calling = at_once) -> None:
        self._calling = calling

    def similar_to_image(
        self, vector: NDArray[np.float32], mode: Likeness, most: int, *, but_not: Collection[int] = ()
    ) -> tuple[int, ...]:
        request = LikenessRequest(
            KIND, mode, described_by(), tuple(vector.tolist()), 2 * most, ONLY_AVAILABLE, frozenset(but_not)
        )
        found = look_alike(request, self._calling)
        with transaction.atomic():
            buyable = buyable_products(found)
        return tuple(product_id for product_id in found if product_id in buyable)[:most]


def look_alike(request: LikenessRequest, calling: Calling = at_once) -> list[int]:
    """Objects of the open scope's store; one call to the server."""
    read = answering(family_of(request.kind))
    if read is None:
        return []
    body = likeness_body(request)
    found = calling(ASKED, read.pool, lambda: gateway().search(read, body, seconds=Deadline().seconds()))
    return [hit.object_id for hit in found.hits]
