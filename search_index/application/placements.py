"""Where the open scope's store lies on the search server."""

from django.db import transaction
from django.db.models import QuerySet

from commerce.core.scope import current_tenant_id
from search_index.application.ports import SearchUnavailable
from search_index.application.sources import SOURCES
from search_index.domain.families import Family, family_of
from search_index.domain.pools import Generation, Placement
from search_index.models import DocumentState, SearchGeneration, StorePlacement


def placement_of(family: Family) -> Placement | None:
    """None as long as nothing of the family was ever put. Two statements. Raises ScopeUnset in SYSTEM too."""
    current_tenant_id()
    with transaction.atomic(savepoint=False):
        row = StorePlacement.objects.filter(family=family).first()
        if row is None:
            return None
        pools = [row.pool_id] if row.moving_to_id is None else [row.pool_id, row.moving_to_id]
        makings = list(SearchGeneration.objects.written().filter(pool__in=pools).order_by("pool_id", "number"))
    [read] = [making for making in makings if making.is_read and making.pool_id == row.pool_id]
    written = tuple(generation_of(family, making) for making in makings)
    return Placement(generation_of(family, read), written, row.is_filled)


def answering(family: Family) -> Generation | None:
    """The index that knows all there is to find of the open scope's store; None where there is nothing to find.

    Raises SearchUnavailable where there is something and no index knows all of it: the server is new, and was never
    filled, or nothing could be written there yet.
    """
    return answering_at(placement_of(family), family)


def answering_at(placement: Placement | None, family: Family) -> Generation | None:
    """The same of a store whose place is known."""
    if placement is not None and placement.is_filled and placement.read.is_made:
        return placement.read
    if placement is None and not is_anything_findable(family):
        return None
    raise SearchUnavailable("the search server was not filled with this store's documents")


def is_anything_findable(family: Family) -> bool:
    """By what is written down of the open scope's store, whatever engine keeps it."""
    kinds = [kind for kind in SOURCES if family_of(kind) == family]
    with transaction.atomic():
        return DocumentState.objects.filter(kind__in=kinds, is_findable=True).exists()


def note_filled(family: Family, *, pool: int | None = None) -> None:
    """The open scope's store is found on the search server from now on, if it lies in this pool."""
    with transaction.atomic():
        _placed(family, pool).filter(is_filled=False).update(is_filled=True)


def note_unfilled(family: Family, *, pool: int | None = None) -> None:
    """The open scope's store is found in PostgreSQL until it `is_filled` again, if it lies in this pool."""
    with transaction.atomic():
        _placed(family, pool).filter(is_filled=True).update(is_filled=False)


def _placed(family: Family, pool: int | None) -> QuerySet[StorePlacement]:
    placed = StorePlacement.objects.filter(family=family)
    return placed if pool is None else placed.filter(pool=pool)


def generation_of(family: Family, making: SearchGeneration) -> Generation:
    return Generation(family, making.pool_id, making.number, making.schema_version, making.is_read, making.is_made)


def placed_pools() -> list[int]:
    """Those in which the open scope's store lies, or is on its way to."""
    with transaction.atomic():
        rows = StorePlacement.objects.order_by("pk").values_list("pool_id", "moving_to_id")
        return [pool for row in rows for pool in row if pool is not None]


def placed_families() -> list[Family]:
    """Those of which the open scope's store has a place."""
    with transaction.atomic():
        return [Family(name) for name in StorePlacement.objects.order_by("pk").values_list("family", flat=True)]
