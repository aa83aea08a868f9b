"""Packing."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.fulfilment_moves import lock_fulfilment, move_fulfilment
from commerce.orders.domain.fulfilments import FulfilmentStatus


def pack_fulfilment(*, fulfilment_id: int, actor: Actor, now: datetime) -> None:
    """Its pieces are packed. Refuses NotFound and FulfilmentMoveRefused."""
    with transaction.atomic():
        order, fulfilment = lock_fulfilment(fulfilment_id)
        move_fulfilment(order, fulfilment, FulfilmentStatus.PACKED, actor=actor, reason="", now=now)
