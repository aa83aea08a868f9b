"""An answer that does not fit: about money that is held, in review, or parked, and of which something moved since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.money import Money
from commerce.payments.application import takings
from commerce.payments.application.money_queries import hold_of, unapplied_of
from commerce.payments.application.queries import is_in_review, payment_is_being_checked
from commerce.payments.application.use_cases import apply_observation as observing
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import NothingHeld, capture_payment
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    SOON,
    balance,
    findings,
    held,
    journal_of,
    payment,
    refund,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
)
from tests.commerce.payments.failures.test_beside import elsewhere
from tests.commerce.payments.failures.test_looks import DAY, HOUR, later
from tests.commerce.payments.failures.test_settling import hear
from tests.commerce.payments.failures.till import SAR_92, Till, attempts, status_of
from tests.commerce.payments.gateways.counter import STATUS

pytestmark = pytest.mark.sampled(by="gateway")


def misread_next(noor: Till, change: str) -> None:
    """The next answer about what was paid or held names another amount."""
    operation = "payment" if attempts()[0].gateway_reference.startswith("payments/") else STATUS[noor.gateway]
    noor.simulator.fault("tamper_amount", noor.gateway, operation, value=change)


def said(amount: Money, outcome: Outcome = Outcome.CAPTURED, *, is_in_review: bool = False) -> None:
    seen = Snapshot(outcome, attempts()[0].gateway_reference, amount, is_in_review=is_in_review)
    apply_observation(attempt_id=attempts()[0].pk, snapshot=seen, now=clock.now())


# — parked, and given back before the gateway corrects itself —


def parked(noor: Till, change: str = "-100") -> int:
    """The payer paid 92.00, and the gateway says something else of it at first."""
    payment_id, back = noor.paid()
    misread_next(noor, change)
    noor.come_back(payment_id, back)
    noor.simulator.control("clock", seconds=61)
    assert [(one.status, one.is_unapplied) for one in attempts()] == [("mismatched", True)]
    return payment_id


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("given_back", [9100, 3000])
def test_what_was_given_back_before_the_gateway_corrected_itself_pays_no_order(
    till: OpenTill, gateway: str, given_back: int
) -> None:
    noor = till(gateway)
    payment_id = parked(noor)
    refund(payment_id, given_back, attempt_id=attempts()[0].pk)
    later(noor, 2 * HOUR)
    sweep(noor, 2)
    assert (status_of(payment_id), payment(payment_id).captured_minor) == (PaymentStatus.PENDING, 0)
    assert findings() == ["contradiction", "contradiction"], "of the answer, and of what it was corrected to"
    with transaction.atomic():
        assert [one.amount for one in unapplied_of(payment_id)] == [sar(9200 - given_back)]
    require_books_to_agree(noor.simulator)


def test_the_control_counted_again_it_pays_the_order(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """On what is left of it."""
    monkeypatch.setattr(observing, "_is_corrected_too_late", lambda *_: False)
    monkeypatch.setattr(takings, "untake_unapplied", lambda *_: None)
    noor = till("paytabs")
    payment_id = parked(noor)
    refund(payment_id, 9100, attempt_id=attempts()[0].pk)
    later(noor, 2 * HOUR)
    assert (status_of(payment_id), journal_of(noor.simulator)) == (PaymentStatus.CAPTURED, 100)


def test_the_rest_of_it_is_given_back_from_the_desk(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id = parked(noor)
    refund(payment_id, 9100, attempt_id=attempts()[0].pk)
    later(noor, 2 * HOUR)
    refund(payment_id, 100, attempt_id=attempts()[0].pk)
    assert (journal_of(noor.simulator), balance("unapplied_funds")) == (0, 0)
    require_books_to_agree(noor.simulator)


def test_what_was_claimed_too_high_is_corrected_downwards_as_far_as_it_went_back(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id = parked(noor, "+100")
    refund(payment_id, 3000, attempt_id=attempts()[0].pk)
    said(sar(9200))
    assert (balance("unapplied_funds"), status_of(payment_id)) == (-6200, PaymentStatus.PENDING)
    said(sar(2000))
    assert balance("unapplied_funds") == -6200, "less than went back is not believed"
    require_books_to_agree(noor.simulator)


def test_what_its_bank_took_back_of_it_pays_no_order(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = parked(noor)
    reference = attempts()[0].gateway_reference.removeprefix("payments/")
    hear(noor, elsewhere(noor, reference, "chargeback", 9100))
    assert attempts()[0].charged_back_minor == 9100
    later(noor, 2 * HOUR)
    assert (status_of(payment_id), balance("order_funds")) == (PaymentStatus.PENDING, 0)
    require_books_to_agree(noor.simulator)


def test_what_did_not_fit_in_two_ways_is_corrected_all_the_same(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id = parked(noor)
    said(Money(9100, "USD"))
    said(sar(9200))
    assert (payment(payment_id).captured_minor, balance("unapplied_funds")) == (9200, 0)
    require_books_to_agree(noor.simulator)


def test_what_does_not_fit_is_parked_as_often_as_it_is_said(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id = parked(noor)
    for _ in range(2):
        said(sar(9100))
    assert (status_of(payment_id), balance("unapplied_funds")) == (PaymentStatus.PENDING, -9100)


# — held —


def misread_while_held(till: OpenTill, gateway: str) -> tuple[Till, int]:
    noor = till(gateway)
    paid = held(noor)
    misread_next(noor, "+1")
    sweep(noor)
    assert findings() == ["contradiction"]
    return noor, paid


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_of_which_one_answer_did_not_fit_can_be_taken(till: OpenTill, gateway: str) -> None:
    noor, paid = misread_while_held(till, gateway)
    with transaction.atomic():
        assert hold_of(paid) is not None
    capture_payment(payment_id=paid, now=clock.now())
    assert (payment(paid).captured_minor, balance("holds")) == (9200, 0)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_of_which_one_answer_did_not_fit_is_let_go_when_called_off(till: OpenTill, gateway: str) -> None:
    noor, paid = misread_while_held(till, gateway)
    cancel_payment(payment_id=paid, now=clock.now())
    sweep(noor, 2)
    assert (noor.simulator.control("holds"), balance("holds")) == ([], 0)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_of_which_one_answer_did_not_fit_lapses(till: OpenTill, gateway: str) -> None:
    noor, paid = misread_while_held(till, gateway)
    later(noor, 8 * DAY)
    assert (balance("holds"), status_of(paid), attempts()[0].status) == (0, PaymentStatus.FAILED, "abandoned")


def test_a_hold_that_was_misread_is_asked_about_again_later(till: OpenTill) -> None:
    misread_while_held(till, "paytabs")
    assert (attempts()[0].asks, attempts()[0].ask_at > clock.now() + SOON) == (1, True)


def test_the_control_parked_a_hold_is_lost(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observing, "_has_standing_money", lambda *_: False)
    noor, paid = misread_while_held(till, "paytabs")
    with pytest.raises(NothingHeld):
        capture_payment(payment_id=paid, now=clock.now())
    later(noor, 8 * DAY)
    assert balance("holds") == 9200


# — in review —


def misread_in_review(till: OpenTill, gateway: str) -> tuple[Till, int]:
    noor = till(gateway)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", gateway, "pay")
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    misread_next(noor, "+1")
    sweep(noor)
    assert findings() == ["in_review", "contradiction"]
    return noor, payment_id


@pytest.mark.parametrize("gateway", HOLDING)
def test_money_in_review_that_was_misread_once_is_taken_and_can_be_given_back(till: OpenTill, gateway: str) -> None:
    noor, payment_id = misread_in_review(till, gateway)
    noor.simulator.control("approve", reference=attempts()[0].gateway_reference.removeprefix("payments/"))
    said(SAR_92)
    assert (status_of(payment_id), attempts()[0].captured_minor) == (PaymentStatus.CAPTURED, 9200)
    assert check_books(now=clock.now()) == 0
    refund(payment_id, 9200)
    assert journal_of(noor.simulator) == 0
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_money_in_review_that_was_misread_once_is_refused_in_the_end(till: OpenTill, gateway: str) -> None:
    _, payment_id = misread_in_review(till, gateway)
    said(SAR_92, Outcome.DECLINED)
    assert (status_of(payment_id), attempts()[0].captured_minor) == (PaymentStatus.FAILED, 0)
    assert (balance("gateway_receivable"), check_books(now=clock.now())) == (0, 0)


@pytest.mark.parametrize("is_parked", [False, pytest.param(True, id="the control parked, it is in no review")])
def test_money_in_review_that_was_misread_once_is_in_review(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch, *, is_parked: bool
) -> None:
    if is_parked:
        monkeypatch.setattr(observing, "_has_standing_money", lambda *_: False)
    _, payment_id = misread_in_review(till, "paytabs")
    with transaction.atomic():
        assert (is_in_review(payment_id), payment_is_being_checked(payment_id)) == (not is_parked, not is_parked)


def test_money_in_review_that_was_parked_once_is_refused_in_the_end(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As attempts were left before such money stayed as it was."""
    with monkeypatch.context() as before:
        before.setattr(observing, "_has_standing_money", lambda *_: False)
        _, payment_id = misread_in_review(till, "hyperpay")
    said(SAR_92, Outcome.DECLINED)
    assert (payment(payment_id).captured_minor, balance("gateway_receivable")) == (0, 0)
    assert check_books(now=clock.now()) == 0


def test_money_in_review_is_not_given_up_by_a_look_that_finds_nothing(till: OpenTill) -> None:
    _, payment_id = misread_in_review(till, "hyperpay")
    gone = Snapshot(Outcome.NOT_FOUND)
    apply_observation(attempt_id=attempts()[0].pk, snapshot=gone, now=clock.now())
    assert findings() == ["in_review", "contradiction"]  # while the page is open nothing is concluded
    for _ in range(2):
        apply_observation(attempt_id=attempts()[0].pk, snapshot=gone, now=clock.now() + 2 * DAY)
    assert (attempts()[0].status, payment(payment_id).captured_minor) == ("settling", 9200)
    assert findings() == ["in_review", "contradiction", "outcome_unknown"]
    said(SAR_92)
    assert (status_of(payment_id), still_told()) == (PaymentStatus.CAPTURED, ["contradiction"])


def misread_before_its_review_is_known(till: OpenTill) -> tuple[Till, int]:
    """At HyperPay, where what is in review was taken."""
    noor = till("hyperpay")
    noor.simulator.fault("review", "hyperpay", "pay")
    return noor, parked(noor)


@pytest.mark.parametrize("is_told_of_review", [True, False])
@pytest.mark.parametrize("is_good", [True, False])
def test_what_was_parked_ends_as_its_review_does(till: OpenTill, *, is_told_of_review: bool, is_good: bool) -> None:
    _, payment_id = misread_before_its_review_is_known(till)
    if is_told_of_review:
        said(SAR_92, is_in_review=True)
        assert status_of(payment_id) is PaymentStatus.PENDING
    said(SAR_92, Outcome.CAPTURED if is_good else Outcome.DECLINED)
    taken = 9200 * is_good
    assert (payment(payment_id).captured_minor, attempts()[0].captured_minor) == (taken, taken)
    assert (balance("gateway_receivable"), balance("order_funds"), balance("unapplied_funds")) == (taken, -taken, 0)
    assert (status_of(payment_id) is PaymentStatus.CAPTURED, check_books(now=clock.now())) == (is_good, 0)


def test_what_was_parked_and_refused_is_parked_anew_when_it_is_said_again(till: OpenTill) -> None:
    _, payment_id = misread_before_its_review_is_known(till)
    said(SAR_92, Outcome.DECLINED)
    said(sar(9100))
    assert (balance("unapplied_funds"), attempts()[0].is_unapplied) == (-9100, True)
    said(SAR_92)
    assert (payment(payment_id).captured_minor, balance("unapplied_funds")) == (9200, 0)
    assert check_books(now=clock.now()) == 0


def test_what_its_bank_took_back_during_a_review_that_refuses_is_a_persons(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", "hyperpay", "pay")
    noor.come_back(payment_id, noor.pay(action))
    (attempt,) = attempts()
    with transaction.atomic():
        takings.charge_back(payment(payment_id), attempt, sar(200), "cb-1", clock.now())
    said(SAR_92, Outcome.DECLINED)
    assert (payment(payment_id).captured_minor, payment(payment_id).charged_back_minor) == (9200, 200)
    assert "contradiction" in findings()


# — of other money —


def test_what_is_of_other_money_gives_the_attempt_no_name(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.start(noor.owed())
    noor.start(noor.owed("order:2"))
    first, second = attempts()
    seen = Snapshot(Outcome.CAPTURED, second.gateway_reference, SAR_92, key=str(second.gateway_key))
    apply_observation(attempt_id=first.pk, snapshot=replace(seen, contradiction="key"), now=clock.now())
    assert [one.gateway_reference for one in attempts()] == [first.gateway_reference, second.gateway_reference]
    assert attempts()[0].status == "mismatched"
