"""Handing an order to the carrier."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.fulfilment_moves import move_fulfilment, pieces_to_plan
from commerce.orders.application.moves import MoveRefused, lock_order, move
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.domain.fulfilments import IN_HOUSE, FulfilmentStatus
from commerce.orders.domain.states import OrderStatus, may_move
from commerce.orders.models import Fulfilment


def ship_order(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Everything that had not left is on its way, what lay in no shipment yet together. Refuses NotFound,
    MoveRefused and MoneyLetGo."""
    with transaction.atomic():
        order = lock_order(order_id)
        current = OrderStatus(order.status)
        if not may_move(current, OrderStatus.SHIPPED):
            raise MoveRefused(current=current.value, wanted=OrderStatus.SHIPPED.value)
        if left := pieces_to_plan(order):
            plan_fulfilment(order_id=order_id, pieces=left, actor=actor, now=now)
        for fulfilment in Fulfilment.objects.filter(order=order, status__in=sorted(IN_HOUSE)).order_by("position"):
            if fulfilment.status == FulfilmentStatus.PLANNED:
                move_fulfilment(order, fulfilment, FulfilmentStatus.PACKED, actor=actor, reason="", now=now)
            move_fulfilment(order, fulfilment, FulfilmentStatus.SHIPPED, actor=actor, reason="", now=now)
        move(order, OrderStatus.SHIPPED, actor=actor, reason=reason, now=now)
