"""The money of a return goes to who paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from commerce.core.errors import NotFound
from commerce.core.idempotency import KeyReused
from commerce.core.money import Money
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.models import Return, ReturnLine
from commerce.payments.application.money_queries import refund_of_key
from commerce.payments.application.use_cases.refund_payment import RefundRequest, RefundTooLarge, refund_payment
from commerce.payments.domain.operations import RefundSource


def pay_back_return(*, return_id: int, now: datetime) -> int | None:
    """What was paid for the return's pieces is on its way to the payer, or there already; asked again it is the same
    refund, of which the id is returned, though more or less was left then. None where there is nothing to give back.

    Where less is left of what was paid, because some went back before, that is what goes back. Refuses NotFound for a
    return whose money is not to be given back, and what `refund_payment` refuses otherwise. Call with no transaction
    open (TransactionOpen).
    """
    with transaction.atomic():
        refunded = Return.objects.filter(pk=return_id, status=ReturnStatus.REFUNDED).select_related("order")
        parcel = refunded.first()
        if parcel is None:
            raise NotFound(return_id=return_id)
        minor = ReturnLine.objects.filter(parcel=parcel).aggregate(all=Sum("amount_minor", default=0))["all"]
    try:
        return _pay_back(parcel, Money(minor, parcel.order.currency), now)
    except RefundTooLarge as refusal:
        return _pay_back(parcel, refusal.left, now)


def _pay_back(parcel: Return, amount: Money, now: datetime) -> int | None:
    if amount.is_zero:
        return None
    request = RefundRequest(
        amount=amount, key=parcel.refund_key, source=RefundSource.RETURN, asked_by=f"return:{parcel.pk}"
    )
    try:
        return refund_payment(payment_id=parcel.order.payment_id, request=request, now=now)
    except KeyReused:  # it was asked for before, when another amount was left
        with transaction.atomic():
            return refund_of_key(parcel.refund_key)
