"""Reading a pool from another of its indices."""

from datetime import datetime

from django.db import transaction

from commerce.core.scope import tenant_scope
from search_index.application.generations import generations
from search_index.application.placements import note_filled
from search_index.application.pool_stores import stores_in
from search_index.domain.pools import Generation
from search_index.models import SearchGeneration


def read_generation(*, generation: Generation, now: datetime) -> None:
    """The pool is read from this index, from one moment to the next; the one before goes on being written, and can be
    gone back to for a day. It was verified, so the pool's stores are found there, also those that were not filled in
    the one before.

    The server is told first: who dies between the two has only to do it again.
    """
    generations().read_from(generation)
    with transaction.atomic():
        of_pool = SearchGeneration.objects.filter(pool=generation.pool).select_for_update()
        before = of_pool.filter(is_read=True).exclude(number=generation.number)
        before.update(is_read=False, retired_at=now)
        of_pool.filter(number=generation.number).update(is_read=True, retired_at=None)
    for tenant_id in stores_in(generation.pool):
        with tenant_scope(tenant_id):
            note_filled(generation.family, pool=generation.pool)
