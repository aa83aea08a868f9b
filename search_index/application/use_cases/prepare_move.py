"""Filling another pool with a store's documents."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.db.models import F

from search_index.application.filling import fill, make_alike, objects_to_fill
from search_index.application.generations import generations
from search_index.application.placements import generation_of, placed_pools
from search_index.application.pools import new_pool
from search_index.application.progress import Progress, Report, nobody_watches
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.application.use_cases.restore_indices import restore_indices
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.models import SearchGeneration, SearchPool, StorePlacement
from search_index.models.pools import SearchPoolQuerySet

# A pool by its number, one of the store's own, or any that stores share.
Destination = int | Literal["dedicated", "shared"]


class CannotMove(Exception):
    """The store can't be moved there now; the message says why."""


def prepare_move(*, family: Family, to: Destination, report: Report = nobody_watches) -> bool:
    """The open scope's store is on its way to another pool, whose indices hold all of its documents of the family; it
    is still found in its old one. False: it lies there already.

    It is searched and changes meanwhile: changes are written at both ends from the start, and what the server lost at
    either end it has anew. A run that was killed is gone on with. Raises CannotMove, StillDifferent and
    SearchUnavailable.
    """
    with transaction.atomic():
        pool = _set_out(family, to)
    if pool is None:
        return False
    for pool_id in placed_pools():
        restore_indices(pool_id=pool_id)
    written = _written(family, pool)
    progress = Progress(len(written) * objects_to_fill(family), report)
    for generation in written:
        if not generation.is_made:
            generations().make(generation)
            note_made_index(generation=generation)
        fill(generation, report=progress.advance)
    for generation in written:
        make_alike(generation)
    return True


def _set_out(family: Family, to: Destination) -> SearchPool | None:
    """The pool the store is on its way to."""
    placement = StorePlacement.objects.select_for_update(of=("self",)).filter(family=family).first()
    if placement is None:
        raise CannotMove(f"The store has no {family} on the search server.")
    if placement.moving_to is not None:
        if not _is_meant(placement.moving_to, to):
            raise CannotMove(f"The store is on its way to pool {placement.moving_to_id}: let it arrive first.")
        return placement.moving_to
    if _is_meant(placement.pool, to):
        return None
    if placement.leaving is not None:
        raise CannotMove(f"What the store left in pool {placement.leaving_id} is not forgotten yet: try in a minute.")
    pool = _destination(family, to)
    SearchPool.objects.filter(pk=pool.pk).update(stores=F("stores") + 1)
    StorePlacement.objects.filter(pk=placement.pk).update(moving_to=pool)
    return pool


def _is_meant(pool: SearchPool, to: Destination) -> bool:
    return pool.is_dedicated == (to == "dedicated") if isinstance(to, str) else pool.pk == to


def _destination(family: Family, to: Destination) -> SearchPool:
    """With room for one more; locked."""
    if to == "dedicated":
        return _first(SearchPool.objects.empty(family)) or new_pool(family, is_dedicated=True)
    if to == "shared":
        return _first(SearchPool.objects.with_room(family)) or new_pool(family)
    pool = _first(SearchPool.objects.filter(pk=to, family=family))
    if pool is None:
        raise CannotMove(f"There is no pool {to} of {family}.")
    if pool.stores >= pool.most_stores:
        raise CannotMove(f"Pool {to} is full.")
    return pool


def _first(pools: SearchPoolQuerySet) -> SearchPool | None:
    return pools.select_for_update().first()


def _written(family: Family, pool: SearchPool) -> list[Generation]:
    rows = SearchGeneration.objects.written().filter(pool=pool).order_by("number")
    return [generation_of(family, row) for row in rows]
