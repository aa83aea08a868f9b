"""Pools: new ones, and what there is of one."""

from search_index.application.placements import generation_of
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION, Generation
from search_index.models import MOST_STORES, SearchGeneration, SearchPool


def new_pool(family: Family, *, is_dedicated: bool = False) -> SearchPool:
    """A pool without stores, for many or for one. What the search server has to make for it, its first writer makes."""
    most = 1 if is_dedicated else MOST_STORES
    pool = SearchPool.objects.create(family=family, is_dedicated=is_dedicated, most_stores=most)
    SearchGeneration.objects.create(pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True)
    return pool


def all_pools() -> list[SearchPool]:
    return list(SearchPool.objects.order_by("pk"))


def former_generation(pool_id: int) -> Generation | None:
    """The one that was read last before this one and is still written, if any."""
    row = SearchGeneration.objects.former().select_related("pool").filter(pool=pool_id, is_made=True).first()
    return None if row is None else generation_of(Family(row.pool.family), row)


def family_of_pool(pool_id: int) -> Family | None:
    """None where there is no such pool."""
    family = SearchPool.objects.filter(pk=pool_id).values_list("family", flat=True).first()
    return None if family is None else Family(family)
