"""Indices on the search server, for who looks after them: filled, compared, read from, given up.

Searching and writing know nothing of this: they go through `SearchIndex`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search_index.domain.pools import Generation
from search_index.domain.values import Document, Unwritten

# A kind and the id of an object.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Total:
    """How many documents, and the sum of their stamps (`domain.drift`)."""

    documents: int
    stamps: int


class Generations(Protocol):
    """Every method may raise SearchUnavailable and belongs outside of transactions. All but the first four are of the
    open scope's store alone.
    """

    def has(self, generation: Generation) -> bool:
        """Whether the server has this index, and if its pool is to be read from it, the name by which that is done."""

    def make(self, generation: Generation) -> None:
        """The server has this index, and if its pool is to be read from it, it is; nothing happens when it had."""

    def read_from(self, generation: Generation) -> None:
        """The pool is read from this index, at once and from no other."""

    def drop(self, generation: Generation) -> None:
        """The server has no such index."""

    def put(self, generation: Generation, documents: Sequence[Document]) -> Sequence[Unwritten]:
        """As `SearchIndex.put` with `anew`, into this index alone."""

    def delete(self, generation: Generation, kind: str, versions: Mapping[int, int]) -> Sequence[Unwritten]:
        """As `SearchIndex.delete`, in this index alone."""

    def refresh(self, generation: Generation) -> None: ...

    def totals(self, generation: Generation) -> dict[str, Total]:
        """By kind; a kind of which nothing is there has none."""

    def versions(self, generation: Generation) -> dict[Key, int]:
        """Of every document that can be found; what lies there in the store's name and is not its own is dropped."""

    def forget_store(self, generation: Generation) -> None:
        """No document of the store is left in it."""


@cache
def generations() -> Generations:
    """The adapter `SEARCH_GENERATIONS` names (a dotted path)."""
    found: Generations = import_string(settings.SEARCH_GENERATIONS)()
    return found
