"""From objects to the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from commerce.core.among import Among
from search_index.application.descriptions import mark_undescribed
from search_index.application.placements import note_unfilled
from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.application.server import is_server_named
from search_index.application.sources import SOURCES
from search_index.application.use_cases.forget_store_index import forget_store_index
from search_index.domain.families import family_of
from search_index.domain.values import Document, Unwritten
from search_index.models import DocumentState


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which of the objects have a document now, and which writes had no effect."""

    findable: frozenset[int]
    unwritten: Sequence[Unwritten]


NOTHING_WRITTEN = Outcome(frozenset(), ())


def write_documents(kind: str, versions: Mapping[int, int], *, anew: bool = False) -> Outcome:
    """The index has the present documents of these objects, and none of those that shoppers may not find; pictures of
    products that are not described are marked for it.

    `versions` were drawn for them, in a transaction that is committed. A store that is forgotten meanwhile is forgotten
    once more, with what was written of it, and nothing counts as written. Where no search server is named, one that was
    named before has not everything from now on. The engine is called outside of transactions; raises SearchUnavailable.
    """
    with transaction.atomic():
        if not is_server_named():
            note_unfilled(family_of(kind))
        documents = documents_of(kind, versions)
        if kind == KIND:
            mark_undescribed(list(versions), anew=anew)
    findable = frozenset(document.object_id for document in documents)
    try:
        unwritten = [*search_index().put(documents, anew=anew)]
        unwritten += search_index().delete(kind, sorted(versions.keys() - findable), versions=versions)
    finally:
        is_forgotten = _was_forgotten(kind, versions)
        if is_forgotten:
            forget_store_index()
    return NOTHING_WRITTEN if is_forgotten else Outcome(findable, unwritten)


def _was_forgotten(kind: str, versions: Mapping[int, int]) -> bool:
    """Whether the store was forgotten since these were drawn. Looked up after writing: what was written before the
    store began to be forgotten, whoever forgets it finds."""
    with transaction.atomic():
        known = DocumentState.objects.filter(Among("object_id", versions), kind=kind)
        return known.count() < len(versions)


def documents_of(kind: str, versions: Mapping[int, int]) -> list[Document]:
    """Of those of these objects that shoppers may find, with their versions, from the objects' present state."""
    found = SOURCES[kind].documents(list(versions)) if kind in SOURCES else []
    return [replace(document, version=versions[document.object_id]) for document in found]
