"""Pieces of an order are to come back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.fulfilment_moves import has_sent
from commerce.orders.application.moves import lock_order
from commerce.orders.application.return_moves import note_return_move
from commerce.orders.application.return_queries import pieces_to_return
from commerce.orders.domain.returns import RETURNABLE, ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Return, ReturnLine


class NothingToReturn(Refusal):
    """No piece was named."""

    code = "nothing_to_return"


class NotSoManyToReturn(Refusal):
    """No more than `left` pieces of a line can come back."""

    code = "not_so_many_to_return"


class NotReturnable(Refusal):
    """Nothing of the order has been sent."""

    code = "order_not_returnable"


def request_return(
    *,
    order_id: int,
    pieces: Mapping[int, int],
    actor: Actor,
    reason: str,
    now: datetime,
    was_never_sent: bool = False,
) -> int:
    """These pieces (by line of the order) are expected back; returns the return's id. Those that were never sent were
    called off (`call_off_rest`).

    Refuses NotFound, NotReturnable, NothingToReturn and NotSoManyToReturn.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        status = OrderStatus(order.status)
        if status not in RETURNABLE or (status is OrderStatus.CONFIRMED and not has_sent(order)):
            raise NotReturnable
        left = {piece.line_id: piece.quantity for piece in pieces_to_return(order_id)}
        for line_id, quantity in pieces.items():
            if quantity < 0 or quantity > left.get(line_id, 0):
                raise NotSoManyToReturn(left=left.get(line_id, 0))
        wanted = {line_id: quantity for line_id, quantity in pieces.items() if quantity}
        if not wanted:
            raise NothingToReturn
        last = Return.objects.filter(order=order).aggregate(last=Max("position"))["last"] or 0
        parcel = Return.objects.create(
            order=order,
            position=last + 1,
            status=ReturnStatus.REQUESTED,
            refund_key=uuid.uuid4(),
            was_never_sent=was_never_sent,
        )
        ReturnLine.objects.bulk_create(
            ReturnLine(parcel=parcel, line_id=line_id, quantity=quantity) for line_id, quantity in wanted.items()
        )
        note_return_move(order, parcel, "", actor=actor, reason=reason, now=now)
    return int(parcel.pk)
