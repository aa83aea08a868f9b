"""HyperPay's own ways: checkouts that go away, a throttle, follow-ups that lose their key."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import replace
from typing import Any

import httpx
import pytest

from commerce.core.money import Money
from commerce.payments.domain.conversations import OperationKind
from commerce.payments.domain.values import Outcome, Payer, Widget
from commerce.payments.infrastructure.hyperpay import checkout
from tests.commerce.payments.gateways.counter import BACK, SAR_92, Counter

REFUND = OperationKind.REFUND


@pytest.fixture
def noor(simulator: Any) -> Counter:
    return Counter(simulator, "hyperpay")


def test_what_a_checkout_is_asked_for_with(noor: Counter) -> None:
    payer = Payer("Sara Ahmed Ali", "sara@example.com", street="1 Olaya", city="Riyadh", country="SA", ip="203.0.113.7")
    request = noor.request(payer=payer)
    noor.start(request)
    (facts,) = noor.simulator.control("sessions")
    assert facts == {
        "entityId": "1" * 32,
        "amount": "92.00",
        "currency": "SAR",
        "paymentType": "DB",
        "merchantTransactionId": str(request.gateway_key),
        "integrity": "true",
        "testMode": "EXTERNAL",
        "customParameters[3DS2_enrolled]": "true",
        "customer.email": "sara@example.com",
        "customer.givenName": "Sara",
        "customer.surname": "Ahmed Ali",
        "customer.ip": "203.0.113.7",
        "billing.street1": "1 Olaya",
        "billing.city": "Riyadh",
        "billing.state": "Riyadh",
        "billing.country": "SA",
    }


def test_a_live_account_asks_for_no_test(simulator: Any) -> None:
    Counter(simulator, "hyperpay", "live").start()
    (facts,) = simulator.control("sessions")
    assert "testMode" not in facts
    assert "customParameters[3DS2_enrolled]" not in facts


def test_mada_has_a_channel_of_its_own(noor: Counter) -> None:
    attempt, result = noor.start(noor.request(brand="mada", captures_later=True))
    (facts,) = noor.simulator.control("sessions")
    assert (facts["entityId"], facts["paymentType"]) == ("1" * 31 + "a", "PA")
    noor.pay(result, "mada")
    seen = noor.find(attempt)
    assert (seen.outcome, seen.brand) == (Outcome.AUTHORISED, "MADA")
    assert isinstance(result.next_action, Widget)
    assert result.next_action.brands == ("MADA",)


def test_another_channel_knows_nothing_of_a_mada_payment(noor: Counter) -> None:
    """So it is never asked: what it says would read as if nobody had paid."""
    paid = noor.paid("mada", noor.request(brand="mada"))
    assert noor.find(paid).outcome is Outcome.CAPTURED
    noor.simulator.control("clock", seconds=61)
    assert noor.find(replace(paid, brand="")).outcome is Outcome.NOT_FOUND
    without = {name: text for name, text in noor.account.settings.items() if name != "entity_mada"}
    seen = noor.gateway.find(replace(noor.account, settings=without), paid)
    assert (seen.outcome, seen.code, seen.needs_operator) == (Outcome.NOT_SENT, "no_entity", True)


def test_the_widget_is_the_stored_checkouts_and_leads_back(noor: Counter) -> None:
    attempt, result = noor.start()
    checkout = attempt.reference.removeprefix("checkouts/")
    script = f"{noor.simulator.hosts['hyperpay']}/v1/paymentWidgets.js?checkoutId={checkout}"
    shown = httpx.get(script, trust_env=False).content
    integrity = f"sha384-{base64.b64encode(hashlib.sha384(shown).digest()).decode()}"
    assert result.next_action == Widget(script, integrity, ("VISA", "MASTER", "AMEX"), BACK)


def test_a_checkout_that_is_gone_says_nothing_about_the_money(noor: Counter) -> None:
    paid, (unpaid, _) = noor.paid(), noor.start()
    noor.simulator.control("clock", seconds=31 * 60)
    seen = noor.find(paid)
    assert (seen.outcome, seen.amount) == (Outcome.CAPTURED, SAR_92)
    assert noor.find(unpaid).outcome is Outcome.NOT_FOUND


def test_asking_too_often_is_turned_away_and_no_refusal(noor: Counter) -> None:
    attempt = noor.paid()
    seen = [noor.find(attempt) for _ in range(3)]
    assert [one.outcome for one in seen] == [Outcome.CAPTURED, Outcome.CAPTURED, Outcome.UNKNOWN]
    assert seen[2].code == "800.120.100"
    noor.let_a_minute_pass()
    assert noor.find(attempt).outcome is Outcome.CAPTURED
    assert noor.gateway.capabilities(noor.account).seconds_between_asks >= 30


def test_once_it_is_named_a_payment_is_asked_about_by_its_own_id(noor: Counter) -> None:
    attempt = noor.paid()
    by_id = replace(attempt, reference=noor.find(attempt).reference)
    assert by_id.reference.startswith("payments/")
    assert noor.find(by_id).outcome is Outcome.CAPTURED
    assert noor.simulator.calls("hyperpay", "payment") == 1


def test_a_bank_that_broke_down_leaves_it_open(noor: Counter) -> None:
    attempt = noor.paid("technical")
    seen = noor.find(attempt)
    assert (seen.outcome, seen.code) == (Outcome.UNKNOWN, "900.100.300")


def test_a_movement_that_lost_its_key_is_a_persons_matter_and_not_sent_again(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("swallow_key", "hyperpay", "refund")
    noor.simulator.fault("drop_after", "hyperpay", "refund")
    assert noor.operate(operation).outcome is Outcome.UNKNOWN
    seen = noor.gateway.find_operation(noor.account, operation)
    assert (seen.outcome, seen.code, seen.needs_operator) == (Outcome.UNKNOWN, "movement_without_key", True)


def test_a_throttled_movement_was_not_made(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("throttle", "hyperpay", "refund")
    assert noor.operate(operation).outcome is Outcome.NOT_SENT
    assert noor.operate(operation).outcome is Outcome.REFUNDED
    assert noor.owed() == 4200


def test_a_refund_of_a_hold_is_refused_and_one_of_its_capture_is_not(noor: Counter) -> None:
    attempt = noor.held()
    hold = noor.find(attempt)
    capture = noor.operate(noor.operation(OperationKind.CAPTURE, attempt, 9_200))
    refund = replace(noor.operation(REFUND, attempt, 100), reference=hold.reference)
    assert noor.operate(refund).outcome is Outcome.DECLINED
    assert noor.operate(replace(refund, key=uuid.uuid4(), reference=capture.reference)).outcome is Outcome.REFUNDED


def test_a_movement_of_another_amount_than_asked_for_is_told(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("tamper_amount", "hyperpay", "refund", value="+1")
    seen = noor.operate(operation)
    assert (seen.amount, seen.contradiction, seen.needs_operator) == (Money(5001, "SAR"), "amount", True)


def test_ids_are_one_step_of_a_path_whatever_they_hold(noor: Counter) -> None:
    attempt, other = noor.start()[0], noor.paid()
    evil = replace(attempt, reference=f"{other.reference}/payment?entityId={'1' * 32}&x=")
    assert noor.find(evil).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("payer", "said"),
    [
        (Payer("Sara", city="Riyadh"), ("Sara", "Sara", "Riyadh")),
        (Payer("Sara Ahmed", city="Riyadh", region="Riyadh Province"), ("Sara", "Ahmed", "Riyadh Province")),
    ],
)
def test_the_banks_check_is_told_both_names_and_a_region_that_nobody_was_asked_for(
    payer: Payer, said: tuple[str, str, str]
) -> None:
    told = checkout._payer(payer)
    assert (told["customer.givenName"], told["customer.surname"], told["billing.state"]) == said


def test_an_address_for_letters_is_told_whole_or_not_at_all() -> None:
    longest = "a" * 116 + "@example.com"
    assert checkout._payer(Payer("Sara", longest))["customer.email"] == longest
    assert "customer.email" not in checkout._payer(Payer("Sara", f"a{longest}"))
