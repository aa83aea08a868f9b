"""How an order changes state: locked, by the table, with its history."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from commerce.core.actors import Actor
from commerce.core.blanks import Blank
from commerce.core.errors import NotFound, Refusal
from commerce.core.kept_statements import kept_statement
from commerce.orders.application.histories import write_move
from commerce.orders.domain.events import OrderMoved
from commerce.orders.domain.states import OrderStatus, may_move
from commerce.orders.models import Order, OrderMove


class MoveRefused(Refusal):
    """An order in state `current` does not move to `wanted`."""

    code = "order_move_refused"


def lock_order(order_id: int) -> Order:
    """The order, locked until the transaction ends. Refuses NotFound."""
    orders: list[Order] = _order(order_id=order_id)
    if not orders:
        raise NotFound(order_id=order_id)
    return orders[0]


@kept_statement
def _order(order_id: Blank) -> QuerySet[Any]:
    return Order.objects.select_for_update().filter(pk=order_id)


def move(order: Order, to: OrderStatus, *, actor: Actor, reason: str, now: datetime) -> None:
    """The locked order is in that state, its history and the outbox say so. Refuses MoveRefused."""
    before = OrderStatus(order.status)
    if not may_move(before, to):
        raise MoveRefused(current=before.value, wanted=to.value)
    order.status = to
    order.save(update_fields=["status"])
    write_move(
        OrderMove(order=order, from_status=before, to_status=to),
        order,
        OrderMoved(order_id=order.pk, from_status=before.value, to_status=to.value),
        action=to.value,
        was={"status": before.value},
        is_now={"status": to.value},
        actor=actor,
        reason=reason,
        now=now,
    )
