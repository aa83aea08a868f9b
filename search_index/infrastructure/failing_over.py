"""The search server, and PostgreSQL in its place while it does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from commerce.core.breakers import Breakers
from search_index.application.ports import OtherWords, SearchRefused, SearchSilent, SearchUnavailable, SearchUnreachable
from search_index.application.waiting import waiting
from search_index.domain.values import Document, SearchRequest, SearchResult, Unwritten
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.calling import ASKED, WRITTEN
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.infrastructure.silence import Silence

Answer = TypeVar("Answer")

breakers = Breakers()
silences = {ASKED: Silence(), WRITTEN: Silence()}


class FailingOverIndex:
    """Both keep every document. The server answers; after a few failures in a row it is left alone for a while.

    Asking and writing are counted apart: a server that takes nothing may still be asked.
    """

    def __init__(self) -> None:
        self._server = OpenSearchIndex(tried)
        self._beside = PostgresSearchIndex()

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
        """Beside first, so that what the server misses is found all the same; it stays marked until that has it."""
        refused = [*self._beside.put(documents, anew=anew)]
        return [*refused, *self._server.put(documents, anew=anew)]

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        gone = list(object_ids)
        refused = [*self._beside.delete(kind, gone, versions=versions)]
        return [*refused, *self._server.delete(kind, gone, versions=versions)]

    def forget_store(self) -> None:
        self._beside.forget_store()
        self._server.forget_store()

    def refresh(self, kind: str) -> None:
        self._server.refresh(kind)

    def search(self, request: SearchRequest) -> SearchResult:
        try:
            return self._server.search(request)
        except SearchUnavailable:
            return replace(self._beside.search(replace(request, after=None)), is_degraded=True)

    def complete(self, kind: str, beginning: str, *, size: int = 6, others: OtherWords = dict) -> SearchResult:
        try:
            return self._server.complete(kind, beginning, size=size, others=others)
        except SearchUnavailable:
            beside = self._beside.complete(kind, beginning, size=size, others=others)
            return replace(beside, is_degraded=True)

    def indexed_ids(self, kind: str) -> list[int]:
        return self._server.indexed_ids(kind)

    def indexed_versions(self, kind: str) -> dict[int, int]:
        return self._server.indexed_versions(kind)


def tried(deed: str, pool: int, call: Callable[[], Answer]) -> Answer:
    """What the server answers; SearchUnavailable at once while it, or this pool of it, is left alone, and where it
    already failed the answer that is waited for, or took all of its time.

    A pool that fails is left alone by itself; a server that can't be reached is for every pool, and so is one that
    leaves calls for several pools without any answer.
    """
    answer_so_far = waiting()
    if answer_so_far.has_failed:
        raise SearchUnavailable("the search server has failed this answer before")
    of_server, of_pool = accounts(deed, pool)
    now = time.monotonic()
    has_time = answer_so_far.seconds_left() > 0
    if not (has_time and breakers.lets_through(of_server, now) and breakers.lets_through(of_pool, now)):
        answer_so_far.has_failed = True
        raise SearchUnavailable("no time is left, or the search server is left alone after failures in a row")
    try:
        answer = call()
    except SearchUnavailable as failure:
        answer_so_far.has_failed = True
        if isinstance(failure, SearchRefused):
            _answered(deed, pool)
        else:
            _failed(deed, pool, failure)
        raise
    _answered(deed, pool)
    return answer


def accounts(deed: str, pool: int) -> tuple[str, str]:
    """By which failures are counted: the server's, whose pools they may be of all, and the pool's own."""
    return deed, f"{deed} in {pool}"


def _answered(deed: str, pool: int) -> None:
    silences[deed].answered()
    for account in accounts(deed, pool):
        breakers.succeeded(account)


def _failed(deed: str, pool: int, failure: SearchUnavailable) -> None:
    of_server, of_pool = accounts(deed, pool)
    against_server = silences[deed].unanswered(pool) if isinstance(failure, SearchSilent) else 0
    failed = [of_server] if isinstance(failure, SearchUnreachable) else [of_pool, *[of_server] * against_server]
    for account in failed:
        breakers.failed(account, time.monotonic())
