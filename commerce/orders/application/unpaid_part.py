"""What was never paid of an order, and comes off what its returns give back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet, Sum

from commerce.orders.application.at_the_door import sold
from commerce.orders.domain.returns import Share, shares_back, without_unpaid
from commerce.orders.models import Order, OrderLine, Return, ReturnLine
from commerce.payments.application.money_queries import hold_of
from commerce.payments.application.queries import PaymentView


def given_for(order: Order) -> dict[int, int]:
    """Pieces by line for which it has been said what is given back."""
    return dict(_given(order).values_list("line_id").annotate(pieces=Sum("quantity")))


def unpaid_part(order: Order, payment: PaymentView, returned: Mapping[int, int]) -> int:
    """What was never paid of the order, in minor units, without what its returns (of these pieces) are given less for
    it. What is held for it is still to be taken, and counts as paid."""
    lines = OrderLine.objects.filter(pk__in=list(returned))
    shares = sum(shares_back(sold(line), returned=0, returning=returned[line.pk]).amount for line in lines)
    given = _given(order).aggregate(given=Sum("amount_minor", default=0))["given"]
    hold = hold_of(payment.id)
    held = hold.amount.minor if hold is not None else 0
    return max(payment.left.minor - held - (shares - given), 0)


def take_off_untaken(order: Order, parcel: Return, payment: PaymentView) -> None:
    """The return, whose money has not gone back, gives back nothing that was held when that was said, and has not been
    taken. Order, return and payment are locked by the caller."""
    unpaid = unpaid_part(order, payment, given_for(order))
    if not unpaid:
        return
    rows = list(ReturnLine.objects.filter(parcel=parcel).order_by("line__position"))
    save_shares(rows, without_unpaid([Share(row.amount_minor or 0, row.vat_minor) for row in rows], unpaid))


def shares_of(order: Order, parcel: Return, payment: PaymentView) -> tuple[list[ReturnLine], list[Share]]:
    """The return's pieces by line, and what is given back for each where that is said now."""
    returned = given_for(order)
    rows = list(ReturnLine.objects.filter(parcel=parcel).select_related("line").order_by("line__position"))
    shares = [
        shares_back(sold(row.line), returned=returned.get(row.line_id, 0), returning=row.quantity) for row in rows
    ]
    return rows, without_unpaid(shares, unpaid_part(order, payment, returned))


def save_shares(rows: list[ReturnLine], shares: list[Share]) -> None:
    """This is given back for these pieces."""
    for row, share in zip(rows, shares, strict=True):
        row.amount_minor, row.vat_minor = share.amount, share.vat
        row.save(update_fields=["amount_minor", "vat_minor"])


def _given(order: Order) -> QuerySet[ReturnLine]:
    return ReturnLine.objects.filter(line__order=order, amount_minor__isnull=False).order_by()
