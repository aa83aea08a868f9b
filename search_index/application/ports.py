"""What the index needs from outside: a search engine, and something that sees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search_index.domain.likeness import Likeness
from search_index.domain.values import Document, SearchRequest, SearchResult, Unwritten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image


class SearchUnavailable(Exception):
    """The engine gave no whole answer in time. Whether a write took effect is not known; writing again does no harm."""


class SearchRefused(SearchUnavailable):
    """The engine is there and did not take this one call: its index is missing or closed, or what was asked is wrong.
    It says nothing about calls for other stores."""


class SearchSilent(SearchUnavailable):
    """The engine took the call and said nothing in its time, for what it was asked for or for whatever it is asked."""


class SearchUnreachable(SearchUnavailable):
    """The engine was not there to be asked: calls for other stores go the same way."""


OtherWords = Callable[[], Mapping[str, tuple[str, ...]]]


class SearchIndex(Protocol):
    """A search engine, seen from the open scope's store: no method can name another store or read one.

    Every method may raise SearchUnavailable, where the engine is another server.
    """

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
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
        """What matches; nothing for a question that has neither words nor filters."""

    def complete(self, kind: str, beginning: str, *, size: int = 6, others: OtherWords = dict) -> SearchResult:
        """Objects with a title that has all words of `beginning`, the last of them as the beginning of one; best first.

        An article before a word makes no difference, and the store's own words for the same thing stand for each
        other, those too that have only been begun: `others` reads them, and is asked in the transaction in which the
        engine reads what it needs itself. Nothing as long as the last word has one letter. No facets are counted.
        """

    def indexed_ids(self, kind: str) -> list[int]:
        """All objects of the kind that can be found, in order."""

    def indexed_versions(self, kind: str) -> dict[int, int]:
        """The version of each object of the kind that is kept; 0 where it was written without one."""


@cache
def search_index() -> SearchIndex:
    """The adapter `SEARCH_INDEX` names (a dotted path)."""
    index: SearchIndex = import_string(settings.SEARCH_INDEX)()
    return index


class Embedder(Protocol):
    """Turns things into vectors that lie the nearer to each other the more these are alike.

    `modality` is "image". Vectors of two embedders, told apart by `id`, are never compared: with another embedder all
    are made again.
    """

    @property
    def id(self) -> str: ...

    @property
    def modality(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def embed(self, batch: Sequence[Image]) -> NDArray[np.float32]:
        """A row of `dim` numbers and length 1 for each picture. Opens no connection."""


class PictureIndex(Protocol):
    """Products of the open scope's store, by what their pictures look like."""

    def similar_to_image(
        self, vector: NDArray[np.float32], mode: Likeness, most: int, *, but_not: Collection[int] = ()
    ) -> tuple[int, ...]:
        """At most so many products that shoppers can buy now, the one with the nearest picture first, each once.

        `vector` is of the embedder of this mode; pictures that another one described are left out. May call another
        server: to be asked with no transaction open. Raises SearchUnavailable where that takes longer than an answer
        may.
        """


@cache
def picture_embedders() -> dict[Likeness, Embedder]:
    """One for each mode, as `PICTURE_EMBEDDERS` names them (dotted paths of what makes them)."""
    return {mode: import_string(settings.PICTURE_EMBEDDERS[mode])() for mode in Likeness}


def described_by() -> str:
    """The ids of all of them as one: what was described by another is described again."""
    return "+".join(dict.fromkeys(embedder.id for embedder in picture_embedders().values()))


@cache
def picture_index() -> PictureIndex:
    """The adapter `PICTURE_INDEX` names (a dotted path)."""
    index: PictureIndex = import_string(settings.PICTURE_INDEX)()
    return index


@cache
def pictures_beside() -> PictureIndex:
    """The adapter `PICTURES_BESIDE` names (a dotted path): in PostgreSQL, to be asked in a transaction too."""
    index: PictureIndex = import_string(settings.PICTURES_BESIDE)()
    return index
