"""Answers about payments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commerce.core.money import Money
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment


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


def payments_for(payment_ids: Iterable[int]) -> dict[int, PaymentView]:
    """Many payments by id, in one query."""
    return {row.pk: _view(row) for row in Payment.objects.filter(pk__in=list(payment_ids))}


def _view(row: Payment) -> PaymentView:
    return PaymentView(
        id=row.pk, subject=row.subject, method=row.gateway, amount=row.amount, status=PaymentStatus(row.status)
    )
