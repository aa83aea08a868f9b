"""What else than products there is to read: pages and campaigns, whose kinds the site adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from django.db import transaction

from commerce.core.bilingual import Bilingual
from search_index.application.ports import search_index
from search_index.application.waiting import one_answer
from search_index.domain.folding import words_of
from search_index.domain.values import SearchRequest

# What has ended, or has not begun, is in the index too, so more is looked at than is shown: so many at a time, and in
# all as many as a store will ever have run.
AT_ONCE, MOST_LOOKED_AT = 50, 1000
# What a page is, and need not be called: who asks for the policy of returns is led to the page Returns.
SAID_OF_PAGES = frozenset(word for text in ("سياسة سياسات صفحة", "policy policies page") for word in words_of(text))


@dataclass(frozen=True, slots=True)
class ContentLink:
    """`address` is the path below the store's own, without a language: /about/."""

    title: Bilingual
    address: str


class ContentSource(Protocol):
    """Knows objects of one kind as shoppers may read them."""

    def links(self, object_ids: Sequence[int], now: datetime) -> list[ContentLink]:
        """Those of the objects that shoppers may read at `now`, in the order of the ids. A bounded number of
        statements."""


CONTENT: dict[str, ContentSource] = {}


@one_answer()
def find_content(text: str, *, most: int, now: datetime) -> tuple[ContentLink, ...]:
    """At most so many of each kind that have all of the words; or, where nothing has, all but those that only say it is
    a page. The engine may be another server: call it with no
    transaction open."""
    return _found(text, most, now) or (_found(left, most, now) if (left := _what_about(text)) else ())


def _found(text: str, most: int, now: datetime) -> tuple[ContentLink, ...]:
    found: list[ContentLink] = []
    for kind, source in CONTENT.items():
        found += islice(_of_kind(kind, source, text, now), most)
    return tuple(found)


def _what_about(text: str) -> str:
    """The words without those; empty where there are none of them, or nothing else."""
    words = words_of(text)
    left = [word for word in words if word not in SAID_OF_PAGES]
    return " ".join(left) if len(left) < len(words) else ""


def _of_kind(kind: str, source: ContentSource, text: str, now: datetime) -> Iterator[ContentLink]:
    for first in range(0, MOST_LOOKED_AT, AT_ONCE):
        result = search_index().search(SearchRequest(kind, text, first, AT_ONCE, may_guess=False))
        if result.ids:
            with transaction.atomic(savepoint=False):
                links = source.links(result.ids, now)
            yield from links
        if not result.has_more:
            return
