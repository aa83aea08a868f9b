"""The nightly look sees money that a payment or an attempt has forgotten, and not only what it remembers otherwise."""

from __future__ import annotations

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.models import Payment, PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import findings, held, refund, sweep, take
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.test_settling import hear
from tests.commerce.payments.failures.test_settling import later as looked_at
from tests.commerce.payments.failures.till import attempts


def differences() -> int:
    return check_books(now=clock.now())


@pytest.mark.parametrize("forgets", [Payment, PaymentAttempt])
def test_what_was_forgotten_whole_is_told(till: OpenTill, forgets: type[Payment | PaymentAttempt]) -> None:
    take(till("paytabs"))
    assert differences() == 0
    with transaction.atomic():
        forgets.objects.update(captured_minor=0)
    assert differences() == 1
    assert findings() == ["books_differ"]
    with transaction.atomic():
        forgets.objects.update(captured_minor=9200)
    assert differences() == 0


@pytest.mark.parametrize("forgets", [Payment, PaymentAttempt])
def test_a_hold_that_was_forgotten_is_told(till: OpenTill, forgets: type[Payment | PaymentAttempt]) -> None:
    held(till("hyperpay"))
    with transaction.atomic():
        forgets.objects.update(authorised_minor=0)
    assert differences() == 1


@pytest.mark.parametrize("column", ["refunded_minor", "refund_pending_minor"])
def test_what_an_attempt_says_went_back_is_compared_too(till: OpenTill, column: str) -> None:
    take(till("hyperpay"))
    with transaction.atomic():
        PaymentAttempt.objects.update(**{column: 3000})
    assert differences() == 1


def test_the_control_what_agrees_is_not_told(till: OpenTill) -> None:
    """Given back by us, elsewhere, and by the bank; what was paid twice as well."""
    noor = till("hyperpay")
    noor.simulator.fault("page_stays_open", "hyperpay", "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    refund(payment_id, 1000)
    elsewhere(noor, "refund", 2000)
    elsewhere(noor, "chargeback", 500)
    noor.pay(action)
    elsewhere(noor, "chargeback", 700)
    hear(noor, noor.sent())
    looked_at(noor, 2)
    cancel_payment(payment_id=payment_id, now=clock.now())
    sweep(noor, 2)
    assert len(attempts()) == 2
    assert differences() == 0
