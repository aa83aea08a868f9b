"""A shopper who pays another way."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.moves import MoveRefused, lock_order, move
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.payments.application.use_cases.expire_payment import expire_payment

ANOTHER_WAY = "another_way"


def give_up_order(*, order_id: int, actor: Actor, now: datetime) -> None:
    """The order failed, no money is expected for it, and what was ordered lies in its shopper's cart again, to be
    ordered otherwise; nothing where the money came first.

    Refuses NotFound, MoveRefused for one that does not wait for its payment, and PaymentInFlight.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if OrderStatus(order.status) not in UNCONFIRMED:
            raise MoveRefused(current=order.status, wanted=OrderStatus.FAILED.value)
        if not expire_payment(payment_id=order.payment_id, now=now):
            return
        if order.status == OrderStatus.CREATED:
            move(order, OrderStatus.PAYMENT_PENDING, actor=actor, reason="", now=now)
        fail_order(order_id=order_id, actor=actor, reason=ANOTHER_WAY, now=now)
