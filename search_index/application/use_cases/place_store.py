"""Giving a store its place on the search server."""

from django.db import transaction
from django.db.models import F

from search_index.application.placements import placement_of
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION, Placement
from search_index.models import SearchGeneration, SearchPool, StorePlacement


def place_store(*, family: Family) -> Placement:
    """The open scope's store has a place for its documents of the family: the one it had, or in the emptiest pool.

    Where every pool is full there is one more. What the search server has to make for it is made by who writes first.
    """
    if placed := placement_of(family):
        return placed
    with transaction.atomic():
        pool = SearchPool.objects.with_room(family).select_for_update().first() or _new_pool(family)
        _, is_new = StorePlacement.objects.get_or_create(family=family, defaults={"pool": pool})
        if is_new:
            SearchPool.objects.filter(pk=pool.pk).update(stores=F("stores") + 1)
        placement = placement_of(family)
    if placement is None:
        raise RuntimeError("a placement just made is not there")
    return placement


def _new_pool(family: Family) -> SearchPool:
    pool = SearchPool.objects.create(family=family)
    SearchGeneration.objects.create(pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True)
    return pool
