"""Whether money goes back the way it came, now."""

from __future__ import annotations

from commerce.core.money import Money, total
from commerce.payments.application.accounts import capabilities_of
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.refunds import left_of
from commerce.payments.domain.capabilities import Voids
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.models import Operation, Payment, PaymentAttempt


def may_go_back(payment_id: int) -> Money:
    """How much of what is left of the payment can be given back now, by what took it: where its gateways give nothing
    back, or other movements have to end first, a refund would be refused."""
    payment = Payment.objects.get(pk=payment_id)
    none = Money.zero(payment.currency)
    if not payment.refundable.minor:
        return none
    taken = PaymentAttempt.objects.filter(payment=payment, captured_minor__gt=0, is_unapplied=False)
    attempts = list(taken.select_related("payment", "account").order_by("id"))
    if not attempts:
        return payment.refundable if gateway_for(payment.gateway).method.capabilities.offline else none
    able = [attempt.refundable for attempt in attempts if may_go_back_of(attempt)]
    return min(payment.refundable, total(able, payment.currency))


def may_go_back_of(attempt: PaymentAttempt) -> bool:
    """Whether what is left of what it took can be given back now."""
    left = left_of(attempt)
    return bool(left.minor) and is_offered(attempt, left) and not waits_for_another(attempt)


def is_offered(attempt: PaymentAttempt, amount: Money) -> bool:
    """Whether what took so much gives that back: some give nothing back, or only the whole."""
    can = capabilities_of(attempt)
    return can.refunds and (can.partial_refunds or amount.minor == attempt.captured_minor)


def waits_for_another(attempt: PaymentAttempt) -> bool:
    """Whether a movement of the attempt has to end before a refund of it begins: where the gateway keeps sums and names
    no refund, any; elsewhere one that takes or undoes, but for a void of what was not taken of the hold."""
    can = capabilities_of(attempt)
    open_ones = Operation.objects.unsettled().filter(attempt=attempt)
    if not can.names_each_refund:
        return bool(open_ones.exists())
    rivals = open_ones.exclude(kind=OperationKind.REFUND)
    if can.voids is Voids.HOLDS_ONLY:
        rivals = rivals.exclude(kind=OperationKind.VOID)
    return bool(rivals.exists())
