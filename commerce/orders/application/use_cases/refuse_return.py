"""A return the store does not take."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus


def refuse_return(*, return_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Nothing is given back for it, and its pieces may be asked back again. Refuses NotFound and ReturnMoveRefused."""
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.REFUSED, actor=actor, reason=reason, now=now)
