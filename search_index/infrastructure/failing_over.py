"""The search server, and PostgreSQL in its place while it does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from commerce.core.breakers import Breakers
from search_index.application.ports import SearchRefused, SearchUnavailable
from search_index.application.waiting import waiting
from search_index.domain.families import Family, family_of
from search_index.domain.values import Document, SearchRequest, SearchResult, Unwritten
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex

Answer = TypeVar("Answer")

ASKED, WRITTEN = "asked", "written"
breakers = Breakers()


class FailingOverIndex:
    """Both keep every document. The server answers; after a few failures in a row it is left alone for a while.

    Asking and writing are counted apart: a server that takes nothing may still be asked. For what a store has few of,
    its pages, PostgreSQL always answers: they are asked for besides products, and one page of results has time for one
    answer of the server.
    """

    def __init__(self) -> None:
        self._server = OpenSearchIndex()
        self._beside = PostgresSearchIndex()

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
        """Beside first, so that what the server misses is found all the same; it stays marked until that has it."""
        refused = [*self._beside.put(documents, anew=anew)]
        return [*refused, *tried(WRITTEN, lambda: self._server.put(documents, anew=anew))]

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        gone = list(object_ids)
        refused = [*self._beside.delete(kind, gone, versions=versions)]
        return [*refused, *tried(WRITTEN, lambda: self._server.delete(kind, gone, versions=versions))]

    def forget_store(self) -> None:
        self._beside.forget_store()
        tried(WRITTEN, self._server.forget_store)

    def refresh(self, kind: str) -> None:
        tried(WRITTEN, lambda: self._server.refresh(kind))

    def search(self, request: SearchRequest) -> SearchResult:
        if family_of(request.kind) is Family.CONTENT:
            return self._beside.search(request)
        try:
            return tried(ASKED, lambda: self._server.search(request))
        except SearchUnavailable:
            return replace(self._beside.search(replace(request, after=None)), is_degraded=True)

    def complete(self, kind: str, beginning: str, *, size: int = 6) -> tuple[int, ...]:
        try:
            return tried(ASKED, lambda: self._server.complete(kind, beginning, size=size))
        except SearchUnavailable:
            return self._beside.complete(kind, beginning, size=size)

    def indexed_ids(self, kind: str) -> list[int]:
        return tried(WRITTEN, lambda: self._server.indexed_ids(kind))

    def indexed_versions(self, kind: str) -> dict[int, int]:
        return tried(WRITTEN, lambda: self._server.indexed_versions(kind))


def tried(deed: str, call: Callable[[], Answer]) -> Answer:
    """What the server answers; SearchUnavailable at once while it is left alone, and where it already failed the answer
    that is waited for."""
    answer_so_far = waiting()
    if answer_so_far.has_failed:
        raise SearchUnavailable("the search server has failed this answer before")
    if not breakers.lets_through(deed, time.monotonic()):
        raise SearchUnavailable("the search server is left alone after several failures in a row")
    try:
        answer = call()
    except SearchRefused:
        breakers.succeeded(deed)
        answer_so_far.has_failed = True
        raise
    except SearchUnavailable:
        breakers.failed(deed, time.monotonic())
        answer_so_far.has_failed = True
        raise
    breakers.succeeded(deed)
    return answer
