"""Unpacking: a shipment that will not leave as it is."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.fulfilment_moves import lock_fulfilment, move_fulfilment
from commerce.orders.domain.fulfilments import FulfilmentStatus


def cancel_fulfilment(*, fulfilment_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Its pieces can be planned anew. Refuses NotFound, and FulfilmentMoveRefused once it has left the house."""
    with transaction.atomic():
        order, fulfilment = lock_fulfilment(fulfilment_id)
        move_fulfilment(order, fulfilment, FulfilmentStatus.CANCELLED, actor=actor, reason=reason, now=now)
