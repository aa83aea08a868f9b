"""What a courier is to bring of an order that is paid at the door."""

from __future__ import annotations

from django.db.models import Sum

from commerce.core.money import Money
from commerce.orders.domain.returns import IN_THE_HOUSE, SoldLine, shares_back
from commerce.orders.models import OrderLine, ReturnLine


def owed_at_the_door(order_id: int, left: Money) -> Money:
    """Of `left`, what is still to be paid of the order, all but what its pieces cost that are with the store again."""
    there = ReturnLine.objects.filter(parcel__order_id=order_id, parcel__status__in=sorted(IN_THE_HOUSE))
    pieces = dict(there.order_by().values_list("line_id").annotate(pieces=Sum("quantity")))
    lines = OrderLine.objects.filter(pk__in=list(pieces))
    came_back = sum(shares_back(sold(line), returned=0, returning=pieces[line.pk]).amount for line in lines)
    return Money(max(left.minor - came_back, 0), left.currency)


def sold(line: OrderLine) -> SoldLine:
    return SoldLine(line.quantity, line.paid_minor, line.vat_minor)
