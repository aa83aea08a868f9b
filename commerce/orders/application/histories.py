"""What happened to an order, a shipment or a return, as it is kept and told."""

from __future__ import annotations

from datetime import datetime

from commerce.core.actors import Actor
from commerce.core.audit import Deed, Facts, record
from commerce.core.bilingual import Bilingual
from commerce.core.events import Event
from commerce.core.outbox import publish
from commerce.orders.models import Order
from commerce.orders.models.moves import Move


def write_move(
    move: Move,
    order: Order,
    event: Event,
    *,
    action: str | None,
    actor: Actor,
    reason: str,
    now: datetime,
    was: Facts | None = None,
    is_now: Facts | None = None,
) -> None:
    """The move of the locked order, or of what belongs to it, stands in its history, in the store's log as this
    `action` (None: it is no news there), and in the outbox as this event."""
    why = reason.strip()
    move.actor_kind, move.actor_id, move.reason, move.at = actor.kind, actor.id, why[:300], now
    move.save(force_insert=True)
    if action is not None:
        number = Bilingual(ar=str(order.number), en=str(order.number))
        record(Deed("order", action, order.pk, number, was or {}, is_now or {}, why), actor=actor)
    publish(event)
