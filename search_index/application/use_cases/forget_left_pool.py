"""Clearing the pool that a store has left."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from search_index.application.generations import generations
from search_index.application.placements import generation_of
from search_index.domain.families import Family
from search_index.models import SearchGeneration, SearchPool, StorePlacement


def forget_left_pool(*, family: Family) -> None:
    """Nothing of the open scope's store lies in the pool it left, which has room for one more. To be done when every
    request that was under way when it left has ended. Raises SearchUnavailable.
    """
    with transaction.atomic():
        placement = StorePlacement.objects.filter(family=family).select_related("leaving").first()
        pool = placement.leaving if placement else None
        if pool is None:
            return
        rows = list(SearchGeneration.objects.filter(pool=pool, is_made=True))
    for row in rows:
        generations().forget_store(generation_of(family, row))
    with transaction.atomic():
        left = StorePlacement.objects.filter(family=family, leaving=pool)
        if left.update(leaving=None, left_at=None):
            SearchPool.objects.filter(pk=pool.pk).update(stores=F("stores") - 1)
