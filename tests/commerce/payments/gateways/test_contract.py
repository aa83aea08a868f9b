"""What every online gateway promises, tried on each against the simulator's process, over HTTP."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import Any

import pytest

from commerce.core.money import Money
from commerce.payments.application.ports import OnlineGateway
from commerce.payments.domain.accounts import Secret
from commerce.payments.domain.capabilities import Capabilities, Voids
from commerce.payments.domain.conversations import AttemptReference, OperationKind, OperationRequest
from commerce.payments.domain.values import Outcome, Totals
from commerce.payments.infrastructure.transport import client
from tests.commerce.payments.gateways.counter import SAR_92, START, STATUS, Counter
from tests.commerce.payments.tills import CARDS
from tests.simulators.gateways.cards import CHOICES
from tests.simulators.gateways.conservation import charged_twice, refunded_twice

CAPTURE, VOID, REFUND = OperationKind.CAPTURE, OperationKind.VOID, OperationKind.REFUND
GATEWAYS = ("hyperpay", "hyperpay_mada", "paytabs", "moyasar")


def those_that(_: str, *gateways: str) -> pytest.MarkDecorator:
    """Only at these; what is true at the others stands in a test of theirs, or is nothing there."""
    assert set(gateways) < set(GATEWAYS)
    return pytest.mark.parametrize("counter", gateways, indirect=True)


NAMING_THE_WAY_BACK = those_that("name the payment on the way back", "hyperpay", "hyperpay_mada", "paytabs")
SHOWING_BOTH_MODES = those_that("answer with test money as well as with money", "hyperpay", "hyperpay_mada", "paytabs")
REVIEWING = those_that("hold payments for review", "hyperpay", "hyperpay_mada", "paytabs")
WITH_PAGES = those_that("answer a start with a page", "paytabs", "moyasar")
CLOSING_NO_PAGE = those_that("close no page before its time", "hyperpay", "hyperpay_mada", "paytabs")


def test_it_speaks_the_whole_port(counter: Counter) -> None:
    assert isinstance(counter.gateway, OnlineGateway)
    assert counter.gateway.method.code == counter.way
    assert counter.gateway.method.name.ar
    assert counter.gateway.method.description.en


def test_a_started_payment_waits_for_its_payer(counter: Counter) -> None:
    attempt, result = counter.start()
    assert result.snapshot.outcome is Outcome.PENDING
    assert result.snapshot.amount == SAR_92
    assert result.next_action is not None
    assert counter.find(attempt).outcome is Outcome.PENDING
    assert counter.owed() == 0


def test_a_paid_one_is_captured_to_the_minor_unit(counter: Counter) -> None:
    attempt = counter.paid()
    seen = counter.find(attempt)
    assert (seen.outcome, seen.amount, seen.key) == (Outcome.CAPTURED, SAR_92, str(attempt.key))
    assert seen.contradiction == ""
    assert seen.is_test is True
    assert seen.masked_card == CHOICES[CARDS.get(counter.way, "approve")][-4:]
    assert seen.occurred_at is not None
    assert counter.owed() == 9200


@pytest.mark.parametrize(("choice", "answer"), [("refuse", ""), ("challenge", "fail")])
def test_a_refused_card_takes_no_money(counter: Counter, choice: str, answer: str) -> None:
    attempt = counter.paid(choice, answer=answer)
    # An invoice lets its payer try another card until it expires.
    expected = Outcome.PENDING if counter.name == "moyasar" else Outcome.DECLINED
    assert counter.find(attempt).outcome is expected
    assert counter.owed() == 0


def test_a_card_that_asks_for_the_banks_check_is_captured_after_it(counter: Counter) -> None:
    attempt = counter.paid("challenge")
    assert counter.find(attempt).outcome is Outcome.CAPTURED


def test_a_payment_is_found_by_our_key_when_its_reference_was_lost(counter: Counter) -> None:
    attempt = counter.paid()
    assert counter.find(replace(attempt, reference="")).outcome is Outcome.CAPTURED
    assert counter.find(AttemptReference(uuid.uuid4(), "", SAR_92)).outcome is Outcome.NOT_FOUND


def test_a_payment_that_is_an_attempt_of_its_own_is_not_found_by_our_key(counter: Counter) -> None:
    lost = replace(counter.paid(), reference="")
    paid = counter.find(lost)
    assert paid.outcome is Outcome.CAPTURED
    assert counter.find(replace(lost, beside=frozenset({paid.reference}))).outcome is Outcome.NOT_FOUND


@NAMING_THE_WAY_BACK
def test_the_way_back_is_about_this_attempt_and_no_other(counter: Counter) -> None:
    attempt, result = counter.start()
    back = counter.pay(result)
    assert counter.hint(attempt, back).is_about_this
    _, other_result = counter.start()
    other_back = counter.pay(other_result)
    assert not counter.hint(attempt, other_back).is_about_this
    assert not counter.hint(attempt, replace(back, url="http://noor.localhost/back/?x=1", body=b"")).is_about_this


@those_that("send the payer back from an invoice, which may name nothing at all", "moyasar")
def test_the_way_back_of_an_invoice_is_a_reason_to_ask(counter: Counter) -> None:
    attempt, result = counter.start()
    back = counter.pay(result)
    assert counter.hint(attempt, back).is_about_this
    assert counter.hint(attempt, replace(back, url="http://noor.localhost/back/")).is_about_this


@pytest.mark.parametrize("value", ["+1", "-1", "x100"])
def test_another_amount_is_told_as_a_contradiction(counter: Counter, value: str) -> None:
    attempt = counter.paid()
    counter.simulator.fault("tamper_amount", counter.name, STATUS[counter.name], value=value)
    seen = counter.find(attempt)
    assert "amount" in seen.contradiction
    assert seen.needs_operator


@pytest.mark.parametrize(("fault", "contradiction"), [("tamper_currency", "currency"), ("other_key", "key")])
def test_other_contradictions_are_told(counter: Counter, fault: str, contradiction: str) -> None:
    attempt = counter.paid()
    counter.simulator.fault(fault, counter.name, STATUS[counter.name])
    assert contradiction in counter.find(attempt).contradiction


@SHOWING_BOTH_MODES
def test_money_of_the_other_mode_is_told_as_a_contradiction(counter: Counter) -> None:
    attempt = counter.paid()
    counter.simulator.fault("other_mode", counter.name, STATUS[counter.name])
    assert "mode" in counter.find(attempt).contradiction


@those_that("show payments of the key's own mode alone", "moyasar")
def test_a_key_of_the_other_mode_is_shown_nothing(counter: Counter) -> None:
    live = Counter(counter.simulator, counter.way, "live")
    assert live.find(counter.paid()).outcome is Outcome.NOT_FOUND


def test_a_word_nobody_knows_is_unknown_and_never_a_refusal(counter: Counter) -> None:
    attempt = counter.paid()
    counter.simulator.fault("unknown_code", counter.name, STATUS[counter.name])
    assert counter.find(attempt).outcome is Outcome.UNKNOWN


def test_a_throttle_says_nothing_about_the_money(counter: Counter) -> None:
    attempt = counter.paid()
    counter.simulator.fault("throttle", counter.name, STATUS[counter.name], times=3)
    assert counter.find(attempt).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("fault", ["pending", "long_pending"])
def test_what_the_bank_has_not_decided_is_waited_for(counter: Counter, fault: str) -> None:
    counter.simulator.fault(fault, counter.name, "pay", value="approved")
    attempt = counter.paid()
    waiting = Outcome.PENDING if counter.name == "moyasar" else Outcome.SETTLING
    assert counter.find(attempt).outcome is waiting
    assert counter.owed() == 0
    counter.simulator.control("settle")
    counter.let_a_minute_pass()
    assert counter.find(attempt).outcome is Outcome.CAPTURED
    assert counter.owed() == 9200


@REVIEWING
def test_what_is_held_for_review_is_marked(counter: Counter) -> None:
    counter.simulator.fault("review", counter.name, "pay")
    seen = counter.find(counter.paid())
    outcome, owed = (Outcome.AUTHORISED, 0) if counter.name == "paytabs" else (Outcome.CAPTURED, 9200)
    assert (seen.outcome, seen.is_in_review, seen.needs_operator, counter.owed()) == (outcome, True, True, owed)


# — what goes wrong on the way —


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "error_before", "error_after", "not_json", "half_body"])
def test_no_clear_answer_to_a_question_is_asked_for_again(counter: Counter, fault: str) -> None:
    attempt = counter.paid()
    counter.simulator.fault(fault, counter.name, STATUS[counter.name])
    assert counter.find(attempt).outcome is Outcome.CAPTURED
    assert counter.simulator.calls(counter.name, STATUS[counter.name]) == 2


@pytest.mark.sampled(every=2)
def test_a_question_is_asked_three_times_at_most(counter: Counter) -> None:
    attempt = counter.paid()
    counter.simulator.fault("error_before", counter.name, STATUS[counter.name], times=-1)
    seen = counter.find(attempt)
    assert (seen.outcome, seen.code) == (Outcome.UNKNOWN, "http_500")
    assert counter.simulator.calls(counter.name, STATUS[counter.name]) == 3


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "error_before", "error_after", "not_json", "half_body"])
def test_no_clear_answer_to_a_start_is_unknown_and_sent_once(counter: Counter, fault: str) -> None:
    counter.simulator.fault(fault, counter.name, START[counter.name])
    _, result = counter.start()
    assert result.snapshot.outcome is Outcome.UNKNOWN
    assert result.next_action is None
    assert counter.simulator.calls(counter.name, START[counter.name]) == 1


def test_a_repeated_start_charges_once(counter: Counter) -> None:
    request = counter.request()
    counter.simulator.fault("drop_after", counter.name, START[counter.name])
    assert counter.start(request)[1].snapshot.outcome is Outcome.UNKNOWN
    counter.simulator.control("clock", seconds=121)
    attempt, result = counter.start(replace(request, is_repeat=True))
    counter.pay(result)
    assert counter.find(attempt).outcome is Outcome.CAPTURED
    assert charged_twice(counter.simulator.journal()) == []
    assert counter.owed() == 9200


@pytest.mark.sampled(every=2)
def test_a_gateway_that_is_not_there_was_sent_nothing(counter: Counter, settings: Any) -> None:
    settings.GATEWAY_HOSTS = {counter.name: "http://127.0.0.1:9/gateway"}
    _, result = counter.start()
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.NOT_SENT, "ConnectError")
    assert counter.find(AttemptReference(uuid.uuid4(), "", SAR_92)).outcome is Outcome.NOT_SENT


def test_a_slow_answer_is_given_up(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.2)
    counter.simulator.fault("delay", counter.name, START[counter.name], value="0.6")
    _, result = counter.start()
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.UNKNOWN, "ReadTimeout")


def test_the_breaker_keeps_a_dead_gateways_shoppers_from_waiting(counter: Counter) -> None:
    counter.simulator.fault("error_before", counter.name, START[counter.name], times=-1)
    codes = [counter.start()[1].snapshot.code for _ in range(6)]
    assert codes == ["http_500"] * 5 + ["circuit_open"]
    assert counter.simulator.calls(counter.name, START[counter.name]) == 5
    other = Counter(counter.simulator, counter.way, "souq")
    assert other.start()[1].snapshot.code == "http_500"


def test_only_failures_in_a_row_count(counter: Counter) -> None:
    for _ in range(2):
        counter.simulator.fault("error_before", counter.name, START[counter.name], times=4)
        codes = [counter.start()[1].snapshot.code for _ in range(5)]
        assert codes[:4] == ["http_500"] * 4
        assert codes[4] not in {"http_500", "circuit_open"}


def test_a_throttled_start_is_no_refusal(counter: Counter) -> None:
    counter.simulator.fault("throttle", counter.name, START[counter.name])
    _, result = counter.start()
    assert result.snapshot.outcome is (Outcome.NOT_SENT if counter.name == "hyperpay" else Outcome.UNKNOWN)
    assert result.next_action is None


def test_wrong_keys_are_an_operators_matter_and_no_verdict(counter: Counter) -> None:
    attempt = counter.paid()
    counter.account = replace(counter.account, secrets=dict.fromkeys(counter.account.secrets, Secret("sk_test_wrong")))
    _, result = counter.start()
    assert (result.snapshot.needs_operator, result.next_action) == (True, None)
    seen = counter.find(attempt)
    assert (seen.outcome, seen.needs_operator) == (Outcome.UNKNOWN, True)
    refund = OperationRequest(uuid.uuid4(), REFUND, attempt, "payments/1", SAR_92, Totals(SAR_92, Money.zero("SAR")))
    assert counter.operate(refund).needs_operator


def test_an_account_without_keys_sends_nothing(counter: Counter) -> None:
    counter.account = replace(counter.account, secrets={})
    snapshot = counter.start()[1].snapshot
    assert (snapshot.outcome, snapshot.needs_operator) == (Outcome.NOT_SENT, True)
    assert counter.simulator.control("calls") == []


def test_a_region_that_is_not_listed_sends_nothing(counter: Counter, settings: Any) -> None:
    settings.GATEWAY_HOSTS = {}
    counter.account = replace(counter.account, region="https://evil.example")
    request = replace(counter.request(), notification_url="https://wasla.example/hooks/payments/t/")
    snapshot = counter.start(request)[1].snapshot
    assert (snapshot.outcome, snapshot.code) == (Outcome.NOT_SENT, "unknown_region")


@WITH_PAGES
def test_a_page_elsewhere_is_nobodys_next_step(counter: Counter) -> None:
    counter.simulator.fault("other_page", counter.name, START[counter.name])
    _, result = counter.start()
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.UNKNOWN, "untrusted_page")
    assert result.next_action is None


@pytest.mark.sampled(every=2)
def test_nothing_secret_is_logged(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        attempt = counter.paid()
        counter.simulator.fault("drop_after", counter.name, STATUS[counter.name], times=3)
        counter.find(attempt)
    assert "gateway account" in caplog.text
    for secret in counter.account.secrets.values():
        assert secret.reveal() not in caplog.text


@pytest.mark.sampled(every=2)
def test_an_exception_holds_no_request(counter: Counter) -> None:
    attempt = counter.paid()
    counter.simulator.fault("drop_after", counter.name, STATUS[counter.name], times=3)
    seen = counter.find(attempt)
    assert (seen.code, seen.message) == ("RemoteProtocolError", "")


# — money back —


def test_refunds_in_parts_sum_to_the_whole_and_not_beyond(counter: Counter) -> None:
    attempt = counter.paid()
    for minor in (3_000, 1, 6_199):
        operation = counter.operation(REFUND, attempt, minor)
        seen = counter.operate(operation)
        assert (seen.outcome, seen.amount) == (Outcome.REFUNDED, operation.amount)
    assert counter.owed() == 0
    seen = counter.operate(replace(operation, key=uuid.uuid4(), amount=Money(1, "SAR"), before=Totals(SAR_92, SAR_92)))
    assert seen.outcome is Outcome.DECLINED
    assert counter.owed() == 0


def test_more_than_was_paid_is_refused(counter: Counter) -> None:
    operation = counter.operation(REFUND, counter.paid(), 9_201)
    assert counter.operate(operation).outcome is Outcome.DECLINED
    assert counter.gateway.find_operation(counter.account, operation).outcome is Outcome.NOT_FOUND
    assert counter.owed() == 9200


@pytest.mark.parametrize("fault", ["drop_after", "error_after", "not_json", "half_body"])
def test_a_refund_whose_answer_was_lost_is_found_and_not_sent_again(counter: Counter, fault: str) -> None:
    operation = counter.operation(REFUND, counter.paid(), 5_000)
    counter.simulator.fault(fault, counter.name, "refund")
    assert counter.operate(operation).outcome is Outcome.UNKNOWN
    assert counter.simulator.calls(counter.name, "refund") == 1
    seen = counter.gateway.find_operation(counter.account, operation)
    assert (seen.outcome, seen.amount) == (Outcome.REFUNDED, Money(5000, "SAR"))
    assert counter.owed() == 4200


@pytest.mark.parametrize("fault", ["drop_before", "error_before"])
def test_a_refund_that_never_arrived_is_not_found_and_may_be_sent_again(counter: Counter, fault: str) -> None:
    operation = counter.operation(REFUND, counter.paid(), 5_000)
    counter.simulator.fault(fault, counter.name, "refund")
    assert counter.operate(operation).outcome is Outcome.UNKNOWN
    assert counter.gateway.find_operation(counter.account, operation).outcome is Outcome.NOT_FOUND
    assert counter.operate(operation).outcome is Outcome.REFUNDED
    assert refunded_twice(counter.simulator.journal()) == []
    assert counter.owed() == 4200


def test_a_hold_is_captured_and_its_capture_refunded(counter: Counter) -> None:
    attempt = counter.held()
    held = counter.find(attempt)
    assert (held.outcome, held.amount, counter.owed()) == (Outcome.AUTHORISED, SAR_92, 0)
    seen = counter.operate(counter.operation(CAPTURE, attempt, 9_200))
    assert (seen.outcome, seen.amount, counter.owed()) == (Outcome.CAPTURED, SAR_92, 9200)
    refund = replace(counter.operation(REFUND, attempt, 9_200), reference=seen.reference)
    assert counter.operate(refund).outcome is Outcome.REFUNDED
    assert counter.owed() == 0


def test_a_hold_is_captured_in_part_once(counter: Counter) -> None:
    attempt = counter.held()
    first = counter.operation(CAPTURE, attempt, 4_000)
    assert counter.operate(first).outcome is Outcome.CAPTURED
    beyond = replace(first, key=uuid.uuid4(), amount=Money(6_000, "SAR"))
    assert counter.operate(beyond).outcome is Outcome.DECLINED
    assert counter.owed() == 4000


def test_a_hold_is_let_go_and_not_captured_afterwards(counter: Counter) -> None:
    attempt = counter.held()
    capture = counter.operation(CAPTURE, attempt, 9_200)
    assert counter.operate(counter.operation(VOID, attempt, 9_200)).outcome is Outcome.VOIDED
    assert counter.operate(capture).outcome is Outcome.DECLINED
    assert counter.owed() == 0


def test_a_hold_that_its_bank_let_go_looks_held_and_is_not_captured(counter: Counter) -> None:
    attempt = counter.held()
    capture = counter.operation(CAPTURE, attempt, 9_200)
    counter.simulator.control("lapse", reference=capture.reference.removeprefix("payments/"))
    assert counter.find(attempt).outcome is Outcome.AUTHORISED
    assert counter.operate(capture).outcome is Outcome.DECLINED
    assert counter.owed() == 0
    assert counter.gateway.capabilities(counter.account).hold_days is not None


def test_a_sale_is_voided_only_where_that_exists(counter: Counter) -> None:
    attempt = counter.paid()
    seen = counter.operate(counter.operation(VOID, attempt, 9_200))
    can = counter.gateway.capabilities(counter.account).voids is Voids.UNTIL_SETTLED
    assert seen.outcome is (Outcome.VOIDED if can else Outcome.DECLINED)
    assert counter.owed() == (0 if can else 9200)


@pytest.mark.parametrize("kind", [CAPTURE, VOID])
def test_a_capture_or_void_whose_answer_was_lost_is_found(counter: Counter, kind: OperationKind) -> None:
    operation = counter.operation(kind, counter.held(), 9_200)
    counter.simulator.fault("drop_after", counter.name, kind.value)
    assert counter.operate(operation).outcome is Outcome.UNKNOWN
    seen = counter.gateway.find_operation(counter.account, operation)
    assert seen.outcome is (Outcome.CAPTURED if kind is CAPTURE else Outcome.VOIDED)


@CLOSING_NO_PAGE
def test_what_the_capabilities_deny_is_sent_to_nobody(counter: Counter) -> None:
    attempt, _ = counter.start()
    before = counter.simulator.control("calls")
    result = counter.gateway.close_page(counter.account, attempt)
    assert (result.outcome, result.code) == (Outcome.NOT_SENT, "unsupported")
    assert counter.simulator.control("calls") == before


def test_the_capabilities_are_what_the_simulator_does(counter: Counter) -> None:
    capabilities: Capabilities = counter.gateway.capabilities(counter.account)
    assert capabilities.takes("SAR")
    assert capabilities.holds
    assert capabilities.refunds
    assert capabilities.names_each_refund is (counter.name != "moyasar")
    assert capabilities.closes_page is (counter.name == "moyasar")
    assert capabilities.offered_without_script is (counter.name != "hyperpay")
    assert capabilities.page_seconds >= 20 * 60


@pytest.mark.parametrize("currency", ["KWD", "JPY", "IQD"])
def test_a_currency_it_does_not_take_is_sent_to_nobody(counter: Counter, currency: str) -> None:
    amount = Money(1234, currency)
    attempt, result = counter.start(counter.request(amount))
    if counter.gateway.capabilities(counter.account).takes(currency):
        counter.pay(result)
        assert counter.find(attempt).amount == amount
        assert counter.owed() == 1234
    else:
        assert result.snapshot.outcome is Outcome.NOT_SENT
        assert counter.simulator.control("calls") == []


@pytest.mark.parametrize("minor", [100, 101, 129, 10_029, 99_999_999])
def test_no_amount_is_changed_by_a_float(counter: Counter, minor: int) -> None:
    amount = Money(minor, "SAR")
    attempt = counter.paid(request=counter.request(amount))
    assert counter.find(attempt).amount == amount
    assert counter.owed() == minor


def test_another_merchants_payment_is_not_shown(counter: Counter) -> None:
    attempt = counter.paid()
    souq = Counter(counter.simulator, counter.way, "souq")
    assert souq.find(attempt).outcome is Outcome.NOT_FOUND


def test_live_money_in_a_live_account_is_believed(counter: Counter) -> None:
    live = Counter(counter.simulator, counter.way, "live")
    seen = live.find(live.paid())
    assert (seen.outcome, seen.contradiction, seen.is_test) == (Outcome.CAPTURED, "", False)
