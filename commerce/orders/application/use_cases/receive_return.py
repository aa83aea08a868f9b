"""A return arrives at the store."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.domain.values import Movement
from commerce.core.actors import Actor
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import Order, Return, ReturnLine


def receive_return(*, return_id: int, restock: bool, actor: Actor, now: datetime) -> None:
    """Its pieces are there; with `restock` they lie on the shelf again, of those variants that still exist.

    Refuses NotFound and ReturnMoveRefused.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.RECEIVED, actor=actor, reason="", now=now)
        if restock:
            _put_back(order, parcel, actor, now)


def _put_back(order: Order, parcel: Return, actor: Actor, now: datetime) -> None:
    lines = ReturnLine.objects.filter(parcel=parcel, line__variant__isnull=False).select_related("line")
    for row in lines.order_by("line__variant_id"):
        adjust_stock(
            variant_id=row.line.variant_id,
            by=row.quantity,
            reason=order.subject,
            actor=f"{actor.kind}:{actor.id}",
            now=now,
            kind=Movement.RETURNED,
        )
        row.is_restocked = True
        row.save(update_fields=["is_restocked"])
