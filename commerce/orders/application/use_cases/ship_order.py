"""Handing an order to the carrier."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.moves import lock_order, move
from commerce.orders.domain.states import OrderStatus


def ship_order(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """The order is on its way. Refuses NotFound and MoveRefused."""
    with transaction.atomic():
        move(lock_order(order_id), OrderStatus.SHIPPED, actor=actor, reason=reason, now=now)
