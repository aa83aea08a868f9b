"""A store's documents are put into one index, while whoever writes goes on writing into all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.comparing import compare, outdo, waiting_documents
from search_index.application.generations import Key, generations
from search_index.application.kinds import kinds_of
from search_index.application.rewriting import rewrite_documents
from search_index.application.sources import SOURCES
from search_index.application.versions import known_versions
from search_index.application.writing import documents_of
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.models import DocumentState

CHUNK = 500
# What differs after filling was being written meanwhile, or was deleted here not long ago: a few more versions help.
ROUNDS = 4


class StillDifferent(Exception):
    """An index that was filled does not hold what it should, and went on so."""


def objects_to_fill(family: Family) -> int:
    """How many objects `fill` goes through in the open scope's store."""
    with transaction.atomic():
        return sum(len(_known_ids(kind)) for kind in kinds_of(family))


def fill(generation: Generation, *, report: Callable[[int], None] = lambda done: None) -> None:
    """The open scope's store lies in this index as it is now; `report` is told how many objects each chunk had.

    The versions are those drawn last, which an equal one in the index does not stop: an object is read after its
    version, so it is at least as new as what others write by that. Of what can't be found the deletion is written, so
    that an older write that comes late does not bring it back. What is not taken is marked, and tried again like a
    change.
    """
    for kind, chunk in _chunks(generation.family):
        with transaction.atomic():
            versions = known_versions(kind, chunk)
        with transaction.atomic():
            documents = documents_of(kind, versions)
        gone = versions.keys() - {document.object_id for document in documents}
        unwritten = [*generations().put(generation, documents)]
        unwritten += generations().delete(generation, kind, {number: versions[number] for number in sorted(gone)})
        if unwritten:
            with transaction.atomic():
                mark_changed(kind, {one.object_id for one in unwritten})
        report(len(chunk))


def make_alike(generation: Generation) -> int:
    """Nothing in this index differs any more from what is written down of the open scope's store, and nothing waits for
    the server; returns the number of its documents.

    What the engine refuses for good is left to whoever looks after that. Raises StillDifferent.
    """
    refused: set[Key] = set()
    for _ in range(ROUNDS):
        found = compare(generation)
        open_ = sorted((found.by_key.keys() | waiting_documents(generation.family)) - refused)
        if not open_:
            return found.documents
        with transaction.atomic():
            outdo(found)
        for kind, keys in groupby(open_, lambda key: key[0]):
            unwritten = rewrite_documents(kind, [number for _, number in keys])
            refused |= {(kind, one.object_id) for one in unwritten if one.lasting}
    raise StillDifferent(f"{generation} still differs in {len(open_)} documents, of which {open_[0]} is one")


def _chunks(family: Family) -> Iterator[tuple[str, Sequence[int]]]:
    with transaction.atomic():
        ids = {kind: _known_ids(kind) for kind in kinds_of(family)}
    for kind, of_kind in ids.items():
        for start in range(0, len(of_kind), CHUNK):
            yield kind, of_kind[start : start + CHUNK]


def _known_ids(kind: str) -> list[int]:
    """Of the objects there are, and of those that once had a document."""
    there = SOURCES[kind].all_ids() if kind in SOURCES else []
    return sorted({*there, *DocumentState.objects.filter(kind=kind).values_list("object_id", flat=True)})
