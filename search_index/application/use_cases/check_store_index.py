"""Holding a store's index against what is written down of it, and putting it right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from search_index.application.comparing import Comparison, compare, is_anything_on_its_way, left_documents
from search_index.application.generations import generations
from search_index.application.placements import note_filled, placement_of
from search_index.application.repairing import put_right, take_up
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.domain.families import Family
from search_index.models import StorePlacement


def check_store_index(*, family: Family, now: datetime) -> Comparison | None:
    """Documents that are missing or stale in the index the open scope's store is read from are marked, as if their
    objects had changed, and so is what somebody who died began to write; those of objects that nobody may find are
    gone, and so is what lies there in the store's name and is another's. Returns what was found, None where there is no
    index.

    Where too much differs (`domain.drift`), nothing is put right, and somebody is called (logged as critical): the
    index is to be made anew, when it is known what happened. One that was not filled yet is, however much it lacks,
    also where nobody has written into it so far, and is read from when nothing differs any more and nothing waits for
    the server. Raises SearchUnavailable.
    """
    with transaction.atomic():
        StorePlacement.objects.filter(family=family).update(compared_at=now)
    placement = placement_of(family)
    if placement is None or (placement.is_filled and not placement.read.is_made):
        return None
    if not placement.read.is_made:
        generations().make(placement.read)
        note_made_index(generation=placement.read)
    found = compare(placement.read)
    put_right(found, where=family, may_be_much=not placement.is_filled)
    take_up(left_documents(family))
    if not (placement.is_filled or found.by_key or is_anything_on_its_way(family)):
        note_filled(family)
    return found
