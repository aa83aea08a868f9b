"""A return arrives at the store."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.order_stock import pieces_of_lines, put_back
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import ReturnLine


def receive_return(*, return_id: int, restock: bool, actor: Actor, now: datetime) -> None:
    """Its pieces are there; with `restock` they lie on the shelf again, of those variants that still exist.

    Refuses NotFound and ReturnMoveRefused.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.RECEIVED, actor=actor, reason="", now=now)
        if restock:
            lines = ReturnLine.objects.filter(parcel=parcel, line__variant__isnull=False)
            put_back(order, pieces_of_lines(lines), f"{actor.kind}:{actor.id}", now)
            lines.update(is_restocked=True)
