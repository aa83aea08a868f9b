"""What is given back for a return."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.application.unpaid_part import save_shares, shares_of
from commerce.orders.domain.returns import ReturnStatus
from commerce.payments.application.queries import locked_payment
from commerce.payments.domain.states import PaymentStatus


class NotCollectedYet(Refusal):
    """The order is to be paid at the door, and nobody has said yet what the courier brought."""

    code = "return_not_collected_yet"


def refund_return(*, return_id: int, actor: Actor, now: datetime) -> Money:
    """The money of its pieces is given back; returns how much.

    It is found from what was paid for each line, never priced again, and counted from the pieces for which money went
    back before: refused returns leave no gap. What was never paid of the order, at the door or by transfer, does not go
    back. What is held counts as paid here: of what is not taken in the end nothing goes back (`pay_back_return`).
    Refuses NotFound, ReturnMoveRefused and NotCollectedYet: what will have been paid for the pieces nobody knows before
    the money is there.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.REFUNDED, actor=actor, reason="", now=now)
        payment = locked_payment(order.payment_id)
        if payment.status is PaymentStatus.COLLECT_ON_DELIVERY:
            raise NotCollectedYet
        rows, shares = shares_of(order, parcel, payment)
        save_shares(rows, shares)
    return Money(sum(row.amount_minor or 0 for row in rows), order.currency)
