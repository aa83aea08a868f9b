"""The one door to the search server: nothing else holds a client, and behind it is the open scope's store alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from opensearchpy import (
    ConnectionError as NoConnection,
)
from opensearchpy import (
    ConnectionTimeout,
    NotFoundError,
    OpenSearch,
    OpenSearchException,
    RequestError,
    TransportError,
)

from commerce.core.scope import current_tenant_id
from search_index.application.hands import turn_is_lent
from search_index.application.ports import SearchRefused, SearchSilent, SearchUnavailable, SearchUnreachable
from search_index.domain.pools import Generation
from search_index.infrastructure.opensearch.clients import indexing_client, interactive_client, whole
from search_index.infrastructure.opensearch.guarding import guarded
from search_index.infrastructure.opensearch.mappings import PICTURES, TENANT

log = logging.getLogger(__name__)

# What the server itself stops at, so that it does not go on for somebody who has left.
SERVER_SECONDS = 0.6
MOST_WRITES, MOST_BYTES = 500, 5_000_000
# Statuses by which a server asks to be left alone: it took too long to wait for the call, or has too many.
TOO_MUCH = frozenset({408, 429})


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    object_id: int
    score: float
    sort: tuple[Any, ...]
    version: int
    because: tuple[str, ...]
    fields: Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`because` of a hit are the names of the clauses it matched, of those that have one; `fields` what was asked for
    of the object."""

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Write:
    """One object's new source, or None to delete it; without a version the last write stays."""

    kind: str
    object_id: int
    source: Mapping[str, Any] | None
    version: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a write, as the server says it: an HTTP status, and its reason where it is no success."""

    write: Write
    status: int
    reason: str


class Gateway:
    """Calls the search server for the open scope's store; raises ScopeUnset where there is none.

    Indices are named by generations, never by texts. Whatever is found passes through here once more: what belongs to
    somebody else is dropped, counted in `foreign_hits` and logged as critical, and nothing that was counted with it is
    believed. Every failure is SearchUnavailable.
    """

    def __init__(self) -> None:
        self.foreign_hits = 0
        self._fields: dict[str, frozenset[str]] = {}

    def search(self, generation: Generation, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:
        """One question; `seconds` if less is left than a call may take. Raises Forbidden for what could see more."""
        tenant_id = current_tenant_id()
        asked = _with_limits(guarded(body, tenant_id))
        limit = {} if seconds is None else {"request_timeout": whole(seconds)}
        with _told("search"):
            found = self._interactive.search(index=_read_alias(generation), body=asked, params=limit)
        return self._answer(found, tenant_id)

    def search_many(
        self, generation: Generation, bodies: Sequence[Mapping[str, Any]], *, seconds: float | None = None
    ) -> list[Answer]:
        """Several questions in one call; none is answered when one can't be."""
        tenant_id = current_tenant_id()
        lines: list[Any] = []
        for body in bodies:
            lines += [{"index": _read_alias(generation)}, _with_limits(guarded(body, tenant_id))]
        limit = {} if seconds is None else {"request_timeout": whole(seconds)}
        with _told("search"):
            found = self._interactive.msearch(body=lines, params=limit)
        return [self._answer(one, tenant_id) for one in found["responses"]]

    def examine(self, generation: Generation, body: Mapping[str, Any]) -> Answer:
        """One question to this very index, whether its pool is read from it or not. For work nobody waits for."""
        tenant_id = current_tenant_id()
        with _told("search"):
            found = self._indexing.search(index=_index_of(generation), body={**guarded(body, tenant_id), **_IDENTITY})
        return self._answer(found, tenant_id)

    def walk(self, generation: Generation, body: Mapping[str, Any], *, size: int = 1000) -> Iterator[Hit]:
        """Every match in this very index once; the body's sort must be a total order. For work nobody waits for."""
        tenant_id = current_tenant_id()
        for found in self._pages(generation, guarded({**body, "size": size}, tenant_id)):
            yield from self._answer(found, tenant_id).hits

    def drop_foreign(self, generation: Generation) -> int:
        """What lies in the index in the store's name and is not its own lies there no more; how many there were."""
        tenant_id = current_tenant_id()
        own = guarded({"sort": [{"kind": "asc"}, {"object_id": "asc"}], "size": 1000}, tenant_id)
        foreign = [
            hit["_id"]
            for found in self._pages(generation, own)
            for hit in found["hits"]["hits"]
            if not _is_own(hit, tenant_id)
        ]
        if foreign:
            log.critical("%s documents of other stores lay in the name of store %s", len(foreign), tenant_id)
            body = {"query": {"bool": {"filter": [own["query"], {"ids": {"values": foreign}}]}}}
            with _told("delete_by_query"):
                self._indexing.delete_by_query(
                    index=_index_of(generation), body=body, params={"conflicts": "proceed", "refresh": "true"}
                )
        return len(foreign)

    def _pages(self, generation: Generation, body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        after: dict[str, Any] = {}
        while True:
            with _told("search"):
                found = self._indexing.search(index=_index_of(generation), body={**body, **after, **_IDENTITY})
            yield found
            hits = found["hits"]["hits"]
            if len(hits) < body["size"]:
                return
            after = {"search_after": hits[-1]["sort"]}

    def write(self, generation: Generation, writes: Sequence[Write]) -> list[Written]:
        """All of them in the store's name, in parts a request can hold."""
        tenant_id = current_tenant_id()
        done: list[Written] = []
        for part in _parts(writes, lambda write: _lines(write, _index_of(generation), tenant_id)):
            with _told("bulk"), turn_is_lent():
                answered = self._indexing.bulk(body="".join([lines for _, lines in part]), params=_OUTCOMES)
            for (write, _), item in zip(part, answered["items"], strict=True):
                [told] = item.values()
                done.append(Written(write, told["status"], json.dumps(told["error"]) if "error" in told else ""))
        return done

    def forget_store(self, generation: Generation) -> None:
        """No document of the store is left in this index. Refreshed before: of what was just written again only the
        older version would be found, and that is not there to be deleted."""
        body = {"query": guarded({}, current_tenant_id())["query"]}
        self.refresh(generation)
        with _told("delete_by_query"):
            self._indexing.delete_by_query(
                index=_index_of(generation), body=body, params={"conflicts": "proceed", "refresh": "true"}
            )
            left = self._indexing.count(index=_index_of(generation), body=body)["count"]
        if left:
            raise SearchUnavailable(f"{left} documents are still there: they were written meanwhile")

    def refresh(self, generation: Generation) -> None:
        with _told("refresh"):
            self._indexing.indices.refresh(index=_index_of(generation))

    def make(self, generation: Generation, body: Mapping[str, Any]) -> None:
        """The server has this index; nothing happens when it already had."""
        try:
            self._indexing.indices.create(index=_index_of(generation), body=body)
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise _failure(error.status_code, f"create: {error}") from error
        except OpenSearchException as error:
            raise _failure_of("create", error) from error

    def has(self, generation: Generation) -> bool:
        """Whether the server has this index; of one that is read, also a name to read its pool by, which may for a
        moment lead to another."""
        with _told("exists"):
            is_there = self._indexing.indices.exists(index=_index_of(generation))
            is_called = not generation.is_read or self._indexing.indices.exists_alias(name=_read_alias(generation))
        return bool(is_there and is_called)

    def read_from(self, generation: Generation) -> None:
        """The pool is read from this index, at once and from no other."""
        pool = {"alias": _read_alias(generation)}
        every = f"{_pool_name(generation)}-*"
        actions = [
            {"remove": {"index": every, **pool, "must_exist": False}},
            {"add": {"index": _index_of(generation), **pool}},
        ]
        with _told("alias"):
            self._indexing.indices.update_aliases(body={"actions": actions})

    def drop(self, generation: Generation) -> None:
        """The server has no such index."""
        with _told("drop"):
            try:
                self._indexing.indices.delete(index=_index_of(generation))
            except NotFoundError:
                return

    def fields(self, generation: Generation) -> frozenset[str]:
        """Those of its mapping; asked for once, for a mapping stays as it was made."""
        index = _index_of(generation)
        if index not in self._fields:
            with _told("mapping"):
                found = self._indexing.indices.get_mapping(index=index)
            self._fields[index] = frozenset(found[index]["mappings"]["properties"])
        return self._fields[index]

    def take_apart(self, generation: Generation, text: str, analyzer: str) -> list[str]:
        """The words the index makes of a text; `sku` is the normalizer of codes."""
        kind = "normalizer" if analyzer == "sku" else "analyzer"
        with _told("analyze"):
            said = self._indexing.indices.analyze(index=_index_of(generation), body={kind: analyzer, "text": text})
        return [word["token"] for word in said["tokens"]]

    @cached_property
    def _interactive(self) -> OpenSearch:
        return interactive_client()

    @cached_property
    def _indexing(self) -> OpenSearch:
        return indexing_client()

    def _answer(self, found: Mapping[str, Any], tenant_id: int) -> Answer:
        """Parts of an answer are none: facets over some of the documents would be wrong without saying so."""
        if "error" in found:
            raise _failure(found.get("status"), f"search: {found['error']}")
        if found["timed_out"] or found["_shards"]["failed"]:
            raise SearchUnavailable("search: answered in part")
        hits = found["hits"]["hits"]
        own = [hit for hit in hits if _is_own(hit, tenant_id)]
        if foreign := len(hits) - len(own):
            self.foreign_hits += foreign
            log.critical("search found %s documents of other stores in the scope of store %s", foreign, tenant_id)
            return Answer(tuple(map(_hit, own)), len(own), {})
        total = found["hits"].get("total", {}).get("value", len(own))
        return Answer(tuple(map(_hit, own)), total, found.get("aggregations", {}))


@cache
def gateway() -> Gateway:
    """This process's."""
    return Gateway()


@contextmanager
def _told(deed: str) -> Iterator[None]:
    """Failures of the library do not get out: nobody outside knows it."""
    try:
        yield
    except OpenSearchException as error:
        raise _failure_of(deed, error) from error


def _failure_of(deed: str, error: OpenSearchException) -> SearchUnavailable:
    """Who answers too late may have too much to do with this one index; who is not there is there for none."""
    if isinstance(error, ConnectionTimeout):
        return SearchSilent(f"{deed}: {error}")
    if isinstance(error, NoConnection):
        return SearchUnreachable(f"{deed}: {error}")
    status = error.status_code if isinstance(error, TransportError) else None
    return _failure(status, f"{deed}: {error}")


def _failure(status: object, reason: str) -> SearchUnavailable:
    """Without a status there was no answer."""
    is_refusal = isinstance(status, int) and 400 <= status < 500 and status not in TOO_MUCH
    return SearchRefused(reason) if is_refusal else SearchUnavailable(reason)


# Of what the server says of each write; the rest of its answer is as long as a document.
_OUTCOMES = {"filter_path": "errors,items.*.status,items.*.error"}
_IDENTITY: dict[str, Any] = {"_source": False, "docvalue_fields": [TENANT, "kind", "object_id"]}


def _with_limits(body: dict[str, Any]) -> dict[str, Any]:
    fields = [*_IDENTITY["docvalue_fields"], *body.get("docvalue_fields", ())]
    limits = {**_IDENTITY, "docvalue_fields": fields, "timeout": f"{int(SERVER_SECONDS * 1000)}ms"}
    return {"track_total_hits": True, **body, **limits}


def _is_own(hit: Mapping[str, Any], tenant_id: int) -> bool:
    return hit.get("fields", {}).get(TENANT) == [str(tenant_id)] and hit["_id"].startswith(f"{tenant_id}:")


def _hit(hit: Mapping[str, Any]) -> Hit:
    return Hit(
        kind=hit["fields"]["kind"][0],
        object_id=hit["fields"]["object_id"][0],
        score=hit.get("_score") or 0.0,
        sort=tuple(hit.get("sort", ())),
        version=hit.get("_version", 0),
        because=tuple(hit.get("matched_queries", ())),
        fields=hit["fields"],
    )


_as_they_are = json.JSONEncoder(ensure_ascii=False)


def _lines(write: Write, index: str, tenant_id: int) -> str:
    """The tenant is the scope's, in the document as in its id, whatever the source says."""
    about: dict[str, Any] = {"_index": index, "_id": f"{tenant_id}:{write.kind}:{write.object_id}"}
    if write.version:
        about |= {"version": write.version, "version_type": "external_gte" if write.again else "external"}
    if write.source is None:
        return json.dumps({"delete": about}) + "\n"
    own = {TENANT: str(tenant_id)}
    source = {**write.source, **own, "kind": write.kind, "object_id": write.object_id}
    source[PICTURES] = [{**picture, **own} for picture in write.source.get(PICTURES, ())]
    return f"{json.dumps({'index': about})}\n{_as_they_are.encode(source)}\n"


def _parts(writes: Iterable[Write], lines_of: Callable[[Write], str]) -> Iterator[list[tuple[Write, str]]]:
    part: list[tuple[Write, str]] = []
    size = 0
    for write in writes:
        lines = lines_of(write)
        if part and (len(part) == MOST_WRITES or size + len(lines) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append((write, lines))
        size += len(lines)
    if part:
        yield part


def _pool_name(generation: Generation) -> str:
    return f"{settings.OPENSEARCH_PREFIX}-{generation.family.value}-p{generation.pool:d}"


def _read_alias(generation: Generation) -> str:
    return f"{_pool_name(generation)}-read"


def _index_of(generation: Generation) -> str:
    return f"{_pool_name(generation)}-s{generation.schema_version:d}-g{generation.number:d}"
