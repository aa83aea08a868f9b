"""Making a store's whole index again."""

from collections.abc import Callable

from django.db import transaction

from search_index.application.comparing import compare, is_anything_on_its_way
from search_index.application.placements import note_filled, placed_families, placement_of
from search_index.application.ports import search_index
from search_index.application.rewriting import rewrite_documents
from search_index.application.sources import SOURCES
from search_index.domain.families import Family

CHUNK = 250


def rebuild_store(*, report: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Every document of the open scope's store is made anew and none is left of an object that is gone.

    The store is searched meanwhile, and changes made meanwhile are indexed as usual. `report` is told the objects done,
    of how many; returns how many there were. What the engine does not take is marked, and tried again like a change.
    A search server that has everything answers for the store from now on, if it did not.
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
    for family in placed_families():
        _read_if_filled(family)
    return of


def _read_if_filled(family: Family) -> None:
    """What the engine did not take is missing yet; `check_store_index` looks again."""
    placement = placement_of(family)
    if placement is None or placement.is_filled or not placement.read.is_made:
        return
    if not (compare(placement.read).by_key or is_anything_on_its_way(family)):
        note_filled(family)


def _known_ids(kind: str) -> list[int]:
    """Of the objects, and of documents whose objects are gone."""
    with transaction.atomic():
        objects = SOURCES[kind].all_ids()
    return sorted({*objects, *search_index().indexed_ids(kind)})
