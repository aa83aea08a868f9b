"""Making a pool's index anew beside the one that is read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commerce.core import clock
from commerce.core.scope import tenant_scope
from search_index.application.filling import fill, objects_to_fill
from search_index.application.generations import generations
from search_index.application.placements import generation_of
from search_index.application.pool_stores import stores_in
from search_index.application.progress import Progress, Report, nobody_watches
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.application.use_cases.restore_indices import restore_indices
from search_index.application.use_cases.verify_generation import verify_generation
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION, Generation
from search_index.models import SearchGeneration, SearchPool
from search_index.models.pools import SearchGenerationQuerySet


def prepare_generation(*, pool_id: int, now: datetime, report: Report = nobody_watches) -> Generation:
    """The pool has one more index, by today's mapping, that holds what it should of every store; it is not read yet.

    Stores are searched and change meanwhile: changes are written into every index from the start, of which the server
    has each, or has it anew. A run that was killed
    is gone on with, store by store, within a day (`clear_left_indices`): `report` is told the objects put in and how
    many there are in the stores that were not done yet. Raises StillDifferent, and SearchUnavailable; what was done
    until then stays.
    """
    restore_indices(pool_id=pool_id)
    generation = _next(pool_id, now)
    generations().make(generation)
    note_made_index(generation=generation)
    waiting = [tenant_id for tenant_id in stores_in(pool_id) if tenant_id > _filled_through(generation)]
    progress = Progress(sum(_objects(tenant_id, generation.family) for tenant_id in waiting), report)
    for tenant_id in waiting:
        with tenant_scope(tenant_id):
            fill(generation, report=progress.advance)
        with transaction.atomic():
            _rows(generation).filter(filled_through__lt=tenant_id).update(
                filled_through=tenant_id, worked_at=clock.now()
            )
    verify_generation(generation=generation)
    return generation


def _next(pool_id: int, now: datetime) -> Generation:
    """The one that was begun, unless the mapping has changed since, or a new one."""
    with transaction.atomic():
        pool = SearchPool.objects.select_for_update().get(pk=pool_id)
        begun = SearchGeneration.objects.unfinished().filter(pool=pool)
        begun.exclude(schema_version=SCHEMA_VERSION).update(given_up_at=now)
        row = begun.filter(schema_version=SCHEMA_VERSION).first()
        begun.filter(schema_version=SCHEMA_VERSION).update(worked_at=now)
        if row is None:
            last = SearchGeneration.objects.filter(pool=pool).aggregate(last=Max("number"))["last"]
            row = SearchGeneration.objects.create(
                pool=pool, number=last + 1, schema_version=SCHEMA_VERSION, worked_at=now
            )
        return generation_of(Family(pool.family), row)


def _rows(generation: Generation) -> SearchGenerationQuerySet:
    return SearchGeneration.objects.filter(pool=generation.pool, number=generation.number)


def _filled_through(generation: Generation) -> int:
    return int(_rows(generation).values_list("filled_through", flat=True).get())


def _objects(tenant_id: int, family: Family) -> int:
    with tenant_scope(tenant_id):
        return objects_to_fill(family)
