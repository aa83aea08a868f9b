"""How an order changes state: locked, by the table, with its history."""

from datetime import datetime

from commerce.core.actors import Actor
from commerce.core.errors import NotFound, Refusal
from commerce.orders.application.histories import write_move
from commerce.orders.domain.events import OrderMoved
from commerce.orders.domain.states import OrderStatus, may_move
from commerce.orders.models import Order, OrderMove


class MoveRefused(Refusal):
    """An order in state `current` does not move to `wanted`."""

    code = "order_move_refused"


def lock_order(order_id: int) -> Order:
    """The order, locked until the transaction ends. Refuses NotFound."""
    order: Order | None = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound(order_id=order_id)
    return order


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
