"""What PostgreSQL itself keeps of a store's documents, whichever engine answers, for who looks after it."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search_index.application.generations import Key, Total
from search_index.domain.families import Family


class Keeping(Protocol):
    """Of the open scope's store, inside a transaction."""

    def totals(self, family: Family) -> dict[str, Total]:
        """By kind; a kind of which nothing is there has none."""

    def versions(self, family: Family) -> dict[Key, int]:
        """Of every document that can be found."""

    def damaged(self, *, after: Key | None = None) -> tuple[list[Key], Key | None]:
        """Documents of which other words are there than were written with them, by count and checksum; and what has
        words and no document. Looked at is a piece of the store behind `after`, which a statement reads in its time
        whatever the store sells; returned with it is where the piece ended, None at the store's end."""


@cache
def words_beside() -> Keeping:
    """The adapter `WORDS_BESIDE` names (a dotted path)."""
    found: Keeping = import_string(settings.WORDS_BESIDE)()
    return found
