"""PayTabs' own ways: exact numbers in JSON, duplicates refused for two minutes, pages, pending refunds."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from commerce.core.money import Money
from commerce.payments.domain.conversations import AttemptReference, OperationKind, OperationRequest
from commerce.payments.domain.values import Outcome, Payer
from commerce.payments.infrastructure.paytabs import back_office, status
from commerce.payments.infrastructure.transport.answers import Answer
from tests.commerce.payments.gateways.counter import BACK, HOOK, SAR_92, Counter

REFUND = OperationKind.REFUND


@pytest.fixture
def noor(simulator: Any) -> Counter:
    return Counter(simulator, "paytabs")


def test_what_a_page_is_asked_for_with(noor: Counter) -> None:
    payer = Payer("Sara Ahmed", "sara@example.com", "+966500000000", city="Riyadh", country="SA")
    request = noor.request(payer=payer, brand="mada")
    noor.start(request)
    (facts,) = noor.simulator.control("sessions")
    assert facts == {
        "profile_id": 101,
        "tran_type": "sale",
        "tran_class": "ecom",
        "cart_id": str(request.gateway_key),
        "cart_description": "1001",
        "cart_currency": "SAR",
        "cart_amount": "92.00",
        "callback": HOOK,
        "return": BACK,
        "paypage_lang": "ar",
        "paypage_ttl": 20,
        "hide_shipping": True,
        "payment_methods": ["mada"],
        "customer_details": {
            "name": "Sara Ahmed",
            "email": "sara@example.com",
            "phone": "+966500000000",
            "city": "Riyadh",
            "country": "SA",
        },
    }


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [(29, "SAR", "0.29"), (10, "SAR", "0.10"), (1234, "KWD", "1.234"), (5, "KWD", "0.005"), (500, "JPY", "500")],
)
def test_amounts_are_numbers_written_digit_by_digit(noor: Counter, minor: int, currency: str, written: str) -> None:
    attempt = noor.paid(request=noor.request(Money(minor, currency)))
    (facts,) = noor.simulator.control("sessions")
    assert str(facts["cart_amount"]) == written
    assert noor.find(attempt).amount == Money(minor, currency)


def test_a_shortened_amount_in_an_answer_is_the_same_amount(noor: Counter) -> None:
    """ "12.50" comes back as "12.5"."""
    attempt = noor.paid(request=noor.request(Money(1250, "SAR")))
    seen = noor.find(attempt)
    assert (seen.amount, seen.requested, seen.contradiction) == (Money(1250, "SAR"), Money(1250, "SAR"), "")


def test_a_duplicate_of_an_unpaid_page_was_not_begun_and_may_be_sent_later(noor: Counter) -> None:
    request = noor.request()
    noor.start(request)
    _, again = noor.start(request)
    assert (again.snapshot.outcome, again.snapshot.code, again.next_action) == (Outcome.NOT_SENT, "4", None)
    noor.simulator.control("clock", seconds=121)
    assert noor.start(request)[1].snapshot.outcome is Outcome.PENDING


def test_a_duplicate_of_a_paid_page_is_the_paid_one(noor: Counter) -> None:
    request = noor.request()
    attempt, result = noor.start(request)
    noor.pay(result)
    _, again = noor.start(request)
    assert (again.snapshot.outcome, again.snapshot.reference) == (Outcome.CAPTURED, attempt.reference)
    assert again.next_action is None
    noor.simulator.control("clock", seconds=121)
    _, later = noor.start(replace(request, is_repeat=True))
    assert (later.snapshot.outcome, later.next_action) == (Outcome.CAPTURED, None)
    assert noor.owed() == 9200


def test_of_two_pages_under_one_key_the_paid_one_counts(noor: Counter) -> None:
    request = noor.request()
    noor.start(request)
    noor.simulator.control("clock", seconds=121)
    attempt, result = noor.start(request)
    noor.pay(result)
    assert noor.find(replace(attempt, reference="")).reference == attempt.reference


def test_a_repeated_movement_is_refused_as_a_duplicate_and_the_first_adopted(noor: Counter) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    first, second = noor.operate(operation), noor.operate(operation)
    assert first.outcome is second.outcome is Outcome.REFUNDED
    assert first.reference == second.reference
    assert noor.owed() == 4200


@pytest.mark.parametrize(
    ("then", "outcome", "owed"), [("approved", Outcome.REFUNDED, 4200), ("no", Outcome.DECLINED, 9200)]
)
def test_a_refund_may_take_the_bank_days(noor: Counter, then: str, outcome: Outcome, owed: int) -> None:
    operation = noor.operation(REFUND, noor.paid(), 5_000)
    noor.simulator.fault("pending", "paytabs", "refund", value=then)
    assert noor.operate(operation).outcome is Outcome.SETTLING
    assert noor.owed() == 9200
    noor.simulator.control("settle")
    assert noor.gateway.find_operation(noor.account, operation).outcome is outcome
    assert noor.owed() == owed


def test_a_page_left_without_paying_is_declined(noor: Counter) -> None:
    attempt = noor.paid("abandon")
    assert noor.find(attempt).outcome is Outcome.DECLINED


def test_a_transaction_of_another_profile_is_not_believed(noor: Counter) -> None:
    attempt = noor.paid()
    noor.simulator.fault("other_merchant", "paytabs", "query")
    seen = noor.find(attempt)
    assert (seen.outcome, seen.code, seen.needs_operator) == (Outcome.UNKNOWN, "other_profile", True)


def test_a_page_of_the_other_mode_is_not_shown(noor: Counter) -> None:
    noor.simulator.fault("other_mode", "paytabs", "page")
    _, result = noor.start()
    assert (result.snapshot.outcome, result.snapshot.code, result.next_action) == (Outcome.DECLINED, "other_mode", None)
    assert result.snapshot.needs_operator


@pytest.mark.parametrize(
    "url",
    [
        "http://wasla.example/hooks/payments/t/",
        "https://wasla.example:8443/hooks/payments/t/",
        f"https://wasla.example/{'x' * 255}",
        "",
    ],
)
def test_a_callback_that_it_would_never_call_is_a_matter_of_set_up(noor: Counter, settings: Any, url: str) -> None:
    settings.GATEWAY_HOSTS = {}
    noor.account = replace(noor.account, region="sa")
    _, result = noor.start(replace(noor.request(), notification_url=url))
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.NOT_SENT, "callback_address")


def test_a_hold_is_voided_whole_and_a_captured_one_is_not(noor: Counter) -> None:
    held = noor.held()
    void = noor.operation(OperationKind.VOID, held, 9_200)
    assert noor.operate(noor.operation(OperationKind.CAPTURE, held, 100)).outcome is Outcome.CAPTURED
    assert noor.operate(replace(void, key=uuid.uuid4())).outcome is Outcome.DECLINED


def test_the_refund_of_a_hold_points_at_its_capture(noor: Counter) -> None:
    attempt = noor.held()
    hold = noor.find(attempt)
    capture = noor.operate(noor.operation(OperationKind.CAPTURE, attempt, 9_200))
    assert (capture.parent, capture.amount) == (hold.reference, SAR_92)
    refund = noor.operation(REFUND, attempt, 100)
    assert noor.operate(replace(refund, reference=hold.reference)).outcome is Outcome.DECLINED
    assert noor.operate(replace(refund, key=uuid.uuid4(), reference=capture.reference)).outcome is Outcome.REFUNDED


@pytest.mark.parametrize(
    ("brand", "refunds", "holds"), [("", True, True), ("sadad", False, False), ("stcpay", True, False)]
)
def test_what_wallets_and_bills_can_do(noor: Counter, brand: str, refunds: bool, holds: bool) -> None:
    capabilities = noor.gateway.capabilities(noor.account, brand)
    assert (capabilities.refunds, capabilities.holds) == (refunds, holds)


def test_dinars_of_iraq_are_asked_of_nobody(noor: Counter) -> None:
    """How many decimals companies read in them is not known: ISO says three, others none."""
    assert not noor.gateway.capabilities(noor.account).takes("IQD")
    _attempt, result = noor.start(noor.request(Money(1000, "IQD")))
    assert (result.snapshot.outcome, result.snapshot.code) == (Outcome.NOT_SENT, "currency_not_supported")


# — a sale that waits for its payer's bank, and ends by another one —

ENDS = pytest.mark.parametrize(
    ("then", "outcome", "owed"), [("approved", Outcome.CAPTURED, 9200), ("no", Outcome.DECLINED, 0)]
)


def ended_at_the_bank(noor: Counter, then: str) -> AttemptReference:
    noor.simulator.fault("pending", "paytabs", "pay", value=then)
    attempt = noor.paid()
    assert noor.find(attempt).outcome is Outcome.SETTLING
    noor.simulator.control("settle")
    noor.let_a_minute_pass()
    return attempt


@ENDS
def test_the_end_of_a_pending_sale_is_found_by_its_cart(noor: Counter, then: str, outcome: Outcome, owed: int) -> None:
    attempt = ended_at_the_bank(noor, then)
    seen = noor.find(attempt)
    assert (seen.outcome, seen.parent, noor.owed()) == (outcome, attempt.reference, owed)
    assert noor.find(replace(attempt, reference="")).outcome is outcome
    assert noor.find(replace(attempt, reference=seen.reference)).outcome is outcome


@ENDS
def test_the_control_by_its_own_name_it_is_pending_for_ever(
    noor: Counter, monkeypatch: pytest.MonkeyPatch, then: str, outcome: Outcome, owed: int
) -> None:
    monkeypatch.setattr(status, "_in_the_end", lambda pending, others: pending)
    attempt = ended_at_the_bank(noor, then)
    assert (noor.find(attempt).outcome, noor.owed()) == (Outcome.SETTLING, owed)


def listed(reference: str, letter: str, kind: str = "Sale", **more: str) -> dict[str, Any]:
    return {
        "tran_ref": reference, "tran_type": kind, "cart_amount": "92.00", "cart_currency": "SAR",
        "tran_total": "92.00", "tran_currency": "SAR", "payment_result": {"response_status": letter}, **more,
    }  # fmt: skip


def answering(monkeypatch: pytest.MonkeyPatch, module: Any, *bodies: dict[str, Any]) -> None:
    def query(account: Any, facts: dict[str, str]) -> Answer:
        by_name = [body for body in bodies if body["tran_ref"] == facts.get("tran_ref")]
        return Answer(200, by_name[0] if by_name else list(bodies), "")

    monkeypatch.setattr(module, "query", query)


def test_a_refused_try_is_no_end_of_the_one_that_is_pending(noor: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, status, listed("TST1", "P"), listed("TST2", "D"))
    seen = status.stand_of(noor.account, AttemptReference(uuid.uuid4(), "TST1", SAR_92))
    assert (seen.outcome, seen.reference) == (Outcome.SETTLING, "TST1")


@pytest.mark.parametrize(("later", "outcome"), [("A", Outcome.REFUNDED), ("D", Outcome.SETTLING)])
def test_a_refund_that_was_pending_and_is_done_by_another_one_is_done(
    noor: Counter, monkeypatch: pytest.MonkeyPatch, later: str, outcome: Outcome
) -> None:
    """Whether PayTabs does so is not confirmed: a refusal in another transaction does not undo the pending one."""
    answering(monkeypatch, back_office, listed("TST3", "P", "Refund"), listed("TST4", later, "Refund"))
    attempt = AttemptReference(uuid.uuid4(), "TST1", SAR_92)
    seen = back_office.find(noor.account, OperationRequest(uuid.uuid4(), REFUND, attempt, "TST1", SAR_92))
    assert seen.outcome is outcome
