"""A return the store does not take."""

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.orders.application.order_stock import pieces_of_lines, take_off_again
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import ReturnLine


class NeverSent(Refusal):
    """The return is of pieces that were called off and never left the house: nobody else has them."""

    code = "return_never_sent"


def refuse_return(*, return_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Nothing is given back for it; its pieces are the shopper's and may be asked back again. Those that had been put
    on the shelf are taken off it.

    Refuses NotFound, ReturnMoveRefused, NeverSent, and BelowReserved where the pieces on the shelf are promised to
    others: they can't go back to the shopper any more.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        if parcel.was_never_sent:
            raise NeverSent
        move_return(order, parcel, ReturnStatus.REFUSED, actor=actor, reason=reason, now=now)
        on_shelf = ReturnLine.objects.filter(parcel=parcel, is_restocked=True)
        take_off_again(order, pieces_of_lines(on_shelf), f"{actor.kind}:{actor.id}", now)
        on_shelf.update(is_restocked=False)
