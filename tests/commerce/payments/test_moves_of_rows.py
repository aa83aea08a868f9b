"""The database's own copy of the tables of moves."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commerce.payments.domain.states import (
    ATTEMPT_MOVES,
    PAYMENT_MOVES,
    AttemptStatus,
    PaymentStatus,
    attempt_after,
)
from commerce.payments.domain.values import Outcome
from commerce.payments.models import Payment, PaymentAttempt
from tests.commerce.carts.shop import NOON


def a_payment(subject: str, status: str = "created", **more: Any) -> Payment:
    owed = {"subject": subject, "gateway": "paytabs", "amount_minor": 9200, "currency": "SAR"}
    return Payment.objects.create(**owed, status=status, created_at=NOON, changed_at=NOON, **more)


def an_attempt(payment: Payment, status: str) -> PaymentAttempt:
    return PaymentAttempt.objects.create(
        payment=payment, gateway="paytabs", status=status, ask_at=NOON, created_at=NOON
    )


def allows(row: Payment | PaymentAttempt, status: str) -> bool:
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(status=status)
    except IntegrityError:
        return False
    return True


def test_of_payments_it_allows_exactly_the_moves_of_the_table(in_noor: Any) -> None:
    for before, after in product(PaymentStatus, PaymentStatus):
        row = a_payment(f"{before}:{after}", before)
        assert allows(row, after) == (after is before or after in PAYMENT_MOVES[before]), (before, after)


def test_of_attempts_it_allows_exactly_the_moves_of_the_table(in_noor: Any) -> None:
    for before, after in product(AttemptStatus, AttemptStatus):
        row = an_attempt(a_payment(f"{before}:{after}"), before)
        assert allows(row, after) == (after is before or after in ATTEMPT_MOVES[before]), (before, after)


@pytest.mark.parametrize(("status", "outcome"), list(product(AttemptStatus, Outcome)))
def test_no_observation_moves_an_attempt_beside_the_table(status: AttemptStatus, outcome: Outcome) -> None:
    assert attempt_after(status, outcome) in {status, *ATTEMPT_MOVES[status]}


def test_no_more_is_held_than_is_owed(in_noor: Any) -> None:
    rows = Payment.objects.filter(pk=a_payment("order:1").pk)
    rows.update(authorised_minor=9200)
    with pytest.raises(IntegrityError, match="payment_holds_what_is_owed"), transaction.atomic():
        rows.update(authorised_minor=9201)
