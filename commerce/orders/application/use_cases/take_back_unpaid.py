"""An order that nobody took at the door."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.fulfilment_moves import move_fulfilment
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.order_stock import put_back, unreturned_pieces, unsent_pieces
from commerce.orders.application.order_uses import give_uses_back
from commerce.orders.application.return_moves import move_return
from commerce.orders.domain.fulfilments import IN_HOUSE, FulfilmentStatus
from commerce.orders.domain.policies import may_come_back_unpaid
from commerce.orders.domain.returns import OPEN_RETURNS, ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Fulfilment, Return
from commerce.payments.application.queries import get_payment
from commerce.payments.application.use_cases.cancel_payment import cancel_payment

CAME_BACK_UNPAID = "came_back_unpaid"


class NotComingBackUnpaid(Refusal):
    """The order is not to be paid at the door, is not on its way, or has been delivered in part."""

    code = "order_not_coming_back_unpaid"


def take_back_unpaid(*, order_id: int, restock: bool, actor: Actor, reason: str, now: datetime) -> None:
    """The order is called off and its pieces are in the house again; nothing is collected, nothing is owed back, and
    what it used of promotions is free.

    With `restock` all pieces lie on the shelf again, without it those that had not left. Returns that were expected are
    over; what has arrived in one stays where it was put. Refuses NotFound and NotComingBackUnpaid.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        payment = get_payment(order.payment_id)
        fulfilments = list(Fulfilment.objects.filter(order=order).order_by("position"))
        if not may_come_back_unpaid(payment.status, OrderStatus(order.status), {each.status for each in fulfilments}):
            raise NotComingBackUnpaid
        on_shelf = unreturned_pieces(order) if restock else unsent_pieces(order)
        move(order, OrderStatus.CANCELLED, actor=actor, reason=reason.strip() or CAME_BACK_UNPAID, now=now)
        for fulfilment in fulfilments:
            if fulfilment.status == FulfilmentStatus.SHIPPED:
                move_fulfilment(order, fulfilment, FulfilmentStatus.RETURNED, actor=actor, reason="", now=now)
            elif fulfilment.status in IN_HOUSE:
                move_fulfilment(order, fulfilment, FulfilmentStatus.CANCELLED, actor=actor, reason="", now=now)
        for parcel in Return.objects.filter(order=order, status__in=sorted(OPEN_RETURNS)).order_by("position"):
            move_return(order, parcel, ReturnStatus.REFUSED, actor=actor, reason=CAME_BACK_UNPAID, now=now)
        cancel_payment(payment_id=order.payment_id, now=now)
        give_uses_back(order, now)
        put_back(order, on_shelf, f"{actor.kind}:{actor.id}", now)
