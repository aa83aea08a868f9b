"""An order arrives."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.money import Money
from commerce.orders.application.at_the_door import owed_at_the_door
from commerce.orders.application.fulfilment_moves import move_fulfilment
from commerce.orders.application.moves import lock_order, move
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Fulfilment
from commerce.payments.application.queries import get_payment
from commerce.payments.application.use_cases.collect_payment import collect_payment
from commerce.payments.application.use_cases.release_rest import release_rest


def deliver_order(*, order_id: int, actor: Actor, reason: str, now: datetime, collected: Money | None = None) -> None:
    """The shopper has the goods, all of them; what was to be paid at the door for the pieces that did not come back
    is collected, or what `collected` says where it was less or more. Nothing more is taken of what a bank holds for it.
    Refuses NotFound, MoveRefused, and NotCollectable."""
    with transaction.atomic():
        order = lock_order(order_id)
        move(order, OrderStatus.DELIVERED, actor=actor, reason=reason, now=now)
        for fulfilment in Fulfilment.objects.filter(order=order, status=FulfilmentStatus.SHIPPED).order_by("position"):
            move_fulfilment(order, fulfilment, FulfilmentStatus.DELIVERED, actor=actor, reason="", now=now)
        due = owed_at_the_door(order.pk, get_payment(order.payment_id).left)
        collect_payment(payment_id=order.payment_id, amount=collected, due=due, now=now)
        release_rest(payment_id=order.payment_id, now=now)
