"""What becomes of an event that can't be settled yet."""

from __future__ import annotations

from datetime import datetime

from commerce.payments.domain.webhooks import OPEN_EVENTS, EventStatus, next_look
from commerce.payments.models import GatewayEvent


def park(event: GatewayEvent, now: datetime, *, is_of_ours: bool) -> bool:
    """It is looked at again later; False when its time is over."""
    look_at = next_look(event.received_at, event.looks, now, is_of_ours=is_of_ours)
    GatewayEvent.objects.filter(pk=event.pk, status__in=sorted(OPEN_EVENTS)).update(
        status=EventStatus.PARKED if look_at else EventStatus.UNMATCHED,
        looks=event.looks + 1,
        look_at=look_at,
        settled_at=None if look_at else now,
    )
    return look_at is not None
