"""Indices are made and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search_index.domain.pools import SCHEMA_VERSION, Generation
from search_index.domain.values import Document, Unwritten
from search_index.infrastructure.opensearch.bulk import unwritten
from search_index.infrastructure.opensearch.documents import source_of
from search_index.infrastructure.opensearch.gateway import Write, gateway
from search_index.infrastructure.opensearch.mappings import index_body


def make_index(generation: Generation) -> None:
    """The server has this index, and if its pool is to be read from it, it is."""
    gateway().make(generation, index_body())
    if generation.is_read:
        gateway().read_from(generation)


def write_of(document: Document, *, again: bool) -> Write:
    return Write(document.kind, document.object_id, source_of(document), document.version, again=again)


def write_into(generation: Generation, writes: Sequence[Write]) -> Sequence[Unwritten]:
    """An index made by an older mapping gets the fields it has; it would refuse a document with others."""
    if generation.schema_version < SCHEMA_VERSION and writes:
        fields = gateway().fields(generation)
        writes = [_of_fields(write, fields) for write in writes]
    return unwritten(gateway().write(generation, writes))


def _of_fields(write: Write, fields: frozenset[str]) -> Write:
    if write.source is None:
        return write
    return replace(write, source={field: value for field, value in write.source.items() if field in fields})
