"""What the index needs from outside: a search engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search_index.domain.values import Document, LikenessRequest, SearchRequest, SearchResult, Unwritten


class SearchUnavailable(Exception):
    """The engine gave no whole answer in time. Whether a write took effect is not known; writing again does no harm."""


class SearchIndex(Protocol):
    """A search engine, seen from the open scope's store: no method can name another store or read one.

    Every method may raise SearchUnavailable, where the engine is another server.
    """

    def put(self, documents: Sequence[Document], *, now: datetime, anew: bool = False) -> Sequence[Unwritten]:
        """These documents take the place of what was kept of their objects; `anew` even where nothing changed.

        A document whose object is known in a higher version is passed over, which is no failure: what is kept is newer.
        With `anew` one of the same version is written once more. Returns what could not be written.
        """

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        """These objects are not found any more. Unknown ones are no mistake; versions, by id, count as in `put`."""

    def forget_store(self) -> None:
        """Nothing of the open scope's store is kept, of any kind."""

    def refresh(self, kind: str) -> None:
        """What was written so far is found from now on, not only within the engine's second."""

    def search(self, request: SearchRequest) -> SearchResult:
        """What matches; nothing for a question without words."""

    def complete(self, kind: str, beginning: str, *, size: int = 6) -> tuple[int, ...]:
        """Objects with a title that has all words of `beginning`, the last of them as the beginning of one; best first.

        An article before a word makes no difference. Nothing as long as the last word has one letter.
        """

    def look_alike(self, request: LikenessRequest) -> SearchResult:
        """What looks most like it, nearest first; nothing where no vectors are kept."""

    def indexed_ids(self, kind: str) -> list[int]:
        """All objects of the kind that can be found, in order."""

    def indexed_versions(self, kind: str) -> dict[int, int]:
        """The version of each object of the kind that is kept; 0 where it was written without one."""


@cache
def search_index() -> SearchIndex:
    """The adapter `SEARCH_INDEX` names (a dotted path)."""
    index: SearchIndex = import_string(settings.SEARCH_INDEX)()
    return index
