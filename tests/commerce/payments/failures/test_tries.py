"""Several tries at one attempt, late ones, old ones, and answers that do not come: who paid ends paid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.breakers import Breakers
from commerce.payments.application.use_cases import settle_parked_webhooks as inbox_sweep
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.domain.states import HORIZON, AttemptStatus, PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot, StartResult
from commerce.payments.domain.webhooks import SETTLES_WITHIN
from commerce.payments.infrastructure.hyperpay import status
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from commerce.payments.infrastructure.transport import client
from commerce.payments.models import PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    findings,
    operations,
    payment,
    refunds,
    require_books_to_agree,
    still_told,
    sweep,
)
from tests.commerce.payments.failures.till import (
    BACK,
    HEARD,
    Till,
    arrive,
    attempts,
    inbox,
    is_being_checked,
    status_of,
)
from tests.commerce.payments.gateways.counter import STATUS
from tests.commerce.payments.tills import GATEWAYS
from tests.support.together import outcomes

pytestmark = pytest.mark.sampled(by="gateway")

MINUTE = timedelta(minutes=1)
ADAPTERS: dict[str, Any] = {"hyperpay": HyperPay, "paytabs": PayTabs, "moyasar": Moyasar}


def hear(till: Till, sent: list[dict[str, Any]]) -> None:
    for one in sent:
        arrive(one, till.address)
    till.simulator.control("clock", seconds=61)
    with clock.as_of(clock.now() + MINUTE):
        till.work()
        settle_parked_webhooks(now=clock.now() + MINUTE)


def tried_twice(till: Till, first: str, second: str) -> tuple[int, Any, Any]:
    """Two cards at one page, one after the other."""
    till.simulator.fault("page_stays_open", till.gateway, "pay", times=-1)
    payment_id = till.owed()
    action = till.start(payment_id)
    return payment_id, till.pay(action, first), till.pay(action, second)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("is_heard_first", [True, False], ids=["the refusal was heard of", "it was not"])
def test_who_is_declined_and_then_pays_at_the_same_page_has_paid(
    till: OpenTill, gateway: str, *, is_heard_first: bool
) -> None:
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    declined = noor.pay(action, "refuse")
    if is_heard_first:
        noor.come_back(payment_id, declined)
        noor.simulator.control("clock", seconds=61)
    heard = len(noor.sent())
    noor.pay(action, "approve")
    hear(noor, noor.sent()[heard:])
    assert (payment(payment_id).captured_minor, status_of(payment_id)) == (9200, PaymentStatus.CAPTURED)
    assert [one.status for one in attempts()] == ["succeeded"]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_at_the_page_of_an_attempt_that_has_ended_is_let_go(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    action = start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())
    noor.come_back(payment_id, noor.pay(action, "refuse"))
    noor.simulator.control("clock", seconds=61)
    heard = len(noor.sent())
    noor.pay(action, "approve")
    hear(noor, noor.sent()[heard:])
    assert [(one.kind, one.status) for one in operations()] == [("void", "planned")]
    sweep(noor, 2)
    assert [(one.kind, one.status) for one in operations()] == [("void", "succeeded")]
    assert (noor.simulator.calls(gateway, "void"), findings()) == (1, [])
    assert (status_of(payment_id), balance("holds")) == (PaymentStatus.FAILED, 0)
    hear(noor, noor.sent())
    assert len(operations()) == 1


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_late_hold_that_the_gateway_does_not_let_go_is_a_persons(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    action = start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())
    noor.come_back(payment_id, noor.pay(action, "refuse"))
    noor.simulator.control("clock", seconds=61)
    heard = len(noor.sent())
    noor.pay(action, "approve")
    hear(noor, noor.sent()[heard:])
    noor.simulator.fault("drop_before", gateway, "void")
    sweep(noor)
    said = Snapshot(Outcome.DECLINED, code="refused")
    settle_operation(operation_id=operations()[0].pk, snapshot=said, now=clock.now())
    assert (status_of(payment_id), findings()) == (PaymentStatus.FAILED, ["not_moved"])


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_refused_card_ends_nothing_while_its_payer_is_at_the_page(till: OpenTill, gateway: str) -> None:
    """The order waits for them, and is theirs when the second card is taken."""
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.pay(action, "refuse")
    hear(noor, noor.sent())
    assert (attempts()[0].status, status_of(payment_id), HEARD) == ("pending", PaymentStatus.PENDING, [])
    heard = len(noor.sent())
    noor.pay(action, "approve")
    hear(noor, noor.sent()[heard:])
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    assert [type(one).__name__ for one in HEARD] == ["PaymentCaptured"]


@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("is_back", [True, False], ids=["who came back", "who never did"])
def test_a_refused_card_ends_it_for(till: OpenTill, gateway: str, *, is_back: bool) -> None:
    noor = till(gateway)
    payment_id = noor.owed()
    back = noor.pay(noor.start(payment_id), "refuse")
    if is_back:
        noor.come_back(payment_id, back)
    else:
        sweep(noor)
        assert status_of(payment_id) is PaymentStatus.PENDING
        noor.simulator.control("clock", seconds=3600)
        reconcile_payments(now=clock.now() + timedelta(hours=1))
    assert (attempts()[0].status, status_of(payment_id)) == ("declined", PaymentStatus.FAILED)


def test_who_came_back_and_goes_to_the_page_again_is_at_the_page_again(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action, "abandon"))
    refresh_payment(payment_id=payment_id, now=clock.now())  # by the page that waits
    noor.simulator.control("clock", seconds=61)
    assert noor.start(payment_id) == action
    noor.pay(action, "refuse")
    hear(noor, noor.sent())
    assert status_of(payment_id) is PaymentStatus.PENDING


@pytest.mark.parametrize("gateway", HOLDING)
def test_without_any_webhook_a_second_card_that_was_taken_is_found_by_our_key(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, declined, _ = tried_twice(noor, "refuse", "approve")
    noor.come_back(payment_id, declined)
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_who_pays_twice_at_one_page_has_one_back(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, back, _ = tried_twice(noor, "approve", "approve")
    noor.come_back(payment_id, back)
    noor.simulator.control("clock", seconds=61)
    for _ in range(2):
        hear(noor, noor.sent())
    assert (payment(payment_id).captured_minor, balance("unapplied_funds")) == (9200, -9200)
    assert findings() == ["paid_twice"] == still_told()
    require_books_to_agree(noor.simulator)
    sweep(noor, 2)
    assert [(one.source, one.status) for one in refunds()] == [("system", "succeeded")]
    assert still_told() == [], "somebody would send it back once more"
    assert balance("gateway_receivable") == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_who_pays_after_the_pages_time_has_paid(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.simulator.control("clock", seconds=2 * 3600)
    with clock.as_of(clock.now() + timedelta(hours=2)):
        reconcile_payments(now=clock.now())
        noor.simulator.fault("late_success", gateway, "pay", times=-1)
        noor.pay(action)
        hear(noor, noor.sent())
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_webhook_stays_open_until_the_gateway_has_answered(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """About an attempt that had been given up nobody else asks any more."""
    noor = till(gateway)
    payment_id, _ = noor.paid()
    with transaction.atomic():
        PaymentAttempt.objects.update(status=AttemptStatus.ABANDONED)
    noor.simulator.fault("error_before", gateway, STATUS[gateway], times=-1)
    noor.simulator.fault("error_before", gateway, "query", times=-1)
    arrive(noor.sent()[0], noor.address)
    noor.work()
    assert ([one.status for one in inbox()], attempts()[0].heard_at) == (["parked"], None)
    for hours in (1, 2, 3):
        settle_parked_webhooks(now=clock.now() + timedelta(hours=hours))
    assert [one.status for one in inbox()] == ["parked"]
    noor.simulator.control("calm")
    monkeypatch.setattr(client, "breakers", Breakers())
    settle_parked_webhooks(now=clock.now() + timedelta(hours=5))
    assert (payment(payment_id).captured_minor, [one.status for one in inbox()]) == (9200, ["applied"])
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_webhook_of_money_that_the_gateway_does_not_show_yet_stays_open(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, _ = noor.paid()
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_reference="")
    noor.simulator.fault("not_yet", gateway, "query")
    noor.simulator.fault("error_before", gateway, "payment", times=3)
    arrive(noor.sent()[0], noor.address)
    if gateway == "paytabs":
        noor.simulator.fault("error_before", gateway, "query", times=3)
    noor.work()
    assert [one.status for one in inbox()] == ["parked"]
    noor.simulator.control("calm")
    noor.simulator.control("clock", seconds=61)
    settle_parked_webhooks(now=clock.now() + 2 * MINUTE)
    assert (payment(payment_id).captured_minor, [one.status for one in inbox()]) == (9200, ["applied"])


def test_no_answer_is_not_heard_and_who_came_back_is_being_checked(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id, back = noor.paid()
    noor.simulator.fault("error_before", "paytabs", "query", times=3)
    noor.come_back(payment_id, back)
    assert attempts()[0].heard_at is None
    assert is_being_checked(payment_id)
    with clock.as_of(clock.now() + MINUTE):
        refresh_payment(payment_id=payment_id, now=clock.now())
    assert attempts()[0].heard_at is not None
    assert status_of(payment_id) is PaymentStatus.CAPTURED


@pytest.mark.long
def test_a_webhook_that_runs_into_a_defect_is_told_once_and_looked_at_ever_more_seldom(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("paytabs")
    payment_id, _ = noor.paid()
    noor.simulator.fault("error_before", "paytabs", "query", times=3)
    arrive(noor.sent()[0], noor.address)
    noor.work()

    def crash(**_: Any) -> None:
        raise RuntimeError

    now, looks = clock.now(), 0
    with monkeypatch.context() as crashing:
        crashing.setattr(inbox_sweep, "settle_webhook", crash)
        while inbox()[0].status == "parked":
            due = inbox()[0].look_at
            assert due is not None
            looks += settle_parked_webhooks(now=due)
    assert findings() == ["not_settled"]
    assert inbox()[0].status == "unmatched"
    assert 24 * 7 <= looks <= 24 * 7 + 20
    settled_at = inbox()[0].settled_at
    assert settled_at is not None
    assert timedelta(0) <= settled_at - now - SETTLES_WITHIN <= timedelta(hours=2)
    assert payment(payment_id).captured_minor == 0


# — old attempts —


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.VOIDED])
def test_an_old_attempts_refusal_ends_nothing_while_another_is_with_the_payer(till: OpenTill, outcome: Outcome) -> None:
    noor = till("paytabs")
    payment_id = noor.owed()
    noor.start(payment_id)
    with transaction.atomic():
        PaymentAttempt.objects.update(status=AttemptStatus.ABANDONED)
    page = noor.start(payment_id)
    old, new = attempts()
    apply_observation(attempt_id=old.pk, snapshot=Snapshot(outcome, old.gateway_reference), now=clock.now())
    assert status_of(payment_id) is PaymentStatus.PENDING
    noor.come_back(payment_id, noor.pay(page))
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    assert attempts()[1].pk == new.pk


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_that_nothing_is_known_of_a_page_ends_it_only_when_its_time_is_over(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id = noor.owed()
    noor.start(payment_id)
    [attempt] = attempts()
    unheard_of = Snapshot(Outcome.NOT_FOUND)
    page = timedelta(seconds=ADAPTERS[gateway].method.capabilities.page_seconds)
    apply_observation(attempt_id=attempt.pk, snapshot=Snapshot(Outcome.UNKNOWN), now=clock.now())
    apply_observation(attempt_id=attempt.pk, snapshot=unheard_of, now=clock.now() + page)
    assert (attempts()[0].status, is_being_checked(payment_id)) == (AttemptStatus.PENDING, False)
    apply_observation(attempt_id=attempt.pk, snapshot=unheard_of, now=clock.now() + page + 11 * MINUTE)
    assert attempts()[0].status == AttemptStatus.ABANDONED


def test_a_form_that_nobody_has_filled_in_yet_is_not_given_up(till: OpenTill) -> None:
    """Moyasar hears of it from the payer's browser alone."""
    noor = till("moyasar")
    payment_id = noor.owed()
    noor.start(payment_id)
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_reference="")
    noor.simulator.control("reset")
    sweep(noor)
    assert attempts()[0].status == AttemptStatus.PENDING


def test_what_is_open_for_too_long_is_given_up_in_its_turn(till: OpenTill) -> None:
    noor = till("moyasar")
    noor.start(noor.owed())
    with transaction.atomic():
        PaymentAttempt.objects.update(next_action=None, gateway_reference="")
    reconcile_payments(now=clock.now() + HORIZON)
    assert attempts()[0].status == AttemptStatus.ABANDONED


# — two starts —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("paid", [0, 1])
def test_whichever_page_of_two_starts_at_once_is_paid_it_is_found(
    till: OpenTill, at_noor: Tenant, gateway: str, monkeypatch: pytest.MonkeyPatch, paid: int
) -> None:
    """The first start's answer was lost, and two tabs begin again at the same instant."""
    noor = till(gateway)
    payment_id = noor.owed()
    operation = {"hyperpay": "checkout", "paytabs": "page", "moyasar": "invoice"}[gateway]
    noor.simulator.fault("drop_before", gateway, operation)
    assert noor.start(payment_id) is None
    noor.simulator.control("clock", seconds=121)
    shown: list[StartResult] = []
    start = ADAPTERS[gateway].start

    def kept(self: Any, *args: Any) -> StartResult:
        result: StartResult = start(self, *args)
        shown.append(result)
        return result

    monkeypatch.setattr(ADAPTERS[gateway], "start", kept)
    outcomes(lambda: noor.start(payment_id), lambda: noor.start(payment_id))
    pages = [result.next_action for result in shown if result.next_action is not None]
    noor.simulator.fault("webhook_never", gateway, "webhook", times=-1)
    noor.pay(pages[min(paid, len(pages) - 1)])
    sweep(noor)
    assert payment(payment_id).captured_minor == 9200
    assert [one.status for one in attempts()] == ["succeeded"]
    require_books_to_agree(noor.simulator)


def test_the_control_the_checkout_alone_knows_nothing_of_another_one_that_was_paid(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    noor.start(payment_id)
    with transaction.atomic():
        shown = attempts()[0].gateway_reference
        PaymentAttempt.objects.update(next_action=None, status=AttemptStatus.UNKNOWN)
    noor.simulator.fault("webhook_never", "hyperpay", "webhook", times=-1)
    noor.pay(noor.start(payment_id))
    with transaction.atomic():
        PaymentAttempt.objects.update(gateway_reference=shown)
    with monkeypatch.context() as careless:
        careless.setattr(status, "leaves_room", lambda known: False)
        sweep(noor)
    assert payment(payment_id).captured_minor == 0
    sweep(noor, 2)
    assert payment(payment_id).captured_minor == 9200
