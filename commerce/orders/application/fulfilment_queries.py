"""Answers about what is sent of orders."""

from __future__ import annotations

from collections import defaultdict

from commerce.core.errors import NotFound
from commerce.orders.domain.fulfilments import FulfilmentStatus, pieces_left
from commerce.orders.domain.values import FulfilmentView, MoveView, PieceView
from commerce.orders.models import Fulfilment, FulfilmentLine, FulfilmentMove, OrderLine


def fulfilments_of(order_id: int) -> tuple[FulfilmentView, ...]:
    """The order's fulfilments in their order, cancelled ones too; three statements, one where there is none."""
    rows = list(Fulfilment.objects.filter(order_id=order_id).order_by("position"))
    if not rows:
        return ()
    pieces, moves = _pieces(order_id), _moves(order_id)
    return tuple(
        FulfilmentView(
            id=row.pk,
            position=row.position,
            status=row.status,
            tracking_number=row.tracking_number,
            pieces=tuple(pieces[row.pk]),
            moves=tuple(moves[row.pk]),
        )
        for row in rows
    )


def pieces_to_send(order_id: int) -> tuple[PieceView, ...]:
    """What lies in no fulfilment yet, by line, in the order's order; two statements."""
    lines = {line.pk: line for line in OrderLine.objects.filter(order_id=order_id).order_by("position")}
    planned = FulfilmentLine.objects.filter(fulfilment__order_id=order_id)
    planned = planned.exclude(fulfilment__status=FulfilmentStatus.CANCELLED)
    left = pieces_left(
        {line.pk: line.quantity for line in lines.values()}, planned.order_by().values_list("line_id", "quantity")
    )
    return tuple(_piece(lines[line_id], quantity) for line_id, quantity in left.items())


def _piece(line: OrderLine, quantity: int) -> PieceView:
    return PieceView(line.pk, line.title, line.option_label, line.sku, quantity)


def _pieces(order_id: int) -> dict[int, list[PieceView]]:
    pieces = defaultdict(list)
    rows = FulfilmentLine.objects.filter(fulfilment__order_id=order_id).select_related("line")
    for row in rows.order_by("line__position"):
        pieces[row.fulfilment_id].append(_piece(row.line, row.quantity))
    return pieces


def _moves(order_id: int) -> dict[int, list[MoveView]]:
    moves = defaultdict(list)
    for row in FulfilmentMove.objects.filter(fulfilment__order_id=order_id).order_by("id"):
        moves[row.fulfilment_id].append(MoveView(row.to_status, row.at, row.actor_kind, row.actor_id, row.reason))
    return moves


def order_of_fulfilment(fulfilment_id: int) -> int:
    """The id of the order it belongs to. Refuses NotFound."""
    order_id = Fulfilment.objects.filter(pk=fulfilment_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(fulfilment_id=fulfilment_id)
    return int(order_id)
