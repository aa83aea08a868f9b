"""Holding what PostgreSQL keeps of a store against what is written down of it, and putting it right."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from search_index.application.comparing import Comparison, compare_beside
from search_index.application.generations import Key
from search_index.application.keeping import words_beside
from search_index.application.repairing import put_right
from search_index.domain.drift import Difference
from search_index.domain.families import Family


def check_store_words() -> Comparison:
    """PostgreSQL's documents of the open scope's store are as `check_store_index` leaves the server's, and each has the
    words that were written with it; whichever engine answers. Returns what was found. Where too much differs nothing is
    put right, and somebody is called. Raises SearchUnavailable, where the documents lie on a server too."""
    documents = 0
    differences: dict[Key, Difference] = {}
    met: dict[Key, int] = {}
    for found in map(compare_beside, Family):
        documents += found.documents
        differences |= found.by_key
        met |= found.met
    every = Comparison(documents, {**dict.fromkeys(_damaged(), Difference.DAMAGED), **differences}, met)
    put_right(every, where="words")
    return every


def _damaged() -> Iterator[Key]:
    """In a transaction for each piece: writing goes on meanwhile, and what is written is whole in each."""
    found, ended = _piece(after=None)
    yield from found
    while ended is not None:
        found, ended = _piece(after=ended)
        yield from found


def _piece(*, after: Key | None) -> tuple[list[Key], Key | None]:
    with transaction.atomic():
        return words_beside().damaged(after=after)
