"""Handing a part of an order to the carrier."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.fulfilment_moves import is_all_sent, lock_fulfilment, move_fulfilment
from commerce.orders.application.moves import move
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.states import OrderStatus

LONGEST_TRACKING_NUMBER = 60


def ship_fulfilment(*, fulfilment_id: int, tracking_number: str, actor: Actor, now: datetime) -> None:
    """Its pieces are on their way, under the carrier's number if there is one; with the last pieces, so is the order.

    Refuses NotFound, FulfilmentMoveRefused, MoneyLetGo, and MoveRefused for an order that is not to be sent.
    """
    with transaction.atomic():
        order, fulfilment = lock_fulfilment(fulfilment_id)
        fulfilment.tracking_number = tracking_number.strip()[:LONGEST_TRACKING_NUMBER]
        move_fulfilment(order, fulfilment, FulfilmentStatus.SHIPPED, actor=actor, reason="", now=now)
        if is_all_sent(order):
            move(order, OrderStatus.SHIPPED, actor=actor, reason="", now=now)
