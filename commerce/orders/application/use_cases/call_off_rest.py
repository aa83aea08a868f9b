"""Calling off what has not been sent of an order."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.fulfilment_moves import has_sent, is_all_delivered, move_fulfilment, pieces_to_plan
from commerce.orders.application.moves import MoveRefused, lock_order, move
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.domain.fulfilments import IN_HOUSE, FulfilmentStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Fulfilment
from commerce.payments.application.queries import awaits_transfer, locked_payment
from commerce.payments.domain.states import PaymentStatus


def call_off_rest(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """The order is what was sent of it, and its other pieces lie on the shelf again, as a return that has arrived: what
    was paid for them is given back, and at the door they are not asked for. What came by the payer's own bank a person
    sends back, and says so (`refund_return`): till then nothing is booked.

    Refuses NotFound, and MoveRefused where nothing was sent (`cancel_order`), or everything.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if order.status != OrderStatus.CONFIRMED or not has_sent(order):
            raise MoveRefused(current=order.status, wanted=OrderStatus.SHIPPED.value)
        for fulfilment in Fulfilment.objects.filter(order=order, status__in=sorted(IN_HOUSE)).order_by("position"):
            move_fulfilment(order, fulfilment, FulfilmentStatus.CANCELLED, actor=actor, reason=reason, now=now)
        rest = pieces_to_plan(order)
        payment = locked_payment(order.payment_id)  # before the shelf, which is locked last
        move(order, OrderStatus.SHIPPED, actor=actor, reason=reason, now=now)
        return_id = request_return(
            order_id=order_id, pieces=rest, actor=actor, reason=reason, now=now, was_never_sent=True
        )
        receive_return(return_id=return_id, restock=True, actor=actor, now=now)
        if payment.status is PaymentStatus.COLLECT_ON_DELIVERY:
            return  # how much the courier brings a person says
        if not awaits_transfer(payment.method):
            refund_return(return_id=return_id, actor=actor, now=now)
        if is_all_delivered(order):
            deliver_order(order_id=order_id, actor=actor, reason=reason, now=now)
