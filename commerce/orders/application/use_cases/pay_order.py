"""Sending a shopper to pay."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.moves import lock_order, move
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.use_cases.start_payment import start_payment
from commerce.payments.domain.values import NextAction


def pay_order(*, order_id: int, actor: Actor, return_url: str, now: datetime) -> NextAction | None:
    """The order waits for its payment and the gateway knows of it; returns what the payer does next.

    None when the order is not to be paid here and now: paid at the door, settled, its time is up, or the gateway can't
    be reached (then the shopper may try again, or send the checkout again). Call with no transaction open.
    """
    order = _await_payment(order_id, actor, now)
    if order is None:
        return None
    return start_payment(
        payment_id=order.payment_id,
        description=f"{order.number}",
        language=order.language,
        return_url=return_url,
        now=now,
    )


def _await_payment(order_id: int, actor: Actor, now: datetime) -> Order | None:
    with transaction.atomic():
        order = lock_order(order_id)
        if gateway_for(order.payment_method).method.capabilities.offline or order.expires_at <= now:
            return None
        if order.status == OrderStatus.CREATED:
            move(order, OrderStatus.PAYMENT_PENDING, actor=actor, reason="", now=now)
        return order if order.status == OrderStatus.PAYMENT_PENDING else None
