"""Giving back what was promised for a time that is up, because somebody wants it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.stock_ledger import Change, Story, move_stock
from commerce.catalog.domain.values import Movement, ReservationState
from commerce.catalog.models import StockLevel, StockReservation


def release_due_stock(*, subjects: Iterable[str], now: datetime) -> int:
    """Of these subjects, those whose time is up hold nothing any more; returns how many pieces are free by that.

    All that such a subject holds is released or nothing of it, so that none is ever served in part. Subjects that
    somebody is settling at this moment are left alone.
    """
    due = sorted(subjects)
    with transaction.atomic():
        rows = _due_as_a_whole(due, now)
        StockReservation.objects.filter(pk__in=[row.pk for row in rows]).update(state=ReservationState.RELEASED)
        _lock_levels(rows)
        for subject in due:
            changes = [
                Change(row.variant_id, row.location_id, 0, -row.quantity) for row in rows if row.subject == subject
            ]
            move_stock(changes, Story(Movement.RELEASED, actor=subject, at=now, reference=subject, reason="time_is_up"))
    return sum(row.quantity for row in rows)


def _due_as_a_whole(subjects: Iterable[str], now: datetime) -> list[StockReservation]:
    """All that these subjects hold, locked: but of none that somebody has in hand, or of which a part still has time.

    All who settle a subject lock its rows from the first on, so the first alone says whether somebody has it, and who
    gets that gets the others.
    """
    held = StockReservation.objects.held()
    first = held.filter(subject__in=subjects).order_by("subject", "variant_id", "id").distinct("subject")
    firsts = held.filter(pk__in=first.values("pk")).order_by("subject").select_for_update(skip_locked=True)
    ours = list(firsts.values_list("subject", flat=True))
    rows = list(held.filter(subject__in=ours).order_by("subject", "variant_id", "id").select_for_update())
    in_time = {row.subject for row in rows if row.expires_at > now}
    return [row for row in rows if row.subject not in in_time]


def _lock_levels(rows: Iterable[StockReservation]) -> None:
    """All at once and in the order in which everybody locks them, before they are changed subject by subject."""
    levels = StockLevel.objects.filter(variant_id__in={row.variant_id for row in rows})
    list(levels.order_by("tenant_id", "variant_id", "location_id").select_for_update().values_list("pk"))
