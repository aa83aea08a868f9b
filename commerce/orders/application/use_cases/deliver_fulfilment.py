"""A part of an order arrives."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.money import Money
from commerce.orders.application.fulfilment_moves import is_all_delivered, lock_fulfilment, move_fulfilment
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.domain.fulfilments import FulfilmentStatus


def deliver_fulfilment(*, fulfilment_id: int, actor: Actor, now: datetime, collected: Money | None = None) -> None:
    """The shopper has its pieces; with the last ones, the order is delivered, and `collected` for all of it.

    Refuses NotFound, FulfilmentMoveRefused and what `deliver_order` refuses.
    """
    with transaction.atomic():
        order, fulfilment = lock_fulfilment(fulfilment_id)
        move_fulfilment(order, fulfilment, FulfilmentStatus.DELIVERED, actor=actor, reason="", now=now)
        if is_all_delivered(order):
            deliver_order(order_id=order.pk, actor=actor, reason="", collected=collected, now=now)
