"""Money that comes late, twice, in another amount, before it is asked for, or not at all: where it stands then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application import movements
from commerce.payments.application.accounts import opened
from commerce.payments.application.holds import MovementUnderWay
from commerce.payments.application.use_cases import settle_webhook as settling
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import CaptureTooLarge, NothingHeld, capture_payment
from commerce.payments.application.use_cases.collect_payment import collect_payment
from commerce.payments.application.use_cases.confirm_transfer import BankReferenceUsed, confirm_transfer
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.refund_payment import RefundNotOffered
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.states import HORIZON, AttemptStatus, PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.paytabs import result_codes
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from commerce.payments.models import PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    findings,
    held,
    journal_of,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    sweep,
    take,
)
from tests.commerce.payments.failures.till import SAR_92, Till, arrive, attempts, status_of
from tests.commerce.payments.tills import GATEWAYS

pytestmark = pytest.mark.sampled(by="gateway")

MINUTE = timedelta(minutes=1)


def begun_twice(till: Till) -> tuple[int, Any, Snapshot]:
    """A payment whose first page nobody was shown, because the answer was lost; its second page, and what the gateway
    told of the first when it was asked in between."""
    payment_id = till.owed()
    till.simulator.fault("drop_after", "paytabs", "page")
    assert till.start(payment_id) is None
    [attempt] = attempts()
    told = PayTabs().find(
        opened(till.account, clock.now()), AttemptReference(attempt.gateway_key, "", payment(payment_id).amount)
    )
    assert told.outcome is Outcome.PENDING
    till.simulator.control("clock", seconds=121)  # till then the platform takes a second page for the first
    page = till.start(payment_id)
    return payment_id, page, told


def test_what_is_told_late_of_a_page_nobody_was_shown_does_not_hide_the_one_that_is_paid(till: OpenTill) -> None:
    """The sweep asks while the shopper begins again, and writes down what it heard when they have."""
    noor = till("paytabs")
    payment_id, page, told = begun_twice(noor)
    [attempt] = attempts()
    apply_observation(attempt_id=attempt.pk, snapshot=told, now=clock.now())
    [after] = attempts()
    assert after.gateway_reference == attempt.gateway_reference != told.reference
    noor.come_back(payment_id, noor.pay(page))
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


def test_a_page_that_was_paid_is_found_though_another_of_the_same_attempt_is_known(till: OpenTill) -> None:
    """As with two tabs: the payer pays at the page that was shown first."""
    noor = till("paytabs")
    payment_id, page, told = begun_twice(noor)
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_reference=told.reference)
    noor.pay(page)
    sweep(noor)
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


def test_f5_what_is_older_takes_nothing_back(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = take(noor)
    (attempt,) = attempts()
    for outcome in (Outcome.PENDING, Outcome.AUTHORISED, Outcome.DECLINED, Outcome.VOIDED, Outcome.NOT_FOUND):
        apply_observation(attempt_id=attempt.pk, snapshot=Snapshot(outcome, amount=SAR_92), now=clock.now())
    assert (payment(paid).captured_minor, payment(paid).authorised_minor) == (9200, 0)
    require_books_to_agree(noor.simulator)


def test_f6_a_capture_before_its_hold_leaves_no_hold(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = held(noor)
    (attempt,) = attempts()
    with transaction.atomic():
        PaymentAttempt.objects.update(status="pending")
    apply_observation(attempt_id=attempt.pk, snapshot=Snapshot(Outcome.CAPTURED, amount=SAR_92), now=clock.now())
    apply_observation(attempt_id=attempt.pk, snapshot=Snapshot(Outcome.AUTHORISED, amount=SAR_92), now=clock.now())
    assert (payment(paid).authorised_minor, balance("holds"), balance("holds_contra")) == (0, 0, 0)
    assert payment(paid).captured_minor == 9200


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("change", ["+1", "-1", "x100"])
def test_f13_another_amount_belongs_to_no_order_until_the_gateway_says_otherwise(
    till: OpenTill, gateway: str, change: str
) -> None:
    noor = till(gateway)
    payment_id, back = noor.paid()
    for operation in ("status", "query", "payment"):
        noor.simulator.fault("tamper_amount", gateway, operation, value=change)
    noor.come_back(payment_id, back)
    assert payment(payment_id).captured_minor == 0
    assert status_of(payment_id) is not PaymentStatus.CAPTURED
    claimed = {"+1": 9201, "-1": 9199, "x100": 920000}[change]
    assert balance("unapplied_funds") == -claimed
    assert findings() == ["contradiction"]
    noor.simulator.control("reset")


def test_f13_what_the_gateway_says_right_afterwards_corrects_the_books(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id, back = noor.paid()
    noor.simulator.fault("tamper_amount", "paytabs", "query", value="+1")
    noor.come_back(payment_id, back)
    with clock.as_of(clock.now() + MINUTE):
        refresh_payment(payment_id=payment_id, now=clock.now())
    assert (payment(payment_id).captured_minor, balance("unapplied_funds")) == (9200, 0)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f14_another_currency_belongs_to_no_order(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, back = noor.paid()
    for operation in ("status", "query", "payment"):
        noor.simulator.fault("tamper_currency", gateway, operation, value="USD")
    noor.come_back(payment_id, back)
    assert payment(payment_id).captured_minor == 0
    assert balance("unapplied_funds", "USD") == -9200
    assert findings() == ["contradiction"]


@pytest.mark.parametrize("gateway", HOLDING)
def test_f34_test_money_in_a_live_store_is_no_money(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, back = noor.paid()
    for operation in ("status", "query", "payment"):
        noor.simulator.fault("other_mode", gateway, operation)
    noor.come_back(payment_id, back)
    assert (payment(payment_id).captured_minor, balance("gateway_receivable")) == (0, 0)
    assert findings() == ["contradiction"]


@pytest.mark.parametrize("gateway", HOLDING)
def test_f24_a_hold_is_taken_once_and_never_for_more(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    with pytest.raises(CaptureTooLarge):
        capture_payment(payment_id=paid, amount=sar(9201), now=clock.now())
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    capture_payment(payment_id=paid, amount=sar(4200), now=clock.now())
    assert (payment(paid).captured_minor, noor.simulator.calls(gateway, "capture")) == (5000, 1)
    with pytest.raises(NothingHeld):
        void_payment(payment_id=paid, now=clock.now())
    refund(paid, 5000)
    assert payment(paid).refunded_minor == 5000
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_f7_a_capture_of_a_process_that_died_is_found_and_not_sent_again(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till(gateway)
    paid = held(noor)
    with monkeypatch.context() as dying:
        dying.setattr(movements, "settle_operation", _die)
        with pytest.raises(SystemExit):
            capture_payment(payment_id=paid, now=clock.now())
    with pytest.raises(MovementUnderWay):
        capture_payment(payment_id=paid, now=clock.now())
    sweep(noor)
    assert (payment(paid).captured_minor, noor.simulator.calls(gateway, "capture")) == (9200, 1)
    assert status_of(paid) is PaymentStatus.CAPTURED
    require_books_to_agree(noor.simulator)


def _die(**_: Any) -> None:
    raise SystemExit


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f25_money_for_what_was_called_off_goes_back(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, back = noor.paid()
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    noor.come_back(payment_id, back)
    assert payment(payment_id).captured_minor == 9200
    sweep(noor, 2)
    assert payment(payment_id).refunded_minor == 9200
    assert balance("gateway_receivable") == balance("order_funds") == 0
    require_books_to_agree(noor.simulator)


def test_f25_what_can_not_be_sent_back_is_a_persons_and_not_tried_for_ever(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id, back = noor.paid()
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    noor.come_back(payment_id, back)
    noor.simulator.fault("pending", "paytabs", "refund", value="declined")
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 4)
    assert [one.status for one in refunds()] == ["failed"]
    assert noor.simulator.calls("paytabs", "refund") == 1
    assert payment(payment_id).refundable.minor == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize(("then", "captured"), [("approved", 9200), ("declined", 0)])
def test_f26_what_is_pending_for_days_is_not_given_up(till: OpenTill, gateway: str, then: str, captured: int) -> None:
    noor = till(gateway)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("long_pending", gateway, "pay", value=then)
    noor.come_back(payment_id, noor.pay(action))
    for days in (1, 8):
        noor.simulator.control("clock", seconds=3600)
        reconcile_payments(now=clock.now() + timedelta(days=days))
    assert attempts()[0].status in {AttemptStatus.SETTLING, AttemptStatus.UNKNOWN}
    assert status_of(payment_id) is PaymentStatus.PENDING
    assert "outcome_unknown" in findings()
    noor.simulator.control("settle")
    noor.simulator.control("clock", seconds=3600)
    reconcile_payments(now=clock.now() + HORIZON + timedelta(days=3))
    assert payment(payment_id).captured_minor == captured
    require_books_to_agree(noor.simulator)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("is_good", [True, False])
def test_f27_what_is_in_review_is_taken_and_hands_nothing_out(till: OpenTill, gateway: str, *, is_good: bool) -> None:
    noor = till(gateway)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", gateway, "pay")
    noor.come_back(payment_id, noor.pay(action))
    assert status_of(payment_id) is PaymentStatus.PENDING
    assert findings() == ["in_review"]
    require_books_to_agree(noor.simulator)
    (attempt,) = attempts()
    said = Snapshot(Outcome.CAPTURED, attempt.gateway_reference, SAR_92)
    told = replace(said, outcome=Outcome.CAPTURED if is_good else Outcome.DECLINED)
    apply_observation(attempt_id=attempt.pk, snapshot=told, now=clock.now())
    assert payment(payment_id).captured_minor == (9200 if is_good else 0)
    assert status_of(payment_id) is (PaymentStatus.CAPTURED if is_good else PaymentStatus.FAILED)
    assert balance("order_funds") == -payment(payment_id).captured_minor


def test_f27_what_the_review_refused_is_taken_when_it_is_taken_after_all(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", "hyperpay", "pay")
    noor.come_back(payment_id, noor.pay(action))
    (attempt,) = attempts()
    taken = Snapshot(Outcome.CAPTURED, attempt.gateway_reference, SAR_92)
    in_review = replace(taken, is_in_review=True)
    declined = replace(taken, outcome=Outcome.DECLINED)
    sums = []
    for seen in (declined, in_review, taken, in_review, declined, taken):
        apply_observation(attempt_id=attempt.pk, snapshot=seen, now=clock.now())
        sums.append((payment(payment_id).captured_minor, balance("gateway_receivable")))
    assert sums == [(0, 0), (0, 0)] + [(9200, 9200)] * 4
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    require_books_to_agree(noor.simulator)


def test_f27_what_was_given_back_during_a_review_that_refuses_is_a_persons(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", "hyperpay", "pay")
    noor.come_back(payment_id, noor.pay(action))
    refund(payment_id, 200)
    (attempt,) = attempts()
    refused = Snapshot(Outcome.DECLINED, attempt.gateway_reference, SAR_92)
    apply_observation(attempt_id=attempt.pk, snapshot=refused, now=clock.now())
    assert (payment(payment_id).captured_minor, payment(payment_id).refunded_minor) == (9200, 200)
    assert findings() == ["in_review", "contradiction"]
    require_books_to_agree(noor.simulator)


def sold_and_in_review(till: OpenTill) -> tuple[Till, int]:
    """At PayTabs such a sale is authorised, and nobody's yet."""
    noor = till("paytabs")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.fault("review", "paytabs", "pay")
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    return noor, payment_id


def test_f27_a_sale_that_waits_for_its_review_is_held_and_taken_at_its_end(till: OpenTill) -> None:
    noor, payment_id = sold_and_in_review(till)
    assert (payment(payment_id).captured_minor, balance("holds"), len(noor.simulator.holds())) == (0, 9200, 1)
    with pytest.raises(RefundNotOffered):
        refund(payment_id, 9200)
    noor.simulator.control("approve", reference=attempts()[0].gateway_reference)
    sweep(noor)
    assert (status_of(payment_id), payment(payment_id).captured_minor) == (PaymentStatus.CAPTURED, 9200)
    assert balance("holds") == 0
    require_books_to_agree(noor.simulator)


def test_f27_the_control_counted_as_taken_the_books_have_what_nobody_has(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(result_codes._ON_HOLD, "sale", Outcome.CAPTURED)
    noor, _ = sold_and_in_review(till)
    assert (balance("gateway_receivable"), journal_of(noor.simulator)) == (9200, 0)


def test_f27_what_was_called_off_during_its_review_goes_back_once_it_is_taken(till: OpenTill) -> None:
    noor, payment_id = sold_and_in_review(till)
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    sweep(noor)
    assert "not_moved" in findings(), "a sale can't be voided"
    noor.simulator.control("approve", reference=attempts()[0].gateway_reference)
    sweep(noor, 3)
    assert (payment(payment_id).captured_minor, payment(payment_id).refunded_minor) == (9200, 9200)
    require_books_to_agree(noor.simulator)


def test_f31_a_worker_that_crashes_leaves_the_event_for_the_next(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("paytabs")
    payment_id, _ = noor.paid()
    arrive(noor.sent()[0], noor.address)

    def crash(**_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as crashing:
        crashing.setattr(settling, "refresh_attempt", crash)
        noor.work()
    assert payment(payment_id).captured_minor == 0
    with clock.as_of(clock.now() + MINUTE):
        noor.work()
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f33_without_any_webhook_the_sweep_finds_it_within_minutes(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.simulator.fault("webhook_never", gateway, "webhook", times=-1)
    payment_id, _ = noor.paid()
    sweep(noor)
    assert payment(payment_id).captured_minor == 9200
    assert noor.sent() == []
    require_books_to_agree(noor.simulator)


def test_f35_a_checkout_that_is_gone_was_paid_all_the_same(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id, _ = noor.paid()
    noor.simulator.control("clock", seconds=3600)
    sweep(noor)
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_f37_a_hold_that_its_bank_let_go_is_over_by_our_own_clock(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    reconcile_payments(now=clock.now() + timedelta(days=6))
    assert payment(paid).authorised_minor == 9200
    noor.simulator.control("clock", seconds=3600)
    reconcile_payments(now=clock.now() + timedelta(days=8))
    assert (payment(paid).authorised_minor, balance("holds")) == (0, 0)
    assert status_of(paid) is PaymentStatus.FAILED
    with pytest.raises(NothingHeld):
        capture_payment(payment_id=paid, now=clock.now())


@pytest.mark.parametrize("gateway", HOLDING)
def test_f37_a_capture_of_it_is_declined_and_takes_nothing(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("lapse", reference=hold)
    capture_payment(payment_id=paid, now=clock.now())
    assert [one.status for one in operations()] == ["declined"]
    assert payment(paid).captured_minor == 0
    assert status_of(paid) is not PaymentStatus.CAPTURED
    require_books_to_agree(noor.simulator)


def test_f38_moyasars_sums_decide_and_not_its_status(till: OpenTill) -> None:
    noor = till("moyasar")
    paid = take(noor)
    refund(paid, 1)
    with clock.as_of(clock.now() + MINUTE):
        refresh_payment(payment_id=paid, now=clock.now())
    assert (payment(paid).captured_minor, payment(paid).refunded_minor) == (9200, 1)
    assert [one.source for one in refunds()] == ["staff"]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize(("taken", "unapplied"), [(9200, 0), (9000, 0), (9500, 300)])
def test_f49_cash_is_recorded_as_it_was_handed_over(at_noor: Tenant, taken: int, unapplied: int) -> None:
    owed = create_payment(subject="order:1", method="cash_on_delivery", amount=SAR_92, now=clock.now())
    for _ in range(2):
        collect_payment(payment_id=owed, amount=sar(taken), now=clock.now())
    assert payment(owed).captured_minor == taken - unapplied
    assert (balance("courier_receivable"), -balance("unapplied_funds")) == (taken, unapplied)
    assert findings() == ([] if taken == 9200 else ["collected_otherwise"])


def test_f49_one_transfer_pays_once(at_noor: Tenant) -> None:
    first, second = (
        create_payment(subject=f"order:{number}", method="bank_transfer", amount=SAR_92, now=clock.now())
        for number in (1, 2)
    )
    confirm_transfer(payment_id=first, amount=SAR_92, bank_reference="FT1", now=clock.now())
    with pytest.raises(BankReferenceUsed):
        confirm_transfer(payment_id=second, amount=SAR_92, bank_reference="ft1 ", now=clock.now())
    assert (balance("bank"), payment(second).captured_minor) == (9200, 0)
    refund(first, 200)
    assert (balance("bank"), payment(first).refunded_minor) == (9000, 200)
