"""What nobody reads any more is taken from the search server."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from search_index.application.claims import LEASE
from search_index.application.generations import generations
from search_index.application.placements import generation_of
from search_index.application.server import is_server_named
from search_index.application.use_cases.forget_left_pool import forget_left_pool
from search_index.domain.families import Family
from search_index.models import SearchGeneration, StorePlacement

log = logging.getLogger(__name__)

# So long a pool can be read again from the index before, and may the making of another one wait to be gone on with.
KEPT = timedelta(days=1)


def clear_left_indices(*, now: datetime) -> int:
    """Indices that were not read for KEPT, or that nobody went on making for so long, are not written any more, and
    LEASE later, when whoever was writing into them has ended, they are gone; so are the documents of stores in pools
    they left. Returns how many of both are gone.

    One's defect is logged and stops no other's. Where no server is named, all that waits until one is.
    """
    if not is_server_named():
        return 0
    with transaction.atomic():
        SearchGeneration.objects.former().filter(retired_at__lte=now - KEPT).update(given_up_at=now)
        # Begun before anybody wrote down when: its day begins now.
        SearchGeneration.objects.unfinished().filter(worked_at=None).update(worked_at=now)
        left = SearchGeneration.objects.unfinished().filter(worked_at__lte=now - KEPT).update(given_up_at=now)
        rows = SearchGeneration.objects.filter(given_up_at__lte=now - LEASE).select_related("pool").order_by("pk")
        given_up = [(row.pk, generation_of(Family(row.pool.family), row)) for row in rows]
    if left:
        log.warning("%s indices were begun and left for %s: they are given up", left, KEPT)
    cleared = 0
    for pk, generation in given_up:
        try:
            generations().drop(generation)
            with transaction.atomic():
                SearchGeneration.objects.filter(pk=pk).delete()
            cleared += 1
        except Exception:
            log.exception("the index %s was not dropped", generation)
    for tenant_id, family in _left(now):
        with tenant_scope(tenant_id):
            try:
                forget_left_pool(family=Family(family))
                cleared += 1
            except Exception:
                log.exception("the documents of store %s were not forgotten where it left", tenant_id)
    return cleared


def _left(now: datetime) -> list[tuple[int, str]]:
    with system_scope(), transaction.atomic():
        rows = StorePlacement.objects.filter(left_at__lte=now - LEASE).order_by("left_at")
        return list(rows.values_list("tenant_id", "family"))
