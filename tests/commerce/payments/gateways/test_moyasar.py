"""Moyasar's own ways: a form or an invoice, sums instead of names."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from commerce.core.money import Money
from commerce.payments.domain.accounts import Mode, Secret
from commerce.payments.domain.conversations import AttemptReference, OperationKind
from commerce.payments.domain.values import ClientToken, Outcome, Redirect, StartRequest, Totals
from commerce.payments.infrastructure.moyasar import gateway, invoice
from tests.commerce.payments.gateways.counter import BACK, SAR_92, Counter
from tests.simulators.gateways.payer import pass_check, pay_on_page

REFUND = OperationKind.REFUND


@pytest.fixture
def noor(simulator: Any) -> Counter:
    return Counter(simulator, "moyasar")


def attempt_of(request: StartRequest, reference: str = "") -> AttemptReference:
    return AttemptReference(request.gateway_key, reference, request.amount)


def in_browser(noor: Counter, action: ClientToken, number: str, minor: int | None = None) -> str:
    """What the form does with a card; returns where the bank's check is."""
    return str(noor.in_browser(action, number, minor)["source"]["transaction_url"])


def test_with_a_script_the_browser_begins_and_nobody_is_called(noor: Counter) -> None:
    request = noor.request(has_script=True)
    result = noor.gateway.start(noor.account, request)
    assert result.next_action == ClientToken(
        "pk_test_noor",
        f"{noor.simulator.hosts['moyasar']}/moyasar.js",
        {
            "amount": "9200",
            "currency": "SAR",
            "description": "1001",
            "callback_url": BACK,
            "language": "ar",
            "metadata[attempt]": str(request.gateway_key),
        },
        f"{noor.simulator.hosts['moyasar']}/moyasar.css",
    )
    assert noor.simulator.control("calls") == []


def test_what_the_browser_paid_is_found_by_our_key_or_by_the_way_back(noor: Counter) -> None:
    request = noor.request(has_script=True)
    action = noor.gateway.start(noor.account, request).next_action
    assert isinstance(action, ClientToken)
    in_browser(noor, action, "4123120001090000")
    back = pass_check(in_browser(noor, action, "4111111111111111"))
    assert noor.find(attempt_of(request)).outcome is Outcome.CAPTURED
    hint = noor.hint(attempt_of(request), back)
    assert hint.is_about_this
    assert noor.find(attempt_of(request, hint.reference)).amount == SAR_92


def test_another_amount_typed_into_the_browser_is_a_contradiction(noor: Counter) -> None:
    request = noor.request(has_script=True)
    action = noor.gateway.start(noor.account, request).next_action
    assert isinstance(action, ClientToken)
    pass_check(in_browser(noor, action, "4111111111111111", 100))
    seen = noor.find(attempt_of(request))
    assert (seen.outcome, seen.amount, seen.contradiction) == (Outcome.CAPTURED, Money(100, "SAR"), "amount,requested")


def test_a_payment_of_another_attempt_named_on_the_way_back_is_a_contradiction(noor: Counter) -> None:
    request, other = noor.request(has_script=True), noor.request(has_script=True)
    action = noor.gateway.start(noor.account, other).next_action
    assert isinstance(action, ClientToken)
    back = pass_check(in_browser(noor, action, "4111111111111111"))
    hint = noor.hint(attempt_of(request), back)
    assert noor.find(attempt_of(request, hint.reference)).contradiction == "key"


def test_what_an_invoice_is_made_with(noor: Counter) -> None:
    request = noor.request()
    attempt, _ = noor.start(request)
    (facts,) = noor.simulator.control("sessions")
    url = facts.pop("url")
    assert url.endswith(f"/pay/{attempt.reference.removeprefix('invoices/')}")
    assert facts == {
        "description": "1001",
        "callback_url": None,
        "success_url": BACK,
        "back_url": BACK,
        "metadata": {"attempt": str(request.gateway_key)},
        "is_invoice": True,
        "expired_at": request.closes_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_an_invoice_whose_answer_was_lost_is_found_and_not_made_again(noor: Counter) -> None:
    request = noor.request()
    noor.simulator.fault("drop_after", "moyasar", "invoice")
    assert noor.start(request)[1].snapshot.outcome is Outcome.UNKNOWN
    _, result = noor.start(replace(request, is_repeat=True))
    assert isinstance(result.next_action, Redirect)
    assert len(noor.simulator.control("sessions")) == 1


def test_another_card_may_be_tried_at_an_invoice(noor: Counter) -> None:
    attempt, result = noor.start()
    noor.pay(result, "refuse")
    seen = noor.find(attempt)
    assert (seen.outcome, seen.code) == (Outcome.PENDING, "51")
    noor.pay(result)
    seen = noor.find(attempt)
    assert seen.outcome is Outcome.CAPTURED
    assert seen.reference.startswith("payments/")


def test_a_list_that_passes_the_filter_over_shows_others_payments_and_none_is_taken_for_ours(noor: Counter) -> None:
    noor.paid()
    stranger = AttemptReference(uuid.uuid4(), "", SAR_92)
    noor.simulator.fault("filter_ignored", "moyasar", times=-1)
    assert noor.find(stranger).outcome is Outcome.NOT_FOUND
    noor.paid()
    noor.simulator.fault("short_pages", "moyasar", times=-1)
    seen = noor.find(stranger)
    assert (seen.outcome, seen.code) == (Outcome.UNKNOWN, "list_goes_on")


def test_an_invoice_is_cancelled_and_closed(noor: Counter) -> None:
    attempt, result = noor.start()
    assert noor.gateway.close_page(noor.account, attempt).outcome is Outcome.VOIDED
    assert noor.find(attempt).outcome is Outcome.DECLINED
    assert isinstance(result.next_action, Redirect)
    with pytest.raises(AssertionError, match="closed"):
        pay_on_page(result.next_action.url)
    assert noor.gateway.close_page(noor.account, noor.paid()).outcome is Outcome.DECLINED


def test_a_form_is_no_page_of_moyasars_to_be_closed(noor: Counter) -> None:
    attempt, _ = noor.start(noor.request(has_script=True))
    assert noor.gateway.close_page(noor.account, attempt).outcome is Outcome.NOT_FOUND
    assert noor.simulator.control("calls") == []


@pytest.mark.parametrize("fault", ["drop_before", "error_after", "not_json"])
def test_no_clear_answer_to_a_closing_says_nothing(noor: Counter, fault: str) -> None:
    attempt, _ = noor.start()
    noor.simulator.fault(fault, "moyasar", "cancel")
    assert noor.gateway.close_page(noor.account, attempt).outcome is Outcome.UNKNOWN
    assert noor.simulator.calls("moyasar", "cancel") == 1


def an_hour_after_its_start(noor: Counter) -> tuple[AttemptReference, str]:
    attempt, result = noor.start()
    noor.simulator.control("clock", seconds=3601)
    assert isinstance(result.next_action, Redirect)
    return attempt, result.next_action.url


def test_an_invoice_is_closed_when_its_pages_time_is_over(noor: Counter) -> None:
    attempt, url = an_hour_after_its_start(noor)
    seen = noor.find(attempt)
    assert (seen.outcome, seen.code) == (Outcome.DECLINED, "expired")
    with pytest.raises(AssertionError, match="closed"):
        pay_on_page(url)
    assert noor.owed() == 0


def test_the_control_an_invoice_that_is_given_no_end_is_paid_late(
    noor: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = invoice._facts
    monkeypatch.setattr(invoice, "_facts", lambda request: {**given(request), "expired_at": None})
    attempt, url = an_hour_after_its_start(noor)
    assert noor.find(attempt).outcome is Outcome.PENDING
    pay_on_page(url)
    assert (noor.find(attempt).outcome, noor.owed()) == (Outcome.CAPTURED, 9200)


@pytest.mark.parametrize("has_script", [True, False])
def test_less_than_a_riyal_is_asked_of_nobody_and_no_fault_of_the_keys(noor: Counter, has_script: bool) -> None:
    request = replace(noor.request(Money(99, "SAR")), has_script=has_script)
    refused = noor.start(request)[1].snapshot
    assert (refused.outcome, refused.code, refused.needs_operator) == (Outcome.NOT_SENT, "amount_too_small", False)
    assert noor.simulator.control("calls") == []


def test_what_moyasar_refuses_of_our_request_is_no_fault_of_the_keys(
    noor: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no less than a riyal of anybody."""
    monkeypatch.setattr(gateway, "_require_payable", lambda request: None)
    refused = noor.start(noor.request(Money(99, "SAR")))[1].snapshot
    assert (refused.outcome, refused.needs_operator) == (Outcome.NOT_SENT, False)  # no card was asked
    assert noor.start(noor.request(Money(100, "SAR")))[1].snapshot.outcome is Outcome.PENDING


def test_the_sums_tell_and_not_the_status(noor: Counter) -> None:
    attempt = noor.paid()
    before = noor.find(attempt)
    assert before.totals == Totals(SAR_92, Money(0, "SAR"))
    noor.operate(noor.operation(REFUND, attempt, 1))
    after = noor.find(attempt)
    assert (after.outcome, after.totals) == (Outcome.CAPTURED, Totals(SAR_92, Money(1, "SAR")))


def test_a_refund_at_moyasars_own_desk_meanwhile_is_a_persons_matter(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("drop_after", "moyasar", "refund")
    assert noor.operate(operation).outcome is Outcome.UNKNOWN
    payment = operation.reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=payment, kind="refund", minor=100)
    seen = noor.gateway.find_operation(noor.account, operation)
    assert (seen.outcome, seen.code, seen.needs_operator) == (Outcome.UNKNOWN, "sums_moved_otherwise", True)
    assert noor.owed() == 4100


def test_a_refund_that_was_taken_on_and_changed_no_sum_is_not_sent_again_blindly(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("pending", "moyasar", "refund")
    assert noor.operate(operation).outcome is Outcome.UNKNOWN
    noor.simulator.control("settle")
    assert noor.gateway.find_operation(noor.account, operation).outcome is Outcome.REFUNDED


def test_without_the_sums_from_before_nothing_is_sent(noor: Counter) -> None:
    operation = replace(noor.operation(REFUND, noor.paid(), 5_000), before=None)
    seen = noor.operate(operation)
    assert (seen.outcome, seen.code) == (Outcome.NOT_SENT, "sums_before_are_missing")
    assert noor.simulator.calls("moyasar", "refund") == 0


def test_a_sale_is_voided_until_the_settlement(noor: Counter) -> None:
    attempt = noor.paid()
    void = noor.operation(OperationKind.VOID, attempt, 9_200)
    noor.simulator.control("settle-day")
    assert noor.operate(void).outcome is Outcome.DECLINED
    assert noor.owed() == 9200
    assert noor.operate(noor.operation(OperationKind.VOID, noor.paid(), 9_200)).outcome is Outcome.VOIDED
    assert noor.owed() == 9200


@pytest.mark.parametrize(
    ("secret_key", "mode"),
    [("sk_live_noor", Mode.TEST), ("sk_test_noor", Mode.LIVE), ("pk_test_noor", Mode.TEST), ("noor", Mode.TEST)],
)
def test_a_key_of_another_kind_or_mode_is_not_used(noor: Counter, secret_key: str, mode: Mode) -> None:
    noor.account = replace(noor.account, mode=mode, secrets={"secret_key": Secret(secret_key)})
    _, result = noor.start()
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.NOT_SENT, "key_of_other_mode")
    assert noor.simulator.control("calls") == []


def test_a_publishable_key_of_the_other_mode_is_not_given_to_a_browser(noor: Counter) -> None:
    noor.account = replace(noor.account, settings={"publishable_key": "pk_live_noor"})
    result = noor.gateway.start(noor.account, noor.request(has_script=True))
    assert (result.snapshot.code, result.next_action) == ("key_of_other_mode", None)


def test_a_hold_captured_in_part_is_no_contradiction(noor: Counter) -> None:
    attempt = noor.held()
    noor.operate(noor.operation(OperationKind.CAPTURE, attempt, 4_000))
    seen = noor.find(attempt)
    assert (seen.outcome, seen.amount, seen.contradiction) == (Outcome.CAPTURED, Money(4000, "SAR"), "")


@pytest.mark.parametrize(
    ("brand", "refunds", "holds"), [("", True, True), ("sadadbill", False, False), ("stcpay", True, False)]
)
def test_what_wallets_and_bills_can_do(noor: Counter, brand: str, refunds: bool, holds: bool) -> None:
    capabilities = noor.gateway.capabilities(noor.account, brand)
    assert (capabilities.refunds, capabilities.holds) == (refunds, holds)


def test_a_reference_is_one_step_of_a_path_whatever_it_holds(noor: Counter) -> None:
    other = noor.paid()
    evil = AttemptReference(uuid.uuid4(), f"{noor.find(other).reference}?x=", SAR_92)
    assert noor.find(evil).outcome is Outcome.NOT_FOUND
