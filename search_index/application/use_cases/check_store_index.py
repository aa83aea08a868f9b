"""Holding a store's index against what is written down of it, and putting it right."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.comparing import Comparison, compare, outdo
from search_index.application.placements import placement_of
from search_index.application.rewriting import rewrite_documents
from search_index.domain.drift import Difference, is_too_much
from search_index.domain.families import Family
from search_index.models import StorePlacement

log = logging.getLogger(__name__)


def check_store_index(*, family: Family, now: datetime) -> Comparison | None:
    """Documents that are missing or stale in the index the open scope's store is read from are marked, as if their
    objects had changed; those of objects that nobody may find are gone, and so is what lies there in the store's name
    and is another's. Returns what was found, None where there is no index.

    Where too much differs (`domain.drift`), nothing is put right, and somebody is called (logged as critical): the
    index is to be made anew, when it is known what happened. Raises SearchUnavailable.
    """
    with transaction.atomic():
        StorePlacement.objects.filter(family=family).update(compared_at=now)
    placement = placement_of(family)
    if placement is None or not placement.read.is_made:
        return None
    found = compare(placement.read)
    if not found.by_key:
        return found
    counted = dict(Counter(found.by_key.values()))
    if is_too_much(len(found.by_key), found.documents):
        log.critical("%s of %s documents differ, nothing is repaired: %s", len(found.by_key), found.documents, counted)
        return found
    log.warning("the index of %s had drifted: %s", family, counted)
    with transaction.atomic():
        outdo(found)
    for kind in found.kinds():
        _repair(kind, found.wrong(kind))
    return found


def _repair(kind: str, wrong: dict[int, Difference]) -> None:
    if orphans := [number for number, what in wrong.items() if what is Difference.ORPHAN]:
        rewrite_documents(kind, orphans)
    with transaction.atomic():
        mark_changed(kind, wrong.keys() - set(orphans))
