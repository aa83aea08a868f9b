"""Calling an order off."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.use_cases.release_stock import release_stock
from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.fulfilment_moves import move_fulfilment
from commerce.orders.application.moves import MoveRefused, lock_order, move
from commerce.orders.application.order_stock import return_stock
from commerce.orders.application.order_uses import give_uses_back
from commerce.orders.domain.fulfilments import IN_HOUSE, SENT, FulfilmentStatus
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.orders.models import Fulfilment, Order
from commerce.payments.application.use_cases.cancel_payment import cancel_payment


class PartlySent(Refusal):
    """Some of the order's pieces have left the house: they come back as a return."""

    code = "order_partly_sent"


def cancel_order(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """The order will not be sent, its pieces are free or on the shelf again, what it used of promotions is free, and no
    money is expected any more.

    What was paid already, or arrives later, is owed back (`refund_due` of its view). Refuses NotFound, MoveRefused,
    PartlySent, and PaymentInFlight while a gateway may be about to take the money.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        was_unconfirmed = OrderStatus(order.status) in UNCONFIRMED
        if order.status == OrderStatus.SHIPPED:  # it can only come back
            raise MoveRefused(current=order.status, wanted=OrderStatus.CANCELLED.value)
        move(order, OrderStatus.CANCELLED, actor=actor, reason=reason, now=now)
        _keep_in_the_house(order, actor, now)
        cancel_payment(payment_id=order.payment_id, now=now)
        give_uses_back(order, now)
        if was_unconfirmed:
            release_stock(order.subject, now=now)
        else:
            return_stock(order, f"{actor.kind}:{actor.id}", now)


def _keep_in_the_house(order: Order, actor: Actor, now: datetime) -> None:
    for fulfilment in Fulfilment.objects.filter(order=order).order_by("position"):
        if fulfilment.status in SENT:
            raise PartlySent
        if fulfilment.status in IN_HOUSE:
            move_fulfilment(order, fulfilment, FulfilmentStatus.CANCELLED, actor=actor, reason="", now=now)
