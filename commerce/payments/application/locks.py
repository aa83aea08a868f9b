"""What is locked before money moves, always in this order: the payment, its attempt, a movement of that.

Of one store each: in SYSTEM they raise ScopeUnset.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from commerce.core.blanks import Blank
from commerce.core.kept_statements import kept_statement
from commerce.payments.models import Operation, Payment, PaymentAttempt


def lock_payment(payment_id: int) -> Payment:
    """The payment, locked until the transaction ends. Raises Payment.DoesNotExist: payments are never deleted."""
    return _only(Payment, _payment(payment_id=payment_id))


def lock_attempt(attempt_id: int) -> tuple[Payment, PaymentAttempt]:
    """The attempt and its payment, both locked until the transaction ends. Raises Payment.DoesNotExist for none."""
    payment = _only(Payment, _payment_of(attempt_id=attempt_id))
    return payment, _only(PaymentAttempt, _attempt(attempt_id=attempt_id))


def lock_operation(operation_id: int) -> tuple[Payment, PaymentAttempt, Operation]:
    """The movement, its attempt and its payment, all locked until the transaction ends. Raises Operation.DoesNotExist
    for none."""
    attempt_id = Operation.objects.values_list("attempt_id", flat=True).get(pk=operation_id)
    payment, attempt = lock_attempt(attempt_id)
    return payment, attempt, Operation.objects.select_for_update().get(pk=operation_id)


def _only(model: type[Any], rows: list[Any]) -> Any:
    if not rows:
        raise model.DoesNotExist(f"no such {model.__name__}")
    return rows[0]


@kept_statement
def _payment(payment_id: Blank) -> QuerySet[Any]:
    return Payment.objects.select_for_update().filter(pk=payment_id)


@kept_statement
def _payment_of(attempt_id: Blank) -> QuerySet[Any]:
    attempts = PaymentAttempt.objects.filter(pk=attempt_id)
    return Payment.objects.select_for_update().filter(pk__in=attempts.values("payment_id"))


@kept_statement
def _attempt(attempt_id: Blank) -> QuerySet[Any]:
    return PaymentAttempt.objects.select_for_update().filter(pk=attempt_id)
