"""Making good that the search server lost indices."""

from __future__ import annotations

import logging

from django.db import transaction

from commerce.core import clock
from commerce.core.scope import tenant_scope
from search_index.application.generations import generations
from search_index.application.placements import generation_of, note_unfilled
from search_index.application.pool_stores import stores_in
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.models import SearchGeneration

log = logging.getLogger(__name__)


def restore_indices(*, pool_id: int) -> None:
    """The server has every index of this pool that is written. The one that is read it has anew and empty, where it had
    lost it: the pool's stores are found in PostgreSQL until each is filled there again. Another that it lost is given
    up. Of each that was lost somebody is told (logged as critical). Raises SearchUnavailable; doing it again does the
    rest.
    """
    with transaction.atomic():
        rows = SearchGeneration.objects.written().filter(pool=pool_id, is_made=True).select_related("pool")
        made = [generation_of(Family(row.pool.family), row) for row in rows.order_by("number")]
    for generation in made:
        if generations().has(generation):
            continue
        log.critical("the search server has lost the index %s", generation)
        if generation.is_read:
            _make_anew(generation)
        else:
            _give_up(generation)


def _make_anew(generation: Generation) -> None:
    """Nobody may read it as a whole one: that is written down first, and who dies between the two finds it lost."""
    for tenant_id in stores_in(generation.pool):
        with tenant_scope(tenant_id):
            note_unfilled(generation.family, pool=generation.pool)
    generations().make(generation)


def _give_up(generation: Generation) -> None:
    """Nobody reads it, but nothing counts as written that is not written there as well."""
    with transaction.atomic():
        left = SearchGeneration.objects.written().filter(pool=generation.pool, number=generation.number, is_read=False)
        left.update(given_up_at=clock.now())
