"""Giving a store its place on the search server."""

from django.db import transaction
from django.db.models import F

from search_index.application.placements import is_anything_findable, placement_of
from search_index.application.pools import new_pool
from search_index.domain.families import Family
from search_index.domain.pools import Placement
from search_index.models import SearchPool, StorePlacement


def place_store(*, family: Family) -> Placement:
    """The open scope's store has a place for its documents of the family: the one it had, or in the emptiest pool.

    Where every pool is full there is one more. What the search server has to make for it is made by who writes first. A
    store that could be found before counts as filled when its documents have been written there too (`note_filled`).
    """
    if placed := placement_of(family):
        return placed
    with transaction.atomic():
        pool = SearchPool.objects.with_room(family).select_for_update().first() or new_pool(family)
        is_filled = not is_anything_findable(family)
        _, is_new = StorePlacement.objects.get_or_create(family=family, defaults={"pool": pool, "is_filled": is_filled})
        if is_new:
            SearchPool.objects.filter(pk=pool.pk).update(stores=F("stores") + 1)
        placement = placement_of(family)
    if placement is None:
        raise RuntimeError("a placement just made is not there")
    return placement
