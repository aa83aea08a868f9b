"""Observing, asking again, giving up: with a gateway that answers what the test says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commerce.core.money import Money
from commerce.payments.application.ports import TransactionOpen, UnknownPaymentMethod, gateway_for, payment_methods
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight, cancel_payment
from commerce.payments.application.use_cases.collect_payment import collect_payment
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.domain.states import CALL_LIMIT, HORIZON, AttemptStatus, PaymentStatus
from commerce.payments.domain.values import Outcome, Redirect, Snapshot, StartResult
from commerce.payments.models import Discrepancy, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.acts import LATER, attempts, die, observe, start, status_of
from tests.commerce.payments.scripted import AMOUNT, HEARD, ScriptedGateway, captured
from tests.support.together import at_once

pytestmark = pytest.mark.usefixtures("scripted")


def test_the_same_news_three_times_is_one_capture(owed: int) -> None:
    start(owed)
    deliveries = [observe(captured()) for _ in range(3)]
    assert [len(ids) for ids in deliveries] == [1, 0, 0]
    assert status_of(owed) is PaymentStatus.CAPTURED


def test_six_who_come_back_at_the_same_instant_are_one_capture(owed: int) -> None:
    start(owed)
    ScriptedGateway.find_answer = captured()

    at_once(*[lambda: refresh_payment(payment_id=owed, now=NOON)] * 6)
    assert [PaymentCaptured(payment_id=owed, subject="order:1")] == HEARD


def test_old_news_after_new_changes_nothing(owed: int) -> None:
    start(owed)
    observe(captured())
    for outcome in (Outcome.PENDING, Outcome.DECLINED, Outcome.UNKNOWN, Outcome.NOT_FOUND):
        assert observe(Snapshot(outcome)) == []
    assert status_of(owed) is PaymentStatus.CAPTURED
    assert attempts()[0].status == AttemptStatus.SUCCEEDED


@pytest.mark.parametrize("amount", [Money(9199, "SAR"), Money(920000, "SAR"), Money(9200, "AED"), None])
def test_another_amount_than_asked_for_is_parked(owed: int, amount: Money | None) -> None:
    start(owed)
    assert observe(Snapshot(Outcome.CAPTURED, "ref-1", amount)) == []
    (attempt,) = attempts()
    assert attempt.status == AttemptStatus.MISMATCHED
    assert attempt.reported_minor == (amount.minor if amount else None)
    assert status_of(owed) is PaymentStatus.PENDING
    with transaction.atomic():
        told = Discrepancy.objects.get().facts["amount"]
    assert told == (str(amount) if amount else ""), "what was not said is not told"


def test_a_capture_that_contradicts_the_attempt_is_parked(owed: int) -> None:
    start(owed)
    assert observe(replace(captured(), contradiction="mode")) == []
    assert attempts()[0].status == AttemptStatus.MISMATCHED
    assert status_of(owed) is PaymentStatus.PENDING


def test_what_is_held_for_review_is_waited_for(owed: int) -> None:
    start(owed)
    assert observe(replace(captured(), is_in_review=True)) == []
    assert attempts()[0].status == AttemptStatus.SETTLING
    assert len(observe(captured())) == 1


def test_money_that_comes_after_giving_up_is_recorded_and_told(owed: int) -> None:
    start(owed)
    assert cancel_payment(payment_id=owed, now=NOON) is PaymentStatus.CANCELLED
    ScriptedGateway.find_answer = captured()
    refresh_payment(payment_id=owed, now=LATER)
    assert status_of(owed) is PaymentStatus.CAPTURED
    assert [PaymentCaptured(payment_id=owed, subject="order:1")] == HEARD


def test_nothing_in_flight_is_given_up(owed: int) -> None:
    with transaction.atomic():
        PaymentAttempt.objects.create(
            payment_id=owed, gateway="scripted", status=AttemptStatus.INTENT,
            call_started_at=NOON, ask_at=NOON, created_at=NOON,
        )  # fmt: skip
    with pytest.raises(PaymentInFlight):
        cancel_payment(payment_id=owed, now=NOON + timedelta(seconds=30))
    assert cancel_payment(payment_id=owed, now=NOON + CALL_LIMIT) is PaymentStatus.CANCELLED


def test_what_came_first_is_not_cancelled(owed: int) -> None:
    start(owed)
    observe(captured())
    assert cancel_payment(payment_id=owed, now=NOON) is PaymentStatus.CAPTURED


def test_the_sweep_asks_until_there_is_an_answer(owed: int) -> None:
    start(owed)
    assert reconcile_payments(now=NOON) == 0
    assert reconcile_payments(now=LATER) == 1
    assert status_of(owed) is PaymentStatus.PENDING
    ScriptedGateway.find_answer = captured()
    assert reconcile_payments(now=LATER + timedelta(hours=1)) == 1
    assert status_of(owed) is PaymentStatus.CAPTURED
    assert reconcile_payments(now=LATER + timedelta(days=1)) == 0


def test_a_process_that_died_before_the_answer_is_made_up_for(owed: int) -> None:
    ScriptedGateway.during_start = die
    with pytest.raises(SystemExit):
        start(owed)
    ScriptedGateway.find_answer = captured()
    reconcile_payments(now=LATER)
    assert status_of(owed) is PaymentStatus.CAPTURED


def test_what_never_reached_the_gateway_is_abandoned_and_may_begin_anew(owed: int) -> None:
    ScriptedGateway.during_start = die
    with pytest.raises(SystemExit):
        start(owed)
    ScriptedGateway.reset()
    ScriptedGateway.find_answer = Snapshot(Outcome.NOT_FOUND)
    refresh_payment(payment_id=owed, now=NOON + timedelta(seconds=1))
    assert attempts()[0].status == AttemptStatus.INTENT
    reconcile_payments(now=LATER)
    assert attempts()[0].status == AttemptStatus.ABANDONED
    assert start(owed, LATER) == Redirect("https://gateway.example/pay")
    assert len({attempt.gateway_key for attempt in attempts()}) == 2


def test_one_broken_gateway_stops_no_other(at_noor: Tenant, settings: Any) -> None:
    for number in (1, 2):
        ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.PENDING, f"ref-{number}"))
        start(create_payment(subject=f"order:{number}", method="scripted", amount=AMOUNT, now=NOON))
    ScriptedGateway.find_answer = Snapshot(Outcome.CAPTURED, "ref-2", AMOUNT)
    with transaction.atomic():
        PaymentAttempt.objects.filter(pk=attempts()[0].pk).update(gateway="gone")
    assert reconcile_payments(now=LATER) == 2
    assert [attempt.status for attempt in attempts()] == [AttemptStatus.PENDING, AttemptStatus.SUCCEEDED]
    assert attempts()[0].ask_at > LATER


def test_after_the_horizon_only_a_notification_counts(owed: int) -> None:
    start(owed)
    reconcile_payments(now=NOON + HORIZON)
    assert attempts()[0].status == AttemptStatus.ABANDONED
    assert len(observe(captured())) == 1


def test_cash_is_collected_at_the_door(at_noor: Tenant) -> None:
    payment = create_payment(subject="order:1", method="cash_on_delivery", amount=AMOUNT, now=NOON)
    assert status_of(payment) is PaymentStatus.COLLECT_ON_DELIVERY
    assert start(payment) is None
    collect_payment(payment_id=payment, now=NOON)
    assert status_of(payment) is PaymentStatus.CAPTURED


def test_only_cash_is_collected(owed: int) -> None:
    collect_payment(payment_id=owed, now=NOON)
    assert status_of(owed) is PaymentStatus.CREATED


def test_a_gateway_called_inside_a_transaction_is_a_defect(owed: int) -> None:
    with pytest.raises(TransactionOpen), transaction.atomic():
        start(owed)
    assert not attempts()
    assert not ScriptedGateway.started
    start(owed)
    with pytest.raises(TransactionOpen), transaction.atomic():
        refresh_payment(payment_id=owed, now=NOON)
    assert len(ScriptedGateway.started) == 1


def test_the_methods_are_those_of_the_settings_in_their_order() -> None:
    assert [method.code for method in payment_methods()] == ["scripted", "cash_on_delivery"]
    with pytest.raises(UnknownPaymentMethod):
        gateway_for("gold")


def test_one_subject_has_one_payment(owed: int) -> None:
    with pytest.raises(IntegrityError):
        create_payment(subject="order:1", method="scripted", amount=AMOUNT, now=NOON)
