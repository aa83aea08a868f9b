"""Answers about payments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.payments.application.ports import UnknownPaymentMethod, gateway_for
from commerce.payments.domain.states import AttemptStatus, PaymentStatus, is_being_checked
from commerce.payments.models import Payment, PaymentAttempt


@dataclass(frozen=True, slots=True)
class PaymentView:
    id: int
    subject: str
    method: str
    amount: Money
    status: PaymentStatus


def get_payment(payment_id: int) -> PaymentView:
    """How this payment stands (Payment.DoesNotExist for none: payments are never deleted)."""
    return _view(Payment.objects.get(pk=payment_id))


def payment_is_being_checked(payment_id: int) -> bool:
    """Whether the payer has done their part and the gateway has not said yet what came of it."""
    attempt = PaymentAttempt.objects.open().filter(payment_id=payment_id).first()
    return attempt is not None and is_being_checked(
        AttemptStatus(attempt.status), was_payer_sent=attempt.next_action is not None
    )


def payments_for(payment_ids: Iterable[int]) -> dict[int, PaymentView]:
    """Many payments by id, in one query."""
    return {row.pk: _view(row) for row in Payment.objects.filter(pk__in=list(payment_ids))}


def method_name(code: str) -> Bilingual:
    """What shoppers call this way to pay; its code when the site no longer offers it."""
    try:
        return gateway_for(code).method.name
    except UnknownPaymentMethod:
        return Bilingual(ar=code, en=code)


def _view(row: Payment) -> PaymentView:
    return PaymentView(
        id=row.pk, subject=row.subject, method=row.gateway, amount=row.amount, status=PaymentStatus(row.status)
    )
