"""The search index on an OpenSearch server, in an index that stores share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.db import transaction

from search_index.application.placements import answering, answering_at, placement_of
from search_index.application.ports import OtherWords
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.application.use_cases.place_store import place_store
from search_index.domain.families import Family, family_of
from search_index.domain.pools import Generation, Placement
from search_index.domain.questions import EVERYTHING, Question, begun_question_of, question_of
from search_index.domain.values import (
    NOTHING,
    Document,
    SearchRequest,
    SearchResult,
    Unwritten,
    nothing_found,
)
from search_index.infrastructure.opensearch.asking import completion_body, every_body, search_body
from search_index.infrastructure.opensearch.calling import ASKED, WRITTEN, Calling, at_once
from search_index.infrastructure.opensearch.counting import (
    choices_body,
    facet_aggregations,
    facet_counts,
    has_chosen_variants,
)
from search_index.infrastructure.opensearch.deadlines import Deadline
from search_index.infrastructure.opensearch.gateway import Write, gateway
from search_index.infrastructure.opensearch.readings import read_and_answered
from search_index.infrastructure.opensearch.reasons import reasons_for
from search_index.infrastructure.opensearch.writing import make_index, write_into, write_of
from search_index.models import LONGEST_WORD


class OpenSearchIndex:
    """Every call is one to another server and belongs outside of transactions; where a store lies is read in a short
    one. What is called of which pool goes through `calling`."""

    def __init__(self, calling: Calling = at_once) -> None:
        self._calling = calling

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
        """Into every index the store is written to; what one of them refuses is unwritten."""
        refused: list[Unwritten] = []
        for family in {family_of(document.kind) for document in documents}:
            writes = [write_of(document, again=anew) for document in documents if family_of(document.kind) == family]
            refused += self._write(place_store(family=family), writes)
        return refused

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        """With versions also where nothing was ever put: an older write may be under way."""
        known = versions or {}
        writes = [Write(kind, object_id, None, known.get(object_id, 0)) for object_id in object_ids]
        if not writes:
            return ()
        placement = place_store(family=family_of(kind)) if known else placement_of(family_of(kind))
        return self._write(placement, writes) if placement else ()

    def forget_store(self) -> None:
        for family in Family:
            for generation in _made(placement_of(family)):
                self._calling(WRITTEN, generation.pool, partial(gateway().forget_store, generation))

    def refresh(self, kind: str) -> None:
        for generation in _made(placement_of(family_of(kind))):
            self._calling(WRITTEN, generation.pool, partial(gateway().refresh, generation))

    def search(self, request: SearchRequest) -> SearchResult:
        """At most three calls: the question as it stands; how else it may be read, where little matches; and what
        options' values count, where facets are asked and options are chosen."""
        question = (
            EVERYTHING
            if request.is_by_filters_alone
            else question_of(request.text, LONGEST_WORD, others=request.weighing.others)
        )
        if question is None:
            return NOTHING
        if request.may_lack_words:
            question = replace(question, least_words=1)
        read = answering(family_of(request.kind))
        if read is None:
            return nothing_found(request)
        return self._calling(ASKED, read.pool, lambda: _found(read, request, question))

    def complete(self, kind: str, beginning: str, *, size: int = 6, others: OtherWords = dict) -> SearchResult:
        family = family_of(kind)
        with transaction.atomic(savepoint=False):
            placement, begun = placement_of(family), begun_question_of(beginning, LONGEST_WORD, others())
        read = answering_at(placement, family) if begun is not None else None
        if read is None or begun is None:
            return NOTHING
        body = completion_body(kind, begun, size)
        found = self._calling(ASKED, read.pool, lambda: gateway().search(read, body, seconds=Deadline().seconds()))
        return SearchResult(tuple(hit.object_id for hit in found.hits), found.total)

    def indexed_ids(self, kind: str) -> list[int]:
        return list(self.indexed_versions(kind))

    def indexed_versions(self, kind: str) -> dict[int, int]:
        """What was written without a version has the engine's own count of its writes."""
        read = _read(kind)
        if read is None:
            return {}
        return self._calling(
            WRITTEN,
            read.pool,
            lambda: {hit.object_id: hit.version for hit in gateway().walk(read, every_body(kind))},
        )

    def _write(self, placement: Placement, writes: Sequence[Write]) -> list[Unwritten]:
        refused: dict[tuple[str, int], Unwritten] = {}
        for generation in placement.written:
            for one in self._calling(WRITTEN, generation.pool, partial(_written, generation, writes)):
                refused[one.kind, one.object_id] = one
        return list(refused.values())


def _read(kind: str) -> Generation | None:
    placement = placement_of(family_of(kind))
    return placement.read if placement is not None and placement.read.is_made else None


def _made(placement: Placement | None) -> list[Generation]:
    return [] if placement is None else [generation for generation in placement.written if generation.is_made]


def _written(generation: Generation, writes: Sequence[Write]) -> Sequence[Unwritten]:
    if not generation.is_made:
        make_index(generation)
        note_made_index(generation=generation)
    return write_into(generation, writes)


def _found(read: Generation, request: SearchRequest, question: Question) -> SearchResult:
    deadline = Deadline()
    counted = facet_aggregations(request.filters) if request.with_facets else {}
    found = read_and_answered(
        read, request, question, lambda one: {**search_body(request, one), "aggs": counted}, deadline
    )
    shown = found.answer.hits[: request.size]
    result = SearchResult(
        tuple(hit.object_id for hit in shown),
        found.answer.total,
        facets=nothing_found(request).facets,
        last=shown[-1].sort if shown else None,
        has_more=len(found.answer.hits) > len(shown),
        meant=found.question.meant if found.matching else "",
        reasons=reasons_for(shown, request, found.question) if request.with_reasons else (),
    )
    counts = found.answer.counts
    is_counted = found.matching or result.total or request.counted.pinned or not found.question.words
    if not request.with_facets or not counts or not is_counted:
        return result
    asked = choices_body(request, found.question, counts) if has_chosen_variants(request.filters) else None
    choices = gateway().search(read, asked, seconds=deadline.seconds()).counts if asked else None
    return replace(result, facets=facet_counts(request.filters, counts, choices))
