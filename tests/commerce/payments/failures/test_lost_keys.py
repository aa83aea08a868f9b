"""Accounts whose keys nothing here opens any more: nothing is sent, nothing believed, and people are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application import accounts
from commerce.payments.application.sealing import SealBroken
from commerce.payments.application.use_cases import reconcile_payments as reconciling
from commerce.payments.application.use_cases.check_account import Connection, check_account
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Discrepancy, GatewayAccount
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    findings,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    still_told,
    take,
)
from tests.commerce.payments.failures.test_said_by_hand import say_it_is_done
from tests.commerce.payments.failures.test_settling import told_facts
from tests.commerce.payments.failures.till import Till, arrive, inbox, status_of
from tests.commerce.payments.tills import GATEWAYS, connect

pytestmark = pytest.mark.sampled(by="gateway")

HOUR = timedelta(hours=1)


def lose_the_keys() -> None:
    with transaction.atomic():
        GatewayAccount.objects.update(seal_key="gone")


def sweep_at(*times: timedelta) -> None:
    for time in times:
        with clock.as_of(clock.now() + time):
            reconcile_payments(now=clock.now())


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_no_payment_begins_and_the_store_is_told_why(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    lose_the_keys()
    owed = noor.owed()
    assert noor.start(owed) is None
    assert (status_of(owed), findings()) == (PaymentStatus.CREATED, ["account_refused"])
    assert told_facts("account_refused") == [{"account": f"{gateway} test", "code": "keys_lost"}]
    assert check_account(provider=gateway, mode=Mode.TEST, now=clock.now()) is Connection.KEYS_LOST
    connect(gateway)
    assert noor.start(owed) is not None
    assert still_told() == []


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_is_given_back_waits_is_told_after_a_day_and_goes_once_they_are_entered(
    till: OpenTill, gateway: str
) -> None:
    noor = till(gateway)
    paid = take(noor)
    lose_the_keys()
    refund(paid, 3000)
    sweep_at(HOUR)
    assert [(one.status, one.sends) for one in operations()] == [("planned", 0)]
    assert set(still_told()) == {"account_refused"}
    sweep_at(25 * HOUR)
    assert "not_sent" in still_told()
    connect(gateway)
    sweep_at(27 * HOUR)
    assert [one.status for one in refunds()] == ["succeeded"]
    assert (payment(paid).refunded_minor, noor.simulator.calls(gateway, "refund")) == (3000, 1)
    assert still_told() == []
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_is_unclear_is_a_persons_after_a_day_only_for_the_gateway_will_tell(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault("drop_after", gateway, "refund")
    refund(paid, 3000)
    lose_the_keys()
    sweep_at(HOUR)
    assert ([one.status for one in operations()], still_told()) == (["unknown"], ["account_refused"])
    sweep_at(25 * HOUR)
    assert set(still_told()) == {"account_refused", "outcome_unknown"}
    connect(gateway)
    sweep_at(27 * HOUR)
    assert (payment(paid).refunded_minor, noor.simulator.calls(gateway, "refund")) == (3000, 1)
    assert still_told() == []


def test_what_can_not_be_given_back_for_days_is_a_persons(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = take(noor)
    lose_the_keys()
    refund(paid, 3000)
    sweep_at(*(day * 24 * HOUR for day in range(1, 5)))
    assert [one.status for one in refunds()] == ["failed"]
    assert "not_returned" in still_told()
    assert (payment(paid).refund_pending_minor, noor.simulator.calls("paytabs", "refund")) == (0, 0)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_webhooks_are_to_be_sent_again_and_a_payer_comes_back_to_no_error(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid, back = noor.paid()
    lose_the_keys()
    assert {arrive(one, noor.address).status_code for one in noor.sent()} == {503}
    assert (inbox(), still_told()) == ([], ["account_refused"])
    noor.come_back(paid, back)
    assert status_of(paid) is PaymentStatus.PENDING
    connect(gateway)
    with clock.as_of(clock.now() + HOUR):
        assert {arrive(one, noor.address).status_code for one in noor.sent()} == {200}
        noor.work()
    assert status_of(paid) is PaymentStatus.CAPTURED


def test_the_control_who_opens_them_all_the_same_ends_in_an_error(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Any) -> dict[str, str]:
        raise SealBroken

    noor = till("paytabs")
    paid, back = noor.paid()
    monkeypatch.setattr(accounts, "secrets_of", broken)
    for act in (lambda: noor.start(noor.owed("order:2")), lambda: noor.come_back(paid, back)):
        with pytest.raises(SealBroken):
            act()


@pytest.mark.parametrize(("is_sent", "told"), [(False, ["not_sent"]), (True, ["outcome_unknown"])])
def test_a_movement_that_fails_whenever_it_is_looked_into_is_a_persons_after_a_day(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch, *, is_sent: bool, told: list[str]
) -> None:
    """By a defect of ours, whatever it may be."""
    noor = till("paytabs")
    paid = take(noor)
    if is_sent:
        noor.simulator.fault("drop_before", "paytabs", "refund")
    else:
        lose_the_keys()
    refund(paid, 3000)
    connect("paytabs")
    monkeypatch.setattr(reconciling, "resolve_operation", defect)
    sweep_at(HOUR, 23 * HOUR)
    assert not set(told) & set(findings())
    sweep_at(25 * HOUR, 26 * HOUR)
    assert [one for one in still_told() if one != "account_refused"] == told
    assert [one.status for one in operations()] == ["unknown" if is_sent else "planned"]


def pending_refund(till: OpenTill) -> Till:
    noor = till("hyperpay")
    paid = take(noor)
    noor.simulator.fault("pending", "hyperpay", "refund", value="approved")
    refund(paid, 3000)
    assert [one.status for one in operations()] == ["pending"]
    return noor


def test_what_the_bank_has_taken_on_is_a_persons_when_no_look_has_ended_for_a_day(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However old it is: one look that fails is no news of it."""
    noor = pending_refund(till)
    with monkeypatch.context() as failing:
        failing.setattr(reconciling, "resolve_operation", defect)
        sweep_at(50 * HOUR)
    sweep_at(52 * HOUR)
    monkeypatch.setattr(reconciling, "resolve_operation", defect)
    sweep_at(80 * HOUR, 103 * HOUR)
    assert findings() == []
    sweep_at(105 * HOUR, 106 * HOUR)
    assert (findings(), [one.status for one in operations()]) == (["outcome_unknown"], ["pending"])
    say_it_is_done()
    assert ([one.status for one in refunds()], still_told()) == (["succeeded"], [])
    noor.simulator.control("settle")
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("is_taken_on", [True, False])
def test_what_was_told_of_it_goes_when_the_bank_says_that_it_takes_its_time(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch, *, is_taken_on: bool
) -> None:
    if is_taken_on:
        pending_refund(till)
    else:
        noor = till("hyperpay")
        paid = take(noor)
        lose_the_keys()
        refund(paid, 3000)
        connect("hyperpay")
        noor.simulator.fault("pending", "hyperpay", "refund", value="approved")
    with monkeypatch.context() as failing:
        failing.setattr(reconciling, "resolve_operation", defect)
        sweep_at(HOUR, 26 * HOUR)
    assert ("outcome_unknown" if is_taken_on else "not_sent") in still_told()
    sweep_at(28 * HOUR)
    assert ([one.status for one in operations()], still_told()) == (["pending"], [])


def test_what_went_off_the_list_is_told_again_when_it_is_true_again(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a person's own closing it is not: they have looked."""
    pending_refund(till)
    with monkeypatch.context() as failing:
        failing.setattr(reconciling, "resolve_operation", defect)
        sweep_at(HOUR, 26 * HOUR)
    sweep_at(28 * HOUR)
    assert still_told() == []
    monkeypatch.setattr(reconciling, "resolve_operation", defect)
    sweep_at(30 * HOUR, 60 * HOUR)
    assert still_told() == ["outcome_unknown"]
    with transaction.atomic():
        Discrepancy.objects.update(closed_at=clock.now(), closed_by="staff:1", reason="asked the bank")
    sweep_at(90 * HOUR)
    assert still_told() == []


def test_after_an_answer_between_two_silences_it_is_a_persons_again(till: OpenTill) -> None:
    pending_refund(till)
    lose_the_keys()
    sweep_at(26 * HOUR)
    connect("hyperpay")
    sweep_at(28 * HOUR)
    assert ([one.status for one in operations()], still_told()) == (["pending"], [])
    lose_the_keys()
    sweep_at(60 * HOUR, 90 * HOUR)
    assert ([one.status for one in operations()], "outcome_unknown" in still_told()) == (["unknown"], True)


def defect(**_: Any) -> None:
    raise LookupError
