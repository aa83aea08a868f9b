"""Making a store's whole index again."""

from collections.abc import Callable, Sequence

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.ports import search_index
from search_index.application.settling import note_written
from search_index.application.sources import SOURCES
from search_index.application.versions import draw_versions
from search_index.application.writing import write_documents

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
            _rewrite(kind, chunk)
            done += len(chunk)
            report(done, of)
    return of


def _rewrite(kind: str, ids: Sequence[int]) -> None:
    with transaction.atomic():
        versions = draw_versions(kind, ids)
    outcome = write_documents(kind, versions, anew=True)
    failed = {one.object_id for one in outcome.unwritten}
    with transaction.atomic():
        note_written(kind, {number: version for number, version in versions.items() if number not in failed}, outcome)
        if failed:
            mark_changed(kind, failed)


def _known_ids(kind: str) -> list[int]:
    """Of the objects, and of documents whose objects are gone."""
    with transaction.atomic():
        objects = SOURCES[kind].all_ids()
    return sorted({*objects, *search_index().indexed_ids(kind)})
