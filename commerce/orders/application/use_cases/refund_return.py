"""What is given back for a return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from commerce.core.actors import Actor
from commerce.core.money import Money
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus, SoldLine, shares_back, without_unpaid
from commerce.orders.models import Order, OrderLine, ReturnLine
from commerce.payments.application.money_queries import hold_of
from commerce.payments.application.queries import locked_payment


def refund_return(*, return_id: int, actor: Actor, now: datetime) -> Money:
    """The money of its pieces is given back; returns how much.

    It is found from what was paid for each line, never priced again, and counted from the pieces for which money went
    back before: refused returns leave no gap. What was never paid of the order, at the door or by transfer, does not go
    back. Refuses NotFound and ReturnMoveRefused.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.REFUNDED, actor=actor, reason="", now=now)
        before = ReturnLine.objects.filter(line__order=order, amount_minor__isnull=False).order_by()
        returned = dict(before.values_list("line_id").annotate(pieces=Sum("quantity")))
        unpaid = _unpaid(order, returned, before.aggregate(given=Sum("amount_minor", default=0))["given"])
        rows = list(ReturnLine.objects.filter(parcel=parcel).select_related("line").order_by("line__position"))
        shares = [
            shares_back(_sold(row.line), returned=returned.get(row.line_id, 0), returning=row.quantity) for row in rows
        ]
        for row, share in zip(rows, without_unpaid(shares, unpaid), strict=True):
            row.amount_minor, row.vat_minor = share.amount, share.vat
            row.save(update_fields=["amount_minor", "vat_minor"])
    return Money(sum(row.amount_minor or 0 for row in rows), order.currency)


def _unpaid(order: Order, returned: Mapping[int, int], given: int) -> int:
    """What was never paid of the order, without what earlier returns were given less for it. What is held for it is
    still to be taken, and counts as paid."""
    lines = OrderLine.objects.filter(pk__in=list(returned))
    shares = sum(shares_back(_sold(line), returned=0, returning=returned[line.pk]).amount for line in lines)
    payment = locked_payment(order.payment_id)
    hold = hold_of(order.payment_id)
    held = hold.amount.minor if hold is not None else 0
    return max(payment.left.minor - held - (shares - given), 0)


def _sold(line: OrderLine) -> SoldLine:
    return SoldLine(line.quantity, line.paid_minor, line.vat_minor)
