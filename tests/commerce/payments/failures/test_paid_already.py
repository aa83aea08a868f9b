"""What is held, or refused by its review, when the payment was paid by other money."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.use_cases import apply_observation as observing
from commerce.payments.application.use_cases import refresh_attempt as asking
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.take_when_sent import take_when_sent
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import GatewayAccount
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    SOON,
    balance,
    journal_of,
    operations,
    payment,
    require_books_to_agree,
    sar,
    sweep,
)
from tests.commerce.payments.failures.test_looks import HOUR, later
from tests.commerce.payments.failures.test_settling import hear
from tests.commerce.payments.failures.test_settling import later as looked_at
from tests.commerce.payments.failures.till import BACK, Till, attempts, status_of

# — held —


def paid_in_one_tab_and_held_in_the_other(noor: Till, *, is_hold_first: bool = False) -> int:
    """The merchant chose to hold first, between the payer's two pages; nobody here knows yet what was done there."""
    noor.simulator.fault("page_stays_open", noor.gateway, "pay", times=-1)
    payment_id = noor.owed()
    first = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(first, "refuse"))
    with transaction.atomic():
        GatewayAccount.objects.update(taking="when_sent")
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    second = start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())
    noor.simulator.control("clock", seconds=61)
    noor.pay(first)
    noor.pay(second)
    order = attempts()[::-1] if is_hold_first else attempts()
    for one in order:
        refresh_attempt(attempt_id=one.pk, now=clock.now() + SOON)
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    assert [one.authorised_minor for one in attempts()] == [0, 9200]
    return payment_id


@pytest.mark.parametrize("is_hold_first", [True, False])
def test_a_hold_for_what_is_paid_already_is_let_go(till: OpenTill, *, is_hold_first: bool) -> None:
    noor = till("hyperpay")
    payment_id = paid_in_one_tab_and_held_in_the_other(noor, is_hold_first=is_hold_first)
    sweep(noor, 3)
    assert [(one.kind, one.status) for one in operations()] == [("void", "succeeded")]
    assert (noor.simulator.control("holds"), balance("holds")) == ([], 0)
    assert (status_of(payment_id), payment(payment_id).captured_minor) == (PaymentStatus.CAPTURED, 9200)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("take", [take_when_sent, capture_payment])
def test_a_hold_for_what_is_paid_already_is_not_taken(till: OpenTill, take: Callable[..., object]) -> None:
    noor = till("hyperpay")
    payment_id = paid_in_one_tab_and_held_in_the_other(noor)
    take(payment_id=payment_id, now=clock.now())
    assert (journal_of(noor.simulator), payment(payment_id).captured_minor) == (9200, 9200)


def test_the_control_nobody_lets_it_go(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observing, "let_go_of_paid", lambda *_: None)
    noor = till("hyperpay")
    paid_in_one_tab_and_held_in_the_other(noor)
    sweep(noor, 3)
    assert balance("holds") == 9200


def test_a_hold_for_what_is_paid_already_is_told_to_nobody(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    published = Mock(return_value=[])
    monkeypatch.setattr(observing, "publish", published)
    paid_in_one_tab_and_held_in_the_other(till("hyperpay"))
    published.assert_not_called()


# — refused by its review —


def in_review_and_paid_beside(noor: Till) -> int:
    """What the payer paid in the other tab is an attempt of its own, of the same key."""
    noor.simulator.fault("page_stays_open", "hyperpay", "pay", times=-1)
    noor.simulator.fault("review", "hyperpay", "pay")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    noor.pay(action)
    hear(noor, noor.sent())
    looked_at(noor, 4)
    assert [one.known_by for one in attempts()] == [None, attempts()[0].gateway_key]
    return payment_id


def review_refuses(noor: Till) -> None:
    reference = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("refuse", reference=reference)
    later(noor, 3 * HOUR)


def test_a_review_that_refuses_is_heard_though_other_money_was_paid_under_the_key(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = in_review_and_paid_beside(noor)
    review_refuses(noor)
    first, second = attempts()
    assert (first.status, first.captured_minor, second.captured_minor) == ("declined", 0, 9200)
    assert (status_of(payment_id), payment(payment_id).captured_minor) == (PaymentStatus.FAILED, 0)
    require_books_to_agree(noor.simulator)


def test_the_control_weighed_with_the_others_a_review_that_refuses_is_never_heard(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("hyperpay")
    in_review_and_paid_beside(noor)
    monkeypatch.setattr(asking, "known_beside", lambda _: frozenset())
    review_refuses(noor)
    assert (attempts()[0].status, attempts()[0].captured_minor) == ("settling", 9200)


def test_what_is_known_as_another_attempt_says_nothing_of_this_one(till: OpenTill) -> None:
    noor = till("hyperpay")
    in_review_and_paid_beside(noor)
    first, second = attempts()
    seen = Snapshot(Outcome.CAPTURED, second.gateway_reference, sar(9200), key=str(first.gateway_key))
    assert apply_observation(attempt_id=first.pk, snapshot=seen, now=clock.now()) == []
    assert (attempts()[0].status, attempts()[0].gateway_reference) == ("settling", first.gateway_reference)
