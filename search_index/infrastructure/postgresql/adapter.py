"""The search index in PostgreSQL: words as rows, found by ranges of text, which row security lets use an index."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.db import transaction

from search_index.application.ports import OtherWords
from search_index.application.waiting import waiting
from search_index.domain.meanings import Meaning
from search_index.domain.questions import ENOUGH, begun_question_of, half_as_many
from search_index.domain.ranking import asked_words, begun_code
from search_index.domain.rewrites import typed_on_other_keyboard
from search_index.domain.values import (
    NOTHING,
    Document,
    SearchRequest,
    SearchResult,
    Unwritten,
    nothing_found,
)
from search_index.infrastructure.postgresql.limits import OutOfTime, in_time
from search_index.infrastructure.postgresql.near_words import near_words
from search_index.infrastructure.postgresql.ranked import Ranked, ranked
from search_index.infrastructure.postgresql.writing import delete_documents, put_documents
from search_index.models import LONGEST_WORD, SearchDocument, SearchWord

log = logging.getLogger(__name__)


class PostgresSearchIndex:
    """Keeps documents of the open scope's store beside the store's other rows."""

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
        """The same few statements however many documents."""
        with transaction.atomic():
            for kind, of_kind in groupby(sorted(documents, key=_kind), _kind):
                put_documents(kind, list(of_kind), anew=anew)
        return ()

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        known = versions or {}
        if asked := {object_id: known.get(object_id, 0) for object_id in object_ids}:
            with transaction.atomic():
                delete_documents(kind, asked)
        return ()

    def forget_store(self) -> None:
        with transaction.atomic():
            SearchWord.objects.all().delete()
            SearchDocument.objects.all().delete()

    def refresh(self, kind: str) -> None:
        """What is written is found at once."""

    def indexed_ids(self, kind: str) -> list[int]:
        return list(self.indexed_versions(kind))

    def indexed_versions(self, kind: str) -> dict[int, int]:
        with transaction.atomic(savepoint=False):
            rows = SearchDocument.objects.filter(kind=kind, is_gone=False).order_by("object_id")
            return dict(rows.values_list("object_id", "version"))

    def search(self, request: SearchRequest) -> SearchResult:
        """One statement where something matches all words, or filters alone are asked; two where values of options are
        counted by variant.

        Else codes that begin so, the same keys on the other keyboard are tried, then the store's words nearest to those
        it does not have, or the question without those; and where fewer than ENOUGH have all words of three and more,
        those that have half of them follow. What is not found in the answer's time is cut off, and said to be.
        """
        asked = asked_words(request.text, LONGEST_WORD, request.weighing.others)
        if not asked and not request.is_by_filters_alone:
            return NOTHING
        try:
            with in_time(waiting().seconds_left_beside):
                return _found(request, asked) if asked else ranked(request, asked).result
        except OutOfTime:
            log.warning("PostgreSQL found nothing in the time an answer has")
            return replace(nothing_found(request), is_degraded=True, is_cut_off=True)

    def complete(self, kind: str, beginning: str, *, size: int = 6, others: OtherWords = dict) -> SearchResult:
        try:
            with in_time(waiting().seconds_left_beside):
                begun = begun_question_of(beginning, LONGEST_WORD, others())
                if begun is None:
                    return NOTHING
                return ranked(SearchRequest(kind, beginning, size=size), begun.words, of_title=True).result
        except OutOfTime:
            return replace(NOTHING, is_degraded=True, is_cut_off=True)


def _kind(document: Document) -> str:
    return document.kind


def _found(request: SearchRequest, asked: Sequence[Sequence[Meaning]]) -> SearchResult:
    """What is looked for is decided by the words alone: filters that leave nothing make no other question of it."""
    if request.may_lack_words:
        return ranked(request, asked, least_words=1).result
    meant = ""
    found = ranked(request, asked)
    code = "" if found.matched else begun_code(request.text)
    if code:
        found = ranked(request, asked, code=code)
    if not found.matched and request.guesses:
        asked, found, meant = _meant_instead(request, asked)
    least = half_as_many(len(asked))
    if found.matched < ENOUGH and least:
        found = ranked(request, asked, least_words=least, code=code)
    return replace(found.result, meant=meant) if found.matched or request.counted.pinned else nothing_found(request)


def _meant_instead(
    request: SearchRequest, asked: Sequence[Sequence[Meaning]]
) -> tuple[Sequence[Sequence[Meaning]], Ranked, str]:
    """What was probably meant by a question that nothing matches, and what matches that."""
    slip = typed_on_other_keyboard(request.text)
    if slip and (other := asked_words(slip, LONGEST_WORD, request.weighing.others)):
        found = ranked(replace(request, text=slip), other)
        if found.matched:
            return other, found, slip
    if near := near_words(request.kind, asked):
        return near, ranked(request, near), " ".join(meanings[0].word for meanings in near)
    return asked, Ranked(NOTHING, 0), ""
