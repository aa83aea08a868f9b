"""Giving promised pieces back."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.stock_ledger import Change, Story, move_stock
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.catalog.models import StockReservation
from commerce.core import clock


def release_stock(subject: str, *, now: datetime | None = None) -> int:
    """Whatever the subject holds is free again; returns the number of pieces. Nought when it holds none."""
    now = now or clock.now()
    # Levels last, and no savepoint to be ended after them: everybody who buys the same waits for them.
    with transaction.atomic(savepoint=False):
        held = list(StockReservation.objects.of(subject).held().select_for_update())
        StockReservation.objects.filter(pk__in=[row.pk for row in held]).update(state=ReservationState.RELEASED)
        changes = [Change(row.variant_id, row.location_id, 0, -row.quantity) for row in held]
        move_stock(changes, Story(Movement.RELEASED, actor=subject, at=now, reference=subject))
    return sum(row.quantity for row in held)
