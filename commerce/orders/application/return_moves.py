"""How a return changes state: under its order's lock, by the table, with its history."""

from __future__ import annotations

from datetime import datetime

from commerce.core.actors import Actor
from commerce.core.errors import NotFound, Refusal
from commerce.orders.application.histories import write_move
from commerce.orders.application.moves import lock_order
from commerce.orders.domain.events import ReturnMoved
from commerce.orders.domain.returns import ReturnStatus, may_move_return
from commerce.orders.models import Order, Return, ReturnMove


class ReturnMoveRefused(Refusal):
    """A return in state `current` does not move to `wanted`."""

    code = "return_move_refused"


def lock_return(return_id: int) -> tuple[Order, Return]:
    """The return and its order, locked until the transaction ends. Refuses NotFound."""
    order_id = Return.objects.filter(pk=return_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(return_id=return_id)
    order = lock_order(order_id)
    return order, Return.objects.select_for_update().get(pk=return_id)


def move_return(order: Order, parcel: Return, to: ReturnStatus, *, actor: Actor, reason: str, now: datetime) -> None:
    """The locked return is in that state, its history and the outbox say so. Refuses ReturnMoveRefused."""
    before = ReturnStatus(parcel.status)
    if not may_move_return(before, to):
        raise ReturnMoveRefused(current=before.value, wanted=to.value)
    parcel.status = to
    parcel.save(update_fields=["status"])
    note_return_move(order, parcel, before.value, actor=actor, reason=reason, now=now)


def note_return_move(order: Order, parcel: Return, before: str, *, actor: Actor, reason: str, now: datetime) -> None:
    """History, log and outbox say that the return is where it is, and was `before` (empty: nowhere)."""
    to = ReturnStatus(parcel.status)
    write_move(
        ReturnMove(parcel=parcel, from_status=before, to_status=to),
        order,
        ReturnMoved(order_id=order.pk, return_id=parcel.pk, from_status=before, to_status=to.value),
        action=_deed(parcel, to),
        actor=actor,
        reason=reason,
        now=now,
    )


def _deed(parcel: Return, to: ReturnStatus) -> str | None:
    """What the log calls it. Nobody asked back what was called off, and it never came back: that is one deed, and its
    arrival none."""
    if parcel.was_never_sent and to is ReturnStatus.RECEIVED:
        return None
    return "rest_called_off" if parcel.was_never_sent and to is ReturnStatus.REQUESTED else f"return_{to.value}"
