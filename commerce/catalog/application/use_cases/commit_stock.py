"""Promised pieces leave the shelf."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.stock_ledger import Change, Story, move_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.catalog.models import StockReservation
from commerce.core import clock


def commit_stock(subject: str, *, now: datetime | None = None, pieces: Mapping[int, int] | None = None) -> int:
    """What the subject holds is sold: on hand and reserved both fall by it; returns the number of pieces.

    Nought when it holds nothing (any more): already committed, or released. `pieces` (variant id → pieces) is all that
    it needs: refuses OutOfStock, naming what is not there, when it holds a part of that only.
    """
    now = now or clock.now()
    # Levels last, and no savepoint to be ended after them: everybody who buys the same waits for them.
    with transaction.atomic(savepoint=False):
        held = list(StockReservation.objects.of(subject).held().select_for_update())
        if held:
            _check_whole(held, pieces or {})
        StockReservation.objects.filter(pk__in=[row.pk for row in held]).update(state=ReservationState.COMMITTED)
        changes = [Change(row.variant_id, row.location_id, -row.quantity, -row.quantity) for row in held]
        move_stock(changes, Story(Movement.COMMITTED, actor=subject, at=now, reference=subject))
    return sum(row.quantity for row in held)


def _check_whole(rows: Iterable[StockReservation], pieces: Mapping[int, int]) -> None:
    held = Counter[int]()
    for row in rows:
        held[row.variant_id] += row.quantity
    missing = [variant_id for variant_id, quantity in pieces.items() if held[variant_id] < quantity]
    if missing:
        raise OutOfStock(left=dict.fromkeys(missing, 0))
