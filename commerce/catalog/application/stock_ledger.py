"""Levels and movements change together: no level without the movement that tells why.

Levels are locked in one order, (tenant, variant, location), by every statement that changes several of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection

from commerce.catalog.domain.values import Movement
from commerce.catalog.models import StockLevel, Variant
from commerce.core.changes import mark_changed
from commerce.core.scope import current_tenant_id

# What every statement that changes levels ends with, so that nobody waits for a level while a movement is still on its
# way: `changed` has variant_id, location_id, on_hand and reserved.
TELL_MOVEMENTS = """
    INSERT INTO catalog_stockmovement (
        tenant_id, variant_id, location_id, kind, delta_on_hand, delta_reserved, reference, reason, actor, at
    )
    SELECT %(tenant)s, variant_id, location_id, %(kind)s, on_hand, reserved,
           %(reference)s, %(reason)s, %(actor)s, %(at)s
    FROM changed
"""
MOVE_LEVELS = f"""
    WITH change AS (
        SELECT * FROM unnest(%(variants)s::bigint[], %(locations)s::bigint[], %(on_hand)s::int[], %(reserved)s::int[])
            AS change (variant_id, location_id, on_hand, reserved)
    ),
    locked AS (
        SELECT level.id, change.on_hand, change.reserved, level.on_hand - level.reserved AS free
        FROM catalog_stocklevel AS level JOIN change USING (variant_id, location_id)
        WHERE level.tenant_id = %(tenant)s
        ORDER BY level.tenant_id, level.variant_id, level.location_id
        FOR UPDATE OF level
    ),
    changed AS (
        UPDATE catalog_stocklevel AS level
        SET on_hand = level.on_hand + locked.on_hand, reserved = level.reserved + locked.reserved
        FROM locked
        WHERE level.id = locked.id
        RETURNING level.variant_id, level.location_id, locked.on_hand, locked.reserved,
                  locked.free AS before, level.on_hand - level.reserved AS after
    ),
    told AS ({TELL_MOVEMENTS})
    SELECT variant_id, before, after FROM changed
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Change:
    """So many pieces more (or fewer) on hand and reserved at a location."""

    variant_id: int
    location_id: int
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Story:
    """What a movement tells besides its figures."""

    kind: Movement
    actor: str
    at: datetime
    reference: str = ""
    reason: str = ""


def move_stock(changes: Sequence[Change], story: Story) -> None:
    """Every change is in its level and in a movement; products whose sale began or ended by it are marked changed.

    Levels exist. The table refuses (IntegrityError) a level whose reserved pieces would not lie there.
    """
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            MOVE_LEVELS,
            {
                "tenant": current_tenant_id(),
                "variants": [change.variant_id for change in changes],
                "locations": [change.location_id for change in changes],
                "on_hand": [change.on_hand for change in changes],
                "reserved": [change.reserved for change in changes],
                **asdict(story),
            },
        )
        moved: list[tuple[int, int, int]] = cursor.fetchall()
    if len(moved) != len(changes):
        raise StockLevel.DoesNotExist(f"{len(changes) - len(moved)} levels are missing")
    mark_sale_changed(variant_id for variant_id, before, after in moved if (before > 0) != (after > 0))


def open_levels(variant_ids: Iterable[int], location_id: int) -> None:
    """Each variant has a level at the location, an empty one if it had none."""
    levels = [StockLevel(variant_id=pk, location_id=location_id) for pk in sorted(variant_ids)]
    StockLevel.objects.bulk_create(levels, ignore_conflicts=True, batch_size=2000)


def mark_sale_changed(variant_ids: Iterable[int]) -> None:
    """The products of these variants became available or sold out."""
    wanted = list(variant_ids)
    if wanted:
        products = Variant.objects.filter(pk__in=wanted).values_list("product_id", flat=True)
        mark_changed("product", products)
