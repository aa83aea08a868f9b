"""Promising pieces to an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from commerce.catalog.application.stock_ledger import Change, Story, mark_sale_changed, write_movements
from commerce.catalog.domain.policies import may_sell
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.catalog.models import StockReservation
from commerce.core.errors import Refusal
from commerce.core.scope import current_tenant_id

# One statement, so that every order locks the levels it needs in the same order. `available` is read under the lock:
# without FOR UPDATE two orders would both read the last piece as free.
RESERVE = """
    WITH wanted AS (
        SELECT * FROM unnest(%(variants)s::bigint[], %(quantities)s::int[]) AS wanted (variant_id, quantity)
    ),
    locked AS (
        SELECT level.id, level.variant_id, level.location_id, wanted.quantity,
               level.on_hand - level.reserved AS available
        FROM catalog_stocklevel AS level
        JOIN catalog_stocklocation AS location ON location.id = level.location_id AND location.is_default
        JOIN wanted ON wanted.variant_id = level.variant_id
        WHERE level.tenant_id = %(tenant)s
        ORDER BY level.tenant_id, level.variant_id
        FOR UPDATE OF level
    ),
    taken AS (
        UPDATE catalog_stocklevel AS level SET reserved = level.reserved + locked.quantity
        FROM locked
        WHERE level.id = locked.id AND locked.available >= locked.quantity
        RETURNING level.id
    )
    SELECT locked.variant_id, locked.location_id, locked.available, taken.id IS NOT NULL
    FROM locked LEFT JOIN taken USING (id)
"""


class OutOfStock(Refusal):
    """Facts: `left`, the pieces that are free of each variant of which there are too few."""

    code = "out_of_stock"


class AlreadyReserved(Refusal):
    """The subject holds, or has already taken, other pieces than these."""

    code = "already_reserved"


def reserve_stock(*, subject: str, quantities: Mapping[int, int], expires_at: datetime, now: datetime) -> None:
    """All pieces of the quantities (variant id → pieces) are promised to the subject, or none are.

    Said twice it stays as it is. Refuses OutOfStock, naming every variant of which there are too few, and
    AlreadyReserved. A quantity below one is a ValueError.
    """
    if not quantities or min(quantities.values()) < 1:
        raise ValueError("a reservation is of whole pieces, at least one")
    with transaction.atomic():
        if _is_held(subject, quantities):
            return
        rows = _take(quantities)
        available = {variant_id: free for variant_id, _, free, _ in rows}
        left = {
            pk: available.get(pk, 0) for pk, wanted in quantities.items() if not may_sell(wanted, available.get(pk, 0))
        }
        if left or sum(taken for *_, taken in rows) != len(quantities):
            raise OutOfStock(left=left)
        changes = [Change(pk, location_id, 0, quantities[pk]) for pk, location_id, _, _ in rows]
        _write_reservations(subject, changes, expires_at, now)
        write_movements(changes, Story(Movement.RESERVED, actor=subject, at=now, reference=subject))
        mark_sale_changed(pk for pk, free in available.items() if free == quantities[pk])


def _is_held(subject: str, quantities: Mapping[int, int]) -> bool:
    """Waits for whoever is settling the subject's reservations; they are locked before levels everywhere."""
    rows = StockReservation.objects.of(subject).exclude(state=ReservationState.RELEASED).select_for_update()
    promised = {row.variant_id: row.quantity for row in rows}
    if promised and promised != dict(quantities):
        raise AlreadyReserved(subject=subject)
    return bool(promised)


def _take(quantities: Mapping[int, int]) -> list[tuple[int, int, int, bool]]:
    """(variant, location, pieces free before, taken) of each level there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            RESERVE,
            {
                "tenant": current_tenant_id(),
                "variants": list(quantities),
                "quantities": list(quantities.values()),
            },
        )
        return cursor.fetchall()


def _write_reservations(subject: str, changes: list[Change], expires_at: datetime, now: datetime) -> None:
    StockReservation.objects.bulk_create(
        StockReservation(
            subject=subject,
            variant_id=change.variant_id,
            location_id=change.location_id,
            quantity=change.reserved,
            created_at=now,
            expires_at=expires_at,
        )
        for change in changes
    )
