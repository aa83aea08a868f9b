"""What is given back for a return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from commerce.core.actors import Actor
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.orders.application.at_the_door import sold
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus, shares_back, without_unpaid
from commerce.orders.models import OrderLine, ReturnLine
from commerce.payments.application.money_queries import hold_of
from commerce.payments.application.queries import PaymentView, locked_payment
from commerce.payments.domain.states import PaymentStatus


class NotCollectedYet(Refusal):
    """The order is to be paid at the door, and nobody has said yet what the courier brought."""

    code = "return_not_collected_yet"


def refund_return(*, return_id: int, actor: Actor, now: datetime) -> Money:
    """The money of its pieces is given back; returns how much.

    It is found from what was paid for each line, never priced again, and counted from the pieces for which money went
    back before: refused returns leave no gap. What was never paid of the order, at the door or by transfer, does not go
    back. Refuses NotFound, ReturnMoveRefused and NotCollectedYet: what will have been paid for the pieces nobody knows
    before the money is there.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.REFUNDED, actor=actor, reason="", now=now)
        payment = locked_payment(order.payment_id)
        if payment.status is PaymentStatus.COLLECT_ON_DELIVERY:
            raise NotCollectedYet
        before = ReturnLine.objects.filter(line__order=order, amount_minor__isnull=False).order_by()
        returned = dict(before.values_list("line_id").annotate(pieces=Sum("quantity")))
        unpaid = _unpaid(payment, returned, before.aggregate(given=Sum("amount_minor", default=0))["given"])
        rows = list(ReturnLine.objects.filter(parcel=parcel).select_related("line").order_by("line__position"))
        shares = [
            shares_back(sold(row.line), returned=returned.get(row.line_id, 0), returning=row.quantity) for row in rows
        ]
        for row, share in zip(rows, without_unpaid(shares, unpaid), strict=True):
            row.amount_minor, row.vat_minor = share.amount, share.vat
            row.save(update_fields=["amount_minor", "vat_minor"])
    return Money(sum(row.amount_minor or 0 for row in rows), order.currency)


def _unpaid(payment: PaymentView, returned: Mapping[int, int], given: int) -> int:
    """What was never paid of the order, without what earlier returns were given less for it. What is held for it is
    still to be taken, and counts as paid."""
    lines = OrderLine.objects.filter(pk__in=list(returned))
    shares = sum(shares_back(sold(line), returned=0, returning=returned[line.pk]).amount for line in lines)
    hold = hold_of(payment.id)
    held = hold.amount.minor if hold is not None else 0
    return max(payment.left.minor - held - (shares - given), 0)
