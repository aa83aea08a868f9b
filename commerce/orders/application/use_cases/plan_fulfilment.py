"""Setting pieces of an order apart, to be packed and sent together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.fulfilment_moves import note_move, pieces_to_plan
from commerce.orders.application.moves import MoveRefused, lock_order
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Fulfilment, FulfilmentLine


class NothingToSend(Refusal):
    """No piece was named."""

    code = "nothing_to_send"


class NotSoManyPieces(Refusal):
    """The order has no more than `left` pieces of a line that lie in no shipment yet."""

    code = "not_so_many_pieces"


def plan_fulfilment(*, order_id: int, pieces: Mapping[int, int], actor: Actor, now: datetime) -> int:
    """These pieces (by line of the order) are to be packed together; returns the fulfilment's id.

    Refuses NotFound; MoveRefused for an order that is not to be sent now; NothingToSend; NotSoManyPieces.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if OrderStatus(order.status) is not OrderStatus.CONFIRMED:
            raise MoveRefused(current=order.status, wanted=OrderStatus.SHIPPED.value)
        left = pieces_to_plan(order)
        for line_id, quantity in pieces.items():
            if quantity < 0 or quantity > left.get(line_id, 0):
                raise NotSoManyPieces(left=left.get(line_id, 0))
        wanted = {line_id: quantity for line_id, quantity in pieces.items() if quantity}
        if not wanted:
            raise NothingToSend
        last = Fulfilment.objects.filter(order=order).aggregate(last=Max("position"))["last"] or 0
        fulfilment = Fulfilment.objects.create(order=order, position=last + 1, status=FulfilmentStatus.PLANNED)
        FulfilmentLine.objects.bulk_create(
            FulfilmentLine(fulfilment=fulfilment, line_id=line_id, quantity=quantity)
            for line_id, quantity in wanted.items()
        )
        note_move(order, fulfilment, "", actor=actor, reason="", now=now)
    return int(fulfilment.pk)
