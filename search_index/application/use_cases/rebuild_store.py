"""Making a store's whole index again."""

from collections.abc import Callable

from django.db import transaction

from search_index.application.ports import search_index
from search_index.application.rewriting import rewrite_documents
from search_index.application.sources import SOURCES

CHUNK = 250


def rebuild_store(*, report: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Every document of the open scope's store is made anew and none is left of an object that is gone.

    The store is searched meanwhile, and changes made meanwhile are indexed as usual. `report` is told the objects done,
    of how many; returns how many there were. What the engine does not take is marked, and tried again like a change.
    Raises SearchUnavailable; what was written until then stays.
    """
    wanted = [(kind, _known_ids(kind)) for kind in SOURCES]
    of = sum(len(ids) for _, ids in wanted)
    done = 0
    for kind, ids in wanted:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            rewrite_documents(kind, chunk)
            done += len(chunk)
            report(done, of)
    return of


def _known_ids(kind: str) -> list[int]:
    """Of the objects, and of documents whose objects are gone."""
    with transaction.atomic():
        objects = SOURCES[kind].all_ids()
    return sorted({*objects, *search_index().indexed_ids(kind)})
