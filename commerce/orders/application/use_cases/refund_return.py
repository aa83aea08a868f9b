"""What is given back for a return."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from commerce.core.actors import Actor
from commerce.core.money import Money
from commerce.orders.application.return_moves import lock_return, move_return
from commerce.orders.domain.returns import ReturnStatus, SoldLine, shares_back
from commerce.orders.models import ReturnLine


def refund_return(*, return_id: int, actor: Actor, now: datetime) -> Money:
    """The money of its pieces is given back; returns how much.

    It is found from what was paid for each line, never priced again, and counted from the pieces for which money went
    back before: refused returns leave no gap. Refuses NotFound and ReturnMoveRefused.
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        move_return(order, parcel, ReturnStatus.REFUNDED, actor=actor, reason="", now=now)
        rows = list(ReturnLine.objects.filter(parcel=parcel).select_related("line").order_by("line__position"))
        before = ReturnLine.objects.filter(line__order=order, amount_minor__isnull=False).order_by()
        returned = dict(before.values_list("line_id").annotate(pieces=Sum("quantity")))
        for row in rows:
            sold = SoldLine(row.line.quantity, row.line.paid_minor, row.line.vat_minor)
            row.amount_minor, row.vat_minor = shares_back(
                sold, returned=returned.get(row.line_id, 0), returning=row.quantity
            )
            row.save(update_fields=["amount_minor", "vat_minor"])
    return Money(sum(row.amount_minor or 0 for row in rows), order.currency)
