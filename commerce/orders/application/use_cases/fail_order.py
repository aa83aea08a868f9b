"""An order whose payment came to nothing."""

from datetime import datetime

from django.db import transaction

from commerce.carts.application.use_cases.reopen_cart import reopen_cart
from commerce.catalog.application.use_cases.release_stock import release_stock
from commerce.core.actors import Actor
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.order_uses import give_uses_back
from commerce.orders.domain.states import OrderStatus


def fail_order(*, order_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """The order failed, its pieces and its uses of promotions are free, and what was ordered lies in the cart again.

    Refuses NotFound and MoveRefused.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        move(order, OrderStatus.FAILED, actor=actor, reason=reason, now=now)
        if order.cart_id is not None:
            reopen_cart(cart_id=order.cart_id, now=now)
        give_uses_back(order, now)
        release_stock(order.subject, now=now)
