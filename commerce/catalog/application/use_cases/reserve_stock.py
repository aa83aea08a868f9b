"""Promising pieces to an order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import psycopg
from django.db import DatabaseError, connection, transaction

from commerce.catalog.application.stock_ledger import TELL_MOVEMENTS, Story, mark_sale_changed
from commerce.catalog.domain.policies import may_sell
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.core.errors import Refusal
from commerce.core.scope import current_tenant_id

# One statement, so that every order locks the levels it needs in the same order, all pieces are taken or none, and a
# level is held for no longer than that takes. What the subject has is locked before levels, as everywhere: whoever is
# settling it is waited for. `available` is read under the lock: without FOR UPDATE two orders would both read the last
# piece as free.
#
# Who queues waits before it locks a level, for an advisory lock, which wakes the next alone: at a level that all of
# them change each commit would wake them all. And who queues is refused by an error, which ends the transaction in the
# database: all behind it would wait for the client to do so.
RESERVE = f"""
    WITH queue AS MATERIALIZED (
        SELECT CASE WHEN %(queued)s THEN pg_advisory_xact_lock(hashtextextended('stock_queue', %(tenant)s)) END
    ),
    had AS (
        SELECT variant_id, quantity FROM catalog_stockreservation
        WHERE tenant_id = %(tenant)s AND subject = %(reference)s AND state <> %(released)s
        ORDER BY variant_id, id
        FOR UPDATE
    ),
    wanted AS (
        SELECT wanted.*
        FROM queue, unnest(%(variants)s::bigint[], %(quantities)s::int[]) AS wanted (variant_id, quantity)
        WHERE NOT EXISTS (SELECT FROM had)
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
    decided AS (
        SELECT *, count(*) OVER () = cardinality(%(variants)s::bigint[]) AND bool_and(available >= quantity) OVER ()
                  AS is_enough
        FROM locked
    ),
    changed AS (
        UPDATE catalog_stocklevel AS level SET reserved = level.reserved + decided.quantity
        FROM decided
        WHERE level.id = decided.id AND decided.is_enough
        RETURNING level.variant_id, level.location_id, 0 AS on_hand, decided.quantity AS reserved
    ),
    promised AS (
        INSERT INTO catalog_stockreservation (
            tenant_id, subject, variant_id, location_id, quantity, state, created_at, expires_at
        )
        SELECT %(tenant)s, %(reference)s, variant_id, location_id, reserved, %(held)s, %(at)s, %(expires_at)s
        FROM changed
    ),
    told AS ({TELL_MOVEMENTS}),
    refused AS (
        SELECT catalog_refuse_stock(jsonb_object_agg(variant_id, available)) FROM locked
        HAVING %(queued)s AND EXISTS (SELECT FROM wanted) AND NOT EXISTS (SELECT FROM changed)
    )
    SELECT variant_id, available, EXISTS (SELECT FROM changed), NULL FROM locked
    UNION ALL SELECT variant_id, 0, false, quantity FROM had
    UNION ALL SELECT NULL, NULL, NULL, NULL FROM refused
"""  # noqa: S608 - our own words
REFUSED = "WS001"


class OutOfStock(Refusal):
    """Facts: `left`, the pieces that are free of each variant of which there are too few."""

    code = "out_of_stock"


class AlreadyReserved(Refusal):
    """The subject holds, or has already taken, other pieces than these."""

    code = "already_reserved"


def reserve_stock(
    *, subject: str, quantities: Mapping[int, int], expires_at: datetime, now: datetime, queued: bool = False
) -> None:
    """All pieces of the quantities (variant id → pieces) are promised to the subject, or none are.

    Said twice it stays as it is. Refuses OutOfStock, naming every variant of which there are too few, and
    AlreadyReserved. A quantity below one is a ValueError. Locks: what the subject has, the queue, levels by variant.

    `queued`, for whoever sells to many at once and holds no level: the store's others who are queued are waited for,
    each in turn; and OutOfStock ends the caller's transaction, or its savepoint.
    """
    if not quantities or min(quantities.values()) < 1:
        raise ValueError("a reservation is of whole pieces, at least one")
    # No savepoint: what is refused has changed nothing that would have to be taken back.
    with transaction.atomic(savepoint=False):
        rows = _take(subject, quantities, expires_at, now, queued)
        free = {variant_id: available for variant_id, available, _, had in rows if had is None}
        promised = {variant_id: had for variant_id, _, _, had in rows if had is not None}
        is_taken = any(taken for _, _, taken, _ in rows)
        mark_sale_changed(pk for pk, pieces in quantities.items() if is_taken and free[pk] == pieces)
    if promised and promised != dict(quantities):
        raise AlreadyReserved(subject=subject)
    if not promised and not is_taken:
        raise _out_of_stock(quantities, free)


def _take(
    subject: str, quantities: Mapping[int, int], expires_at: datetime, now: datetime, queued: bool
) -> list[tuple[int, int, bool, int | None]]:
    """(variant, pieces free before, whether all that is wanted is taken, None) of each level there is, or of what the
    subject has already (variant, 0, False, pieces)."""
    story = Story(Movement.RESERVED, actor=subject, at=now, reference=subject)
    asked = {
        "tenant": current_tenant_id(),
        "queued": queued,
        "variants": list(quantities),
        "quantities": list(quantities.values()),
        "released": ReservationState.RELEASED,
        "held": ReservationState.HELD,
        "expires_at": expires_at,
        **asdict(story),
    }
    with connection.cursor() as cursor:
        try:
            cursor.execute(RESERVE, asked)
        except DatabaseError as error:
            told = error.__cause__
            if not isinstance(told, psycopg.Error) or told.sqlstate != REFUSED:
                raise
            left = json.loads(told.diag.message_detail or "{}")
            raise _out_of_stock(quantities, {int(pk): pieces for pk, pieces in left.items()}) from error
        return cursor.fetchall()


def _out_of_stock(quantities: Mapping[int, int], free: Mapping[int, int]) -> OutOfStock:
    wanted = quantities.items()
    return OutOfStock(left={pk: free.get(pk, 0) for pk, pieces in wanted if not may_sell(pieces, free.get(pk, 0))})
