"""The money of a return is sent once more."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.outbox import publish
from commerce.orders.application.return_money import money_of_returns
from commerce.orders.application.return_moves import lock_return
from commerce.orders.application.use_cases.pay_back_return import pay_back_return
from commerce.orders.domain.events import ReturnUnpaid
from commerce.orders.domain.returns import ReturnStatus
from commerce.payments.application.money_queries import asked_refunds


class NotToPayBackAgain(Refusal):
    """Its money is with the payer or on its way, or is not to be given back."""

    code = "return_not_to_pay_back_again"


def pay_back_again(*, return_id: int, now: datetime) -> int | None:
    """What came to nothing of a return's refund, and did not go back by another way since, is paid back by a new one;
    returns its id, None where nothing is left to give back. What can't be sent now, because another refund of the
    payment is under way (RefundUnderWay), is sent by itself once that has ended.

    Asked twice at once it is one refund: the second finds the first's. Refuses NotFound, NotToPayBackAgain, and what
    `pay_back_return` refuses. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        order, parcel = lock_return(return_id)
        if parcel.status != ReturnStatus.REFUNDED:
            raise NotToPayBackAgain
        is_sent = parcel.refund_key in asked_refunds(order.payment_id)
        money = money_of_returns(order)[return_id]
        if is_sent and (money.is_asked or money.lacking.is_zero):
            raise NotToPayBackAgain
        if is_sent:
            parcel.refund_key = uuid.uuid4()
            parcel.save(update_fields=["refund_key"])
        publish(ReturnUnpaid(return_id=return_id))
    return pay_back_return(return_id=return_id, now=now)
