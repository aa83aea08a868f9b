"""Pictures on the search server, and in PostgreSQL in its place."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from search_index.application.ports import SearchUnavailable
from search_index.domain.likeness import Likeness
from search_index.domain.values import SPACES
from search_index.infrastructure.exact_pictures import ExactPictureIndex
from search_index.infrastructure.failing_over import tried
from search_index.infrastructure.opensearch.pictures import OpenSearchPictureIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FailingOverPictureIndex:
    """Descriptions lie in PostgreSQL in any case. There the server's failures are made up for, and vectors compared for
    which its indices have no room: those of a model that an operator brought."""

    def __init__(self) -> None:
        self._server = OpenSearchPictureIndex(tried)
        self._beside = ExactPictureIndex()

    def similar_to_image(
        self, vector: NDArray[np.float32], mode: Likeness, most: int, *, but_not: Collection[int] = ()
    ) -> tuple[int, ...]:
        if len(vector) == SPACES[mode]:
            try:
                return self._server.similar_to_image(vector, mode, most, but_not=but_not)
            except SearchUnavailable:
                pass
        return self._beside.similar_to_image(vector, mode, most, but_not=but_not)
