"""What the index needs from outside: a search engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search_index.domain.values import Document, SearchRequest, SearchResult


class SearchIndex(Protocol):
    """A search engine, seen from the open scope's store: no method can name another store or read one."""

    def put(self, documents: Sequence[Document], *, now: datetime, anew: bool = False) -> None:
        """These documents take the place of what was kept of their objects; `anew` even where nothing changed."""

    def delete(self, kind: str, object_ids: Iterable[int]) -> None:
        """These objects are not found any more. Unknown ones are no mistake."""

    def search(self, request: SearchRequest) -> SearchResult:
        """What matches; nothing for a question without words."""

    def indexed_ids(self, kind: str) -> list[int]:
        """All objects of the kind that can be found, in order."""


@cache
def search_index() -> SearchIndex:
    """The adapter `SEARCH_INDEX` names (a dotted path)."""
    index: SearchIndex = import_string(settings.SEARCH_INDEX)()
    return index
