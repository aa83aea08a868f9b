"""Making a store's whole index again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from search_index.application.ports import search_index
from search_index.application.sources import SOURCES
from search_index.application.turns import take_turn
from search_index.application.writing import write_documents

CHUNK = 250


def rebuild_store(*, now: datetime, report: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Every document of the open scope's store is made anew and none is left of an object that is gone.

    The store is searched meanwhile. `report` is told the objects done, of how many; returns how many there were. Each
    chunk is a transaction of its own, so that changes made meanwhile are indexed as usual.
    """
    with transaction.atomic():
        wanted = [(kind, object_id) for kind in SOURCES for object_id in _known_ids(kind)]
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        with transaction.atomic():
            take_turn(wait=True)
            for kind in dict.fromkeys(kind for kind, _ in chunk):
                write_documents(
                    kind, [object_id for of_kind, object_id in chunk if of_kind == kind], now=now, anew=True
                )
        report(start + len(chunk), len(wanted))
    return len(wanted)


def _known_ids(kind: str) -> list[int]:
    return sorted({*SOURCES[kind].all_ids(), *search_index().indexed_ids(kind)})
