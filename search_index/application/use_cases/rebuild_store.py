"""Making a store's whole index again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from search_index.application.comparing import compare, is_anything_on_its_way, left_documents
from search_index.application.placements import note_filled, placed_families, placed_pools, placement_of
from search_index.application.ports import search_index
from search_index.application.rewriting import rewrite_documents
from search_index.application.server import is_server_named
from search_index.application.sources import SOURCES
from search_index.application.use_cases.restore_indices import restore_indices
from search_index.domain.families import Family, family_of

CHUNK = 250


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """So many `objects` were gone through; so many of their documents the engine did not take. `is_read`: whatever
    engine is named answers for the store; else PostgreSQL does in its place until that has everything."""

    objects: int
    unwritten: int
    is_read: bool


def rebuild_store(*, report: Callable[[int, int], None] = lambda done, of: None) -> Rebuilt:
    """Every document of the open scope's store is made anew and none is left of an object that is gone.

    The store is searched meanwhile, and changes made meanwhile are indexed as usual. `report` is told the objects done,
    of how many. What the engine does not take is marked, and tried again like a change. An index that the search server
    lost it has anew; one that has everything answers for the store from now on, if it did not.
    Raises SearchUnavailable; what was written until then stays.
    """
    if is_server_named():
        for pool_id in placed_pools():
            restore_indices(pool_id=pool_id)
    wanted = [(kind, _known_ids(kind)) for kind in SOURCES]
    of = sum(len(ids) for _, ids in wanted)
    done = unwritten = 0
    for kind, ids in wanted:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            unwritten += len(rewrite_documents(kind, chunk))
            done += len(chunk)
            report(done, of)
    unread = [family for family in placed_families() if is_server_named() and not _is_read_if_filled(family)]
    return Rebuilt(of, unwritten, is_read=not unread)


def _is_read_if_filled(family: Family) -> bool:
    """What the engine did not take is missing yet; `check_store_index` looks again."""
    placement = placement_of(family)
    if placement is None or not placement.read.is_made:
        return False
    if placement.is_filled:
        return True
    if compare(placement.read).by_key or is_anything_on_its_way(family):
        return False
    note_filled(family)
    return True


def _known_ids(kind: str) -> list[int]:
    """Of the objects, and of documents whose objects are gone, also where somebody only began to write them."""
    with transaction.atomic():
        objects = SOURCES[kind].all_ids()
    left = [number for of_kind, number in left_documents(family_of(kind)) if of_kind == kind]
    return sorted({*objects, *search_index().indexed_ids(kind), *left})
