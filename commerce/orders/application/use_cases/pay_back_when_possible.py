"""The money of a return goes to who paid, as soon as it can."""

from datetime import datetime

from django.db import transaction

from commerce.orders.application.return_money import asker_of, money_of_returns
from commerce.orders.application.use_cases.pay_back_return import MoneyStillHeld, pay_back_return
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import Return, ReturnMove
from commerce.payments.application.use_cases.note_unreturned import note_unreturned
from commerce.payments.application.use_cases.note_waiting_refund import note_waiting_refund
from commerce.payments.application.use_cases.refund_payment import RefundNotOffered, RefundUnderWay


def pay_back_when_possible(*, return_id: int, now: datetime) -> bool:
    """As `pay_back_return`; False while its money is held only, or another refund of the payment has not ended: then it
    is to be asked for again, and of another refund a person is told once that has lasted for a day. What the way it was
    paid by gives nothing of back is a person's at once. Refuses what `pay_back_return` refuses otherwise."""
    try:
        pay_back_return(return_id=return_id, now=now)
    except MoneyStillHeld:
        return False
    except RefundUnderWay:
        with transaction.atomic():
            _note_wait(return_id, now)
        return False
    except RefundNotOffered:
        with transaction.atomic():
            _note_end(return_id, now)
    return True


def _note_wait(return_id: int, now: datetime) -> None:
    moves = ReturnMove.objects.filter(parcel_id=return_id, to_status=ReturnStatus.REFUNDED)
    move = moves.select_related("parcel__order").get()
    note_waiting_refund(
        payment_id=move.parcel.order.payment_id,
        request_key=move.parcel.refund_key,
        amount=money_of_returns(move.parcel.order)[return_id].lacking,
        since=move.at,
        now=now,
    )


def _note_end(return_id: int, now: datetime) -> None:
    order = Return.objects.select_related("order").get(pk=return_id).order
    lacking = money_of_returns(order)[return_id].lacking
    note_unreturned(payment_id=order.payment_id, asked_by=asker_of(return_id), amount=lacking, now=now)
