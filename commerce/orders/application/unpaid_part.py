"""What was never paid of an order, and comes off what its returns give back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet, Sum

from commerce.core.money import Money
from commerce.orders.application.at_the_door import sold
from commerce.orders.domain.returns import ReturnStatus, Share, shares_back, with_taken, without_unpaid
from commerce.orders.models import Order, OrderLine, Return, ReturnLine, ReturnMove
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


def add_taken(order: Order, payment: PaymentView, lacking: Money) -> list[int]:
    """Returns that give back less, as so much had not been taken when that was said, give back what was taken since;
    returns their ids. `lacking` is what the order's returns are to be sent already; what the store keeps of the order,
    and what went back by other ways, is no return's. Order and payment are locked by the caller."""
    decided = dict(
        ReturnMove.objects.filter(parcel__order=order, to_status=ReturnStatus.REFUNDED).values_list("parcel_id", "pk")
    )
    rows = sorted(_given(order).select_related("line"), key=lambda row: (decided[row.parcel_id], row.line.position))
    returned, shares = dict.fromkeys((row.line_id for row in rows), 0), []
    for row in rows:
        shares.append(shares_back(sold(row.line), returned=returned[row.line_id], returning=row.quantity))
        returned[row.line_id] += row.quantity
    kept = payment.amount.minor - sum(share.amount for share in shares)
    given = [row.amount_minor or 0 for row in rows]
    now = with_taken(shares, given, max(payment.refundable.minor - kept - lacking.minor, 0))
    raised = [(row, share) for row, share, was in zip(rows, now, given, strict=True) if share.amount > was]
    save_shares([row for row, _share in raised], [share for _row, share in raised])
    return sorted({row.parcel_id for row, _share in raised})


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
