"""How a fulfilment changes state: under its order's lock, by the table, with its history."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from commerce.core.actors import Actor
from commerce.core.errors import NotFound, Refusal
from commerce.orders.application.histories import write_move
from commerce.orders.application.moves import lock_order
from commerce.orders.domain.events import FulfilmentMoved
from commerce.orders.domain.fulfilments import SENT, FulfilmentStatus, may_move_fulfilment, pieces_left
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Fulfilment, FulfilmentLine, FulfilmentMove, Order, OrderLine
from commerce.payments.application.queries import is_let_go


class FulfilmentMoveRefused(Refusal):
    """A fulfilment in state `current` does not move to `wanted`."""

    code = "fulfilment_move_refused"


class MoneyLetGo(Refusal):
    """Nobody pays for what would be sent: what was held for the order has been let go, or is this moment."""

    code = "order_money_let_go"


def lock_fulfilment(fulfilment_id: int) -> tuple[Order, Fulfilment]:
    """The fulfilment and its order, locked until the transaction ends. Refuses NotFound."""
    order_id = Fulfilment.objects.filter(pk=fulfilment_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(fulfilment_id=fulfilment_id)
    order = lock_order(order_id)
    return order, Fulfilment.objects.select_for_update().get(pk=fulfilment_id)


def move_fulfilment(
    order: Order, fulfilment: Fulfilment, to: FulfilmentStatus, *, actor: Actor, reason: str, now: datetime
) -> None:
    """The locked fulfilment is in that state, its history and the outbox say so.

    Refuses FulfilmentMoveRefused, and MoneyLetGo for pieces that would leave the house.
    """
    before = FulfilmentStatus(fulfilment.status)
    if not may_move_fulfilment(before, to):
        raise FulfilmentMoveRefused(current=before.value, wanted=to.value)
    if to is FulfilmentStatus.SHIPPED and is_let_go(order.payment_id):
        raise MoneyLetGo
    fulfilment.status = to
    fulfilment.save(update_fields=["status", "tracking_number"])
    note_move(order, fulfilment, before.value, actor=actor, reason=reason, now=now)


def note_move(order: Order, fulfilment: Fulfilment, before: str, *, actor: Actor, reason: str, now: datetime) -> None:
    """History, log and outbox say that the fulfilment is where it is, and was `before` (empty: nowhere)."""
    to = FulfilmentStatus(fulfilment.status)
    write_move(
        FulfilmentMove(fulfilment=fulfilment, from_status=before, to_status=to),
        order,
        FulfilmentMoved(order_id=order.pk, fulfilment_id=fulfilment.pk, from_status=before, to_status=to.value),
        action=f"shipment_{to.value}",
        actor=actor,
        reason=reason,
        now=now,
    )


def pieces_to_plan(order: Order) -> dict[int, int]:
    """Pieces by line that lie in no fulfilment yet."""
    return pieces_left(_ordered(order), _taken(order, set(FulfilmentStatus) - {FulfilmentStatus.CANCELLED}))


def is_all_sent(order: Order) -> bool:
    return not pieces_left(_ordered(order), _taken(order, SENT))


def sent_pieces(order: Order) -> dict[int, int]:
    """Pieces by line that have left the house."""
    return dict(_taken(order, SENT))


def has_sent(order: Order) -> bool:
    """Whether any of its pieces have left the house."""
    return Fulfilment.objects.filter(order=order, status__in=sorted(SENT)).exists()


def is_all_delivered(order: Order) -> bool:
    """Whether nothing more is to be sent, and all that was sent has arrived."""
    on_their_way = Fulfilment.objects.filter(order=order, status=FulfilmentStatus.SHIPPED)
    return order.status == OrderStatus.SHIPPED and not on_their_way.exists()


def _ordered(order: Order) -> dict[int, int]:
    return dict(OrderLine.objects.filter(order=order).order_by("position").values_list("pk", "quantity"))


def _taken(order: Order, statuses: set[FulfilmentStatus] | frozenset[FulfilmentStatus]) -> list[tuple[int, int]]:
    lines = FulfilmentLine.objects.filter(fulfilment__order=order, fulfilment__status__in=sorted(statuses))
    return list(lines.order_by().values_list("line_id").annotate(pieces=Sum("quantity")))
