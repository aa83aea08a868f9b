"""What went back for the pieces of returns, and what of it did not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from commerce.core.money import Money, total
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import Order, ReturnLine
from commerce.payments.application.money_queries import (
    WentBack,
    asked_refunds,
    went_back_otherwise,
)


@dataclass(frozen=True, slots=True)
class ReturnMoney:
    """Of what is `owed` for a return's pieces `gone` is with the payer or on its way by refunds of its own, and
    `otherwise` by other ways since one of those came to nothing. `is_asked`: its own stand, so that nothing is to be
    sent for it beside."""

    owed: Money
    gone: Money
    otherwise: Money
    is_asked: bool

    @property
    def lacking(self) -> Money:
        return Money(max((self.owed - self.gone - self.otherwise).minor, 0), self.owed.currency)


def asker_of(return_id: int) -> str:
    """By whom its refunds are asked for."""
    return f"return:{return_id}"


def money_of_returns(order: Order) -> dict[int, ReturnMoney]:
    """Of the order's returns whose money is given back, by their ids; two statements, and two more where a refund of
    theirs came to nothing.

    What went back by another way after that, as by an amount that staff typed, is taken to be theirs, and is counted
    once: whoever did it saw what was missing. What went back before does not count: so much less is left to send.
    """
    decided = ReturnLine.objects.filter(parcel__order=order, parcel__status=ReturnStatus.REFUNDED)
    rows = decided.order_by("parcel__position").values_list("parcel_id", "parcel__refund_key")
    sums = list(rows.annotate(owed=Sum("amount_minor", default=0)))
    refunds = asked_refunds(order.payment_id)
    askers = {asker_of(return_id) for return_id, _key, _owed in sums}
    ways: list[WentBack] | None = None
    found = {}
    for return_id, key, minor in sums:
        own = [refund for refund in refunds.values() if refund.asked_by == asker_of(return_id)]
        owed, gone = Money(minor, order.currency), total([one.standing for one in own], order.currency)
        since = min((one.failed_at for one in own if one.failed_at is not None), default=None)
        otherwise = Money.zero(order.currency)
        if since is not None and gone < owed:
            ways = went_back_otherwise(order.payment_id, askers) if ways is None else ways
            after = [way for way in ways if way.at >= since]
            otherwise, left = _taken_of(after, owed - gone)
            ways = [way for way in ways if way.at < since] + left
        found[return_id] = ReturnMoney(owed, gone, otherwise, is_asked=key in refunds and since is None)
    return found


def _taken_of(ways: list[WentBack], wanted: Money) -> tuple[Money, list[WentBack]]:
    """At most so much of these together, and what is left of each."""
    taken, left = Money.zero(wanted.currency), []
    for way in ways:
        part = min(way.amount, wanted - taken)
        taken += part
        left.append(WentBack(way.at, way.amount - part))
    return taken, left
