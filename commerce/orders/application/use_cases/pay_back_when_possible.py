"""The money of a return goes to who paid, as soon as it can."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from commerce.core.money import Money
from commerce.orders.application.use_cases.pay_back_return import MoneyStillHeld, pay_back_return
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import ReturnLine, ReturnMove
from commerce.payments.application.use_cases.note_waiting_refund import note_waiting_refund
from commerce.payments.application.use_cases.refund_payment import RefundUnderWay


def pay_back_when_possible(*, return_id: int, now: datetime) -> bool:
    """As `pay_back_return`; False while its money is held only, or another refund of the payment has not ended: then it
    is to be asked for again, and of another refund a person is told once that has lasted for a day. Refuses what
    `pay_back_return` refuses otherwise."""
    try:
        pay_back_return(return_id=return_id, now=now)
    except MoneyStillHeld:
        return False
    except RefundUnderWay:
        with transaction.atomic():
            _note(return_id, now)
        return False
    return True


def _note(return_id: int, now: datetime) -> None:
    moves = ReturnMove.objects.filter(parcel_id=return_id, to_status=ReturnStatus.REFUNDED)
    move = moves.select_related("parcel__order").get()
    minor = ReturnLine.objects.filter(parcel_id=return_id).aggregate(all=Sum("amount_minor", default=0))["all"]
    note_waiting_refund(
        payment_id=move.parcel.order.payment_id,
        request_key=move.parcel.refund_key,
        amount=Money(minor, move.parcel.order.currency),
        since=move.at,
        now=now,
    )
