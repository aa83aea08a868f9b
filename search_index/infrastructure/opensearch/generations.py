"""The makings of indices on an OpenSearch server, for who looks after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search_index.application.generations import Key, Total
from search_index.domain.pools import Generation
from search_index.domain.values import Document, Unwritten
from search_index.infrastructure.opensearch.gateway import Write, gateway
from search_index.infrastructure.opensearch.writing import make_index, write_into, write_of

# More kinds than there will be in one index.
MOST_KINDS = 50
_SUMS: dict[str, Any] = {
    "size": 0,
    "aggs": {
        "kinds": {
            "terms": {"field": "kind", "size": MOST_KINDS},
            "aggs": {"stamps": {"stats": {"field": "stamp"}}},
        }
    },
}
_EVERYTHING: dict[str, Any] = {"sort": [{"kind": "asc"}, {"object_id": "asc"}], "version": True}


class OpenSearchGenerations:
    def has(self, generation: Generation) -> bool:
        return gateway().has(generation)

    def make(self, generation: Generation) -> None:
        make_index(generation)

    def read_from(self, generation: Generation) -> None:
        gateway().read_from(generation)

    def drop(self, generation: Generation) -> None:
        gateway().drop(generation)

    def put(self, generation: Generation, documents: Sequence[Document]) -> Sequence[Unwritten]:
        return write_into(generation, [write_of(document, again=True) for document in documents])

    def delete(self, generation: Generation, kind: str, versions: Mapping[int, int]) -> Sequence[Unwritten]:
        return write_into(generation, [Write(kind, number, None, version) for number, version in versions.items()])

    def refresh(self, generation: Generation) -> None:
        gateway().refresh(generation)

    def totals(self, generation: Generation) -> dict[str, Total]:
        counts = gateway().examine(generation, _SUMS).counts
        return {
            bucket["key"]: Total(bucket["doc_count"], int(bucket["stamps"]["sum"]))
            for bucket in counts["kinds"]["buckets"]
        }

    def versions(self, generation: Generation) -> dict[Key, int]:
        foreign = gateway().foreign_hits
        found = {(hit.kind, hit.object_id): hit.version for hit in gateway().walk(generation, _EVERYTHING)}
        if gateway().foreign_hits > foreign:
            gateway().drop_foreign(generation)
        return found

    def forget_store(self, generation: Generation) -> None:
        gateway().forget_store(generation)
