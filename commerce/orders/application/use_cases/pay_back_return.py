"""The money of a return goes to who paid."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from commerce.core.errors import NotFound, Refusal
from commerce.core.idempotency import KeyReused
from commerce.core.money import Money, total
from commerce.orders.application.return_money import asker_of, money_of_returns
from commerce.orders.application.return_moves import lock_return
from commerce.orders.application.unpaid_part import take_off_untaken
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import Order, Return
from commerce.payments.application.money_queries import PaymentMoney, asked_refunds, money_for
from commerce.payments.application.queries import PaymentView, locked_payment
from commerce.payments.application.use_cases.refund_payment import (
    RefundRequest,
    RefundTooLarge,
    RefundUnderWay,
    refund_payment,
)
from commerce.payments.domain.operations import RefundSource


class MoneyStillHeld(Refusal):
    """What was paid for the return's pieces is held and not taken yet: it goes back once it is."""

    code = "return_money_still_held"


def pay_back_return(*, return_id: int, now: datetime) -> int | None:
    """What was paid for the return's pieces is on its way to the payer, or there already; asked again it is the same
    refund, of which the id is returned, though more or less was left then. What it is owed more since then goes by one
    of its own. None where there is nothing to give back, or nothing was taken.

    What was held when that was said, and has not been taken, never goes back. Where less is left of what was paid,
    because some went back before, that is what goes back; not while another refund is on its way, for that may come to
    nothing and leave more. Refuses NotFound for a return whose money is not to be given back, MoneyStillHeld,
    RefundUnderWay, and what `refund_payment` refuses otherwise. Call with no transaction open (TransactionOpen).
    """
    try:
        return _pay_back_what_is_owed(return_id, now)
    except KeyReused:  # asked for a moment ago, by somebody for whom another amount was owed, or left
        return _pay_back_what_is_owed(return_id, now)


def _pay_back_what_is_owed(return_id: int, now: datetime) -> int | None:
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        if parcel.status != ReturnStatus.REFUNDED:
            raise NotFound(return_id=return_id)
        payment = locked_payment(order.payment_id)
        money = _money_of(order)
        asked = asked_refunds(order.payment_id).get(parcel.refund_key)
        if asked is not None and _is_owed_more(order, parcel, payment):
            parcel.refund_key, asked = uuid.uuid4(), None
            parcel.save(update_fields=["refund_key"])
        if not money.paid.is_zero and asked is None:
            take_off_untaken(order, parcel, payment)
        amount = money_of_returns(order)[return_id].lacking if asked is None else asked.amount
    if money.paid.is_zero:
        if money.held.is_zero:
            return None
        raise MoneyStillHeld
    try:
        return _pay_back(order, parcel, amount, now)
    except RefundTooLarge as refusal:
        with transaction.atomic():
            money = _money_of(order)
        # More than was left a moment ago: the other refund has failed meanwhile.
        if not money.on_its_way.is_zero or money.refundable > refusal.left:
            raise RefundUnderWay from refusal
        return _pay_back(order, parcel, refusal.left, now)


def _is_owed_more(order: Order, parcel: Return, payment: PaymentView) -> bool:
    """Whether its refunds stand and leave something of what it is owed, and that is there: more was taken while they
    were being sent. Where less was left for them, nothing is."""
    returns = money_of_returns(order)
    own, lacking = returns[parcel.pk], total([each.lacking for each in returns.values()], order.currency)
    return own.is_asked and not own.lacking.is_zero and lacking <= payment.refundable


def _money_of(order: Order) -> PaymentMoney:
    return money_for([order.payment_id])[order.payment_id]


def _pay_back(order: Order, parcel: Return, amount: Money, now: datetime) -> int | None:
    if amount.is_zero:
        return None
    request = RefundRequest(
        amount=amount, key=parcel.refund_key, source=RefundSource.RETURN, asked_by=asker_of(parcel.pk)
    )
    return refund_payment(payment_id=order.payment_id, request=request, now=now)
