"""What is put into the index and what is asked of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """An object with the texts it is found by, in the order of their weight; unfolded, in every language it has."""

    kind: str
    object_id: int
    titles: tuple[str, ...]
    codes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Objects of one kind whose words match all words of `text`; `size` of them from index `first`."""

    kind: str
    text: str
    first: int = 0
    size: int = 24


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ids of the wanted slice, best first; `total` counts all that match."""

    ids: tuple[int, ...]
    total: int


NOTHING = SearchResult((), 0)
