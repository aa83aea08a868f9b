"""Confirming an order."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.order_stock import take_stock
from commerce.orders.domain.policies import may_confirm
from commerce.orders.domain.states import OrderStatus
from commerce.payments.application.queries import get_payment
from commerce.promotions.application.use_cases.commit_redemptions import commit_redemptions


class NotPaid(Refusal):
    """The order is to be paid before it is confirmed; its payment is `payment`."""

    code = "order_not_paid"


def confirm_order(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """The order is to be sent, its pieces have left the shelf, and what it held of promotions is used.

    Refuses NotFound, MoveRefused, NotPaid, and OutOfStock when its time was up and others bought the pieces.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        payment = get_payment(order.payment_id)
        move(order, OrderStatus.CONFIRMED, actor=actor, reason=reason, now=now)
        if not may_confirm(payment.status, is_held=payment.is_held):
            raise NotPaid(payment=payment.status.value)
        commit_redemptions(subject=order.subject, now=now)
        take_stock(order, now)
