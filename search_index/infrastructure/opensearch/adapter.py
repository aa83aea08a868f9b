"""The search index on an OpenSearch server, in an index that stores share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from search_index.application.placements import placement_of
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.application.use_cases.place_store import place_store
from search_index.domain.families import Family, family_of
from search_index.domain.pools import Generation, Placement
from search_index.domain.values import NOTHING, Document, LikenessRequest, SearchRequest, SearchResult, Unwritten
from search_index.infrastructure.opensearch.asking import completion_body, every_body, likeness_body, search_body
from search_index.infrastructure.opensearch.bulk import unwritten
from search_index.infrastructure.opensearch.counting import (
    choices_body,
    facet_aggregations,
    facet_counts,
    has_chosen_variants,
)
from search_index.infrastructure.opensearch.deadlines import Deadline
from search_index.infrastructure.opensearch.documents import source_of
from search_index.infrastructure.opensearch.gateway import Answer, Write, gateway
from search_index.infrastructure.opensearch.mappings import index_body


class OpenSearchIndex:
    """Every call is one to another server and belongs outside of transactions; where a store lies is read in a short
    one."""

    def put(self, documents: Sequence[Document], *, anew: bool = False) -> Sequence[Unwritten]:
        """Into every index the store is written to; what one of them refuses is unwritten."""
        refused: list[Unwritten] = []
        for family in {family_of(document.kind) for document in documents}:
            writes = [
                Write(document.kind, document.object_id, source_of(document), document.version, again=anew)
                for document in documents
                if family_of(document.kind) == family
            ]
            refused += _write(place_store(family=family), writes)
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
        return _write(placement, writes) if placement else ()

    def forget_store(self) -> None:
        for family in Family:
            for generation in _made(placement_of(family)):
                gateway().forget_store(generation)

    def refresh(self, kind: str) -> None:
        for generation in _made(placement_of(family_of(kind))):
            gateway().refresh(generation)

    def search(self, request: SearchRequest) -> SearchResult:
        read, body = _read(request.kind), search_body(request)
        if read is None or body is None:
            return NOTHING
        deadline = Deadline()
        if not request.with_facets:
            return _result(gateway().search(read, body, seconds=deadline.seconds()))
        aggregations = facet_aggregations(request.filters)
        answer = gateway().search(read, {**body, "aggs": aggregations}, seconds=deadline.seconds())
        if not answer.counts:
            return _result(answer)
        asked = choices_body(request, answer.counts) if has_chosen_variants(request.filters) else None
        choices = gateway().search(read, asked, seconds=deadline.seconds()).counts if asked else None
        return replace(_result(answer), facets=facet_counts(answer.counts, choices))

    def complete(self, kind: str, beginning: str, *, size: int = 6) -> tuple[int, ...]:
        read, body = _read(kind), completion_body(kind, beginning, size)
        if read is None or body is None:
            return ()
        return _result(gateway().search(read, body)).ids

    def look_alike(self, request: LikenessRequest) -> SearchResult:
        read = _read(request.kind)
        return NOTHING if read is None else _result(gateway().search(read, likeness_body(request)))

    def indexed_ids(self, kind: str) -> list[int]:
        return list(self.indexed_versions(kind))

    def indexed_versions(self, kind: str) -> dict[int, int]:
        """What was written without a version has the engine's own count of its writes."""
        read = _read(kind)
        if read is None:
            return {}
        return {hit.object_id: hit.version for hit in gateway().walk(read, every_body(kind))}


def _read(kind: str) -> Generation | None:
    placement = placement_of(family_of(kind))
    return placement.read if placement is not None and placement.read.is_made else None


def _made(placement: Placement | None) -> list[Generation]:
    return [] if placement is None else [generation for generation in placement.written if generation.is_made]


def _write(placement: Placement, writes: Sequence[Write]) -> list[Unwritten]:
    refused: dict[tuple[str, int], Unwritten] = {}
    for generation in placement.written:
        if not generation.is_made:
            _make(generation)
        for one in unwritten(gateway().write(generation, writes)):
            refused[one.kind, one.object_id] = one
    return list(refused.values())


def _make(generation: Generation) -> None:
    gateway().make(generation, index_body(generation.family))
    if generation.is_read:
        gateway().read_from(generation)
    note_made_index(generation=generation)


def _result(answer: Answer) -> SearchResult:
    last = answer.hits[-1].sort if answer.hits else None
    return SearchResult(tuple(hit.object_id for hit in answer.hits), answer.total, last=last)
