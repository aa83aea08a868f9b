"""Where the open scope's store lies on the search server."""

from django.db import transaction

from commerce.core.scope import current_tenant_id
from search_index.domain.families import Family
from search_index.domain.pools import Generation, Placement
from search_index.models import SearchGeneration, StorePlacement


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
    return Placement(generation_of(family, read), tuple(generation_of(family, making) for making in makings))


def generation_of(family: Family, making: SearchGeneration) -> Generation:
    return Generation(family, making.pool_id, making.number, making.schema_version, making.is_read, making.is_made)


def placed_families() -> list[Family]:
    """Those of which the open scope's store has a place."""
    with transaction.atomic():
        return [Family(name) for name in StorePlacement.objects.order_by("pk").values_list("family", flat=True)]
