"""Looking through all pictures of a store, one vector after another: exact, and quick enough for small stores."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from commerce.catalog.application.queries import buyable_products
from commerce.core.scope import current_tenant_id
from search_index.application.ports import SearchUnavailable, described_by
from search_index.application.waiting import waiting
from search_index.domain.likeness import Likeness
from search_index.domain.vectors import most_alike
from search_index.infrastructure.postgresql.limits import OutOfTime, in_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of a store that has more, the pictures that were given to products first are not looked at.
MOST_PICTURES = 20_000
# All vectors as one value, which is several times quicker than a row each. The tenant is named besides row security.
# Nothing is joined: before tables are analysed the planner may let every row of the store meet every other.
_VECTORS = """
    SELECT array_agg(product_id ORDER BY id), string_agg(vector, '' ORDER BY id)
    FROM (
        SELECT shown.id, shown.product_id, (
            SELECT described.{mode} FROM search_index_describedpicture AS described
            WHERE described.tenant_id = %(tenant)s AND described.image_id = shown.image_id
                AND described.embedder_id = %(embedder)s AND described.source = (
                    SELECT image.file FROM media_storeimage AS image
                    WHERE image.tenant_id = %(tenant)s AND image.id = shown.image_id
                )
        ) AS vector
        FROM (
            SELECT id, product_id, image_id FROM catalog_productimage WHERE tenant_id = %(tenant)s
            ORDER BY id DESC LIMIT %(most)s
        ) AS shown
    ) AS latest
    WHERE vector IS NOT NULL
"""


class ExactPictureIndex:
    """Keeps nothing: the descriptions in PostgreSQL are all it needs."""

    def similar_to_image(
        self, vector: NDArray[np.float32], mode: Likeness, most: int, *, but_not: Collection[int] = ()
    ) -> tuple[int, ...]:
        """Two statements, three where more than half of what is alike can't be bought."""
        try:
            with in_time(waiting().seconds_left_beside):
                ranked = [product_id for product_id in _ranked(vector, mode) if product_id not in but_not]
                found: list[int] = []
                for some in (ranked[: 2 * most], ranked[2 * most :]):
                    if some and len(found) < most:
                        buyable = buyable_products(some)
                        found += [product_id for product_id in some if product_id in buyable]
        except OutOfTime as error:
            raise SearchUnavailable("PostgreSQL compared no pictures in the time an answer has") from error
        return tuple(found[:most])


def _ranked(vector: NDArray[np.float32], mode: Likeness) -> list[int]:
    facts: dict[str, int | str] = {"tenant": current_tenant_id(), "embedder": described_by(), "most": MOST_PICTURES}
    with connection.cursor() as cursor:
        cursor.execute(_VECTORS.format(mode=Likeness(mode).value), facts)
        row = cursor.fetchone()
    if not row or row[0] is None:
        return []
    product_ids, vectors = row
    return most_alike(np.frombuffer(vectors, dtype="<f4").reshape(-1, len(vector)), np.array(product_ids), vector)
