"""How movements of ours settle: by the gateway's word, asked or told, and never by sending money twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.breakers import Breakers
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.operations import SENT_WITHIN
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.transport import client
from commerce.payments.models import Discrepancy
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    findings,
    held,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
    take,
)
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.test_refunds import NAMING
from tests.commerce.payments.failures.till import Till, arrive, attempts, inbox, status_of
from tests.commerce.payments.tills import GATEWAYS, connect

pytestmark = pytest.mark.sampled(by="gateway")

WRONG_KEYS = pytest.mark.parametrize(
    ("gateway", "name", "key"),
    [
        ("hyperpay", "access_token", "hp-token-wrong"),
        ("paytabs", "server_key", "PTKEY-wrong-0001"),
        ("moyasar", "secret_key", "sk_test_wrong"),
    ],
)

# Moyasar is asked for its sums before anything is sent.
BEFORE = {"hyperpay": 0, "paytabs": 0, "moyasar": 1}
# HyperPay is asked by the movement's key, and then by the payment's.
LOOKS = {"hyperpay": 2, "paytabs": 1, "moyasar": 1}
ASKED = {"hyperpay": "query", "paytabs": "query", "moyasar": "status"}


def listening(till: OpenTill, gateway: str) -> Till:
    """A till that is told of refunds as well: PayTabs' own portal tells of them."""
    noor = till(gateway)
    if gateway == "paytabs":
        address = webhook_url(noor.account.webhook_token)
        noor.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
    return noor


def hear(till: Till, sent: list[dict[str, object]]) -> None:
    for one in sent:
        arrive(one, till.address)
    till.work()


def later(till: Till, times: int = 1) -> None:
    """The inbox is looked at again, some time later."""
    for number in range(1, times + 1):
        till.simulator.control("clock", seconds=1200)
        with clock.as_of(clock.now() + number * timedelta(minutes=20)):
            settle_parked_webhooks(now=clock.now())


def told_facts(finding: str) -> list[dict[str, str]]:
    with transaction.atomic():
        return list(Discrepancy.objects.filter(finding=finding).order_by("id").values_list("facts", flat=True))


def done_but_unheard_of(till: Till, paid: int, gateway: str, looks: int = 1) -> None:
    """A refund went out, its answer was lost, and the gateway does not show it yet to who asks."""
    till.simulator.fault("drop_after", gateway, "refund")
    till.simulator.fault("not_yet", gateway, ASKED[gateway], times=BEFORE[gateway] + looks * LOOKS[gateway])
    refund(paid, 3000)


@pytest.mark.parametrize("gateway", NAMING)
def test_a_refund_that_is_told_of_while_it_is_to_be_sent_again_is_settled_and_not_sent(
    till: OpenTill, gateway: str
) -> None:
    noor = listening(till, gateway)
    paid = take(noor)
    heard = len(noor.sent())
    done_but_unheard_of(noor, paid, gateway)
    sweep(noor)
    assert [one.status for one in operations()] == ["planned"]
    hear(noor, noor.sent()[heard:])
    assert ([one.status for one in operations()], [one.status for one in refunds()]) == (["succeeded"], ["succeeded"])
    sweep(noor, 3)
    assert noor.simulator.calls(gateway, "refund") == 1
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_was_not_heard_of_is_asked_about_again_before_it_is_sent_again(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    done_but_unheard_of(noor, paid, gateway)
    sweep(noor)
    assert [one.status for one in operations()] == ["planned"]
    sweep(noor, 3)
    assert noor.simulator.calls(gateway, "refund") == 1
    assert [one.status for one in refunds()] == ["succeeded"]
    require_books_to_agree(noor.simulator)


def test_the_same_form_again_sends_no_refund_again_that_may_have_arrived(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    done_but_unheard_of(noor, paid, "hyperpay")
    sweep(noor)
    [asked] = refunds()
    refund(paid, 3000, key=asked.request_key)
    assert noor.simulator.calls("hyperpay", "refund") == 1


def given_up(till: Till, paid: int, gateway: str) -> list[dict[str, object]]:
    """A refund that is done at the gateway, and failed by all that is known here; what the gateway sent of it."""
    heard = len(till.sent())
    till.simulator.fault("drop_after", gateway, "refund")
    till.simulator.fault("not_yet", gateway, ASKED[gateway], times=-1)
    refund(paid, 3000)
    with transaction.atomic():
        operations()[0].__class__.objects.update(sends=2)  # the second time it was not heard of as well
    sweep(till)
    assert [one.status for one in refunds()] == ["failed"]
    till.simulator.control("calm")
    return list(till.sent()[heard:])


@pytest.mark.parametrize("gateway", NAMING)
def test_a_refund_that_was_given_up_and_is_done_after_all_is_booked_and_told(till: OpenTill, gateway: str) -> None:
    noor = listening(till, gateway)
    paid = take(noor)
    sent = given_up(noor, paid, gateway)
    for _ in range(2):
        hear(noor, sent)
    assert ([one.status for one in refunds()], payment(paid).refunded_minor) == (["succeeded"], 3000)
    assert findings() == ["not_returned", "refunded_late"]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", NAMING)
def test_a_refund_that_was_given_up_waits_for_one_that_has_its_money_meanwhile(till: OpenTill, gateway: str) -> None:
    noor = listening(till, gateway)
    paid = take(noor)
    sent = given_up(noor, paid, gateway)
    noor.simulator.fault("drop_before", gateway, "refund")
    refund(paid, 9200)  # all that is left by our books, and more than the gateway has
    hear(noor, sent)
    assert [one.status for one in refunds()] == ["failed", "submitted"]
    sweep(noor, 3)
    assert [one.status for one in refunds()] == ["failed", "failed"]
    later(noor)
    assert [one.status for one in refunds()] == ["succeeded", "failed"]
    require_books_to_agree(noor.simulator)


def test_a_second_refund_under_the_same_key_is_money_that_went_out_once_more(till: OpenTill) -> None:
    """Where all our care did not help: the gateway did it twice, and the books say so."""
    noor = listening(till, "hyperpay")
    paid = take(noor)
    heard = len(noor.sent())
    noor.simulator.fault("drop_after", "hyperpay", "refund")
    noor.simulator.fault("not_yet", "hyperpay", "query", times=4)
    refund(paid, 3000)
    sweep(noor, 3)
    assert noor.simulator.calls("hyperpay", "refund") == 2
    hear(noor, noor.sent()[heard:])
    assert payment(paid).refunded_minor == 6000
    assert findings() == ["refunded_elsewhere"]
    require_books_to_agree(noor.simulator)


# — what does not leave our side —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_refund_waits_while_the_gateway_is_away_and_goes_out_when_it_is_back(
    till: OpenTill, gateway: str, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till(gateway)
    paid = take(noor)
    there = noor.simulator.hosts
    settings.GATEWAY_HOSTS = {gateway: "http://127.0.0.1:9/gateway"}  # type: ignore[attr-defined]
    refund(paid, 3000)
    now = clock.now()
    for hours in (1, 6, 25):
        reconcile_payments(now=now + timedelta(hours=hours))
    assert [(one.status, one.sends) for one in operations()] == [("planned", 0)]
    assert ([one.status for one in refunds()], payment(paid).refund_pending_minor) == (["submitted"], 3000)
    assert findings() == ["not_sent"]
    settings.GATEWAY_HOSTS = there  # type: ignore[attr-defined]
    monkeypatch.setattr(client, "breakers", Breakers())
    reconcile_payments(now=now + timedelta(hours=30))
    assert [one.status for one in refunds()] == ["succeeded"]
    assert noor.simulator.calls(gateway, "refund") == 1
    require_books_to_agree(noor.simulator)


def test_after_days_it_fails_and_the_orders_activity_says_so(till: OpenTill, settings: pytest.FixtureRequest) -> None:
    noor = till("paytabs")
    paid = take(noor)
    settings.GATEWAY_HOSTS = {"paytabs": "http://127.0.0.1:9/gateway"}  # type: ignore[attr-defined]
    refund(paid, 3000)
    reconcile_payments(now=clock.now() + SENT_WITHIN - timedelta(hours=1))
    assert [one.status for one in refunds()] == ["submitted"]
    reconcile_payments(now=clock.now() + SENT_WITHIN + timedelta(hours=1))
    assert ([one.status for one in refunds()], payment(paid).refundable.minor) == (["failed"], 9200)
    assert "not_returned" in findings()
    with transaction.atomic():
        told = [
            (one.action, one.before["given_back"]["minor"], one.after["given_back"]["minor"])
            for one in AuditEntry.objects.filter(kind="payment", name_en="30.00 SAR").order_by("id")
        ]
    assert told == [("given_back", 0, 3000), ("refund_failed", 3000, 0)]


@WRONG_KEYS
def test_wrong_keys_are_told_to_the_store_and_refuse_no_shoppers_card(
    till: OpenTill, gateway: str, name: str, key: str
) -> None:
    noor = till(gateway)
    paid = take(noor)
    connect(gateway, secrets={name: key}, now=clock.now())
    for number in (2, 3):
        owed = noor.owed(f"order:{number}")
        assert noor.start(owed) is None
        assert status_of(owed) is PaymentStatus.CREATED
    refund(paid, 3000)
    assert [one.status for one in refunds()] == ["submitted"]
    assert set(findings()) == {"account_refused"}
    assert told_facts("account_refused")[0]["account"] == f"{gateway} test"
    connect(gateway)
    with clock.as_of(clock.now() + timedelta(minutes=5)):
        assert noor.start(noor.owed("order:4")) is not None
        assert "account_refused" not in still_told()
    sweep(noor, 2)
    assert [one.status for one in refunds()] == ["succeeded"]
    require_books_to_agree(noor.simulator)


# — what was moved at the gateway's own desk —


@pytest.mark.parametrize("gateway", NAMING)
def test_a_refund_that_is_told_before_its_capture_waits_for_it(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = listening(till, gateway)
    paid, _ = noor.paid()
    elsewhere(noor, "refund", 2000)
    *_, told = noor.sent()
    noor.simulator.fault("error_before", gateway, times=-1)
    hear(noor, [told])
    assert (refunds(), [one.status for one in inbox()]) == ([], ["parked"])
    noor.simulator.control("calm")
    monkeypatch.setattr(client, "breakers", Breakers())
    if gateway == "hyperpay":  # whose refund names a payment that is known here only when its checkout was asked about
        sweep(noor)
    later(noor)
    assert (payment(paid).captured_minor, payment(paid).refunded_minor) == (9200, 2000)
    assert [one.status for one in inbox()] == ["applied"]
    require_books_to_agree(noor.simulator)


def test_what_is_given_back_beyond_what_is_left_is_booked_and_told(till: OpenTill) -> None:
    """Nobody here knows of the money that it is of."""
    noor = listening(till, "hyperpay")
    paid = take(noor)
    elsewhere(noor, "refund", 9200)
    with transaction.atomic():
        payment(paid).__class__.objects.update(refunded_minor=3000)
        attempts()[0].__class__.objects.update(refunded_minor=3000)
    hear(noor, noor.sent()[-1:])
    assert told_facts("refunded_elsewhere")[0]["above"] == "30.00 SAR"
    assert payment(paid).refunded_minor == 9200
    assert balance("gateway_receivable") == 0


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f28_a_sale_that_is_voided_at_the_gateways_own_desk_went_back_whole(till: OpenTill, gateway: str) -> None:
    noor = listening(till, gateway)
    paid = take(noor)
    elsewhere(noor, "void", 9200)
    for _ in range(2):
        hear(noor, noor.sent()[-1:])
    later(noor)
    assert (payment(paid).refunded_minor, payment(paid).status) == (9200, "captured")
    assert ([one.source for one in refunds()], findings()) == (["external"], ["refunded_elsewhere"])
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_f28_a_hold_that_is_voided_at_the_gateways_own_desk_is_over(till: OpenTill, gateway: str) -> None:
    noor = listening(till, gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=hold, kind="void", minor=9200)
    hear(noor, noor.sent()[-1:])
    assert (payment(paid).authorised_minor, balance("holds")) == (0, 0)
    assert status_of(paid) is PaymentStatus.FAILED


def test_f46_what_was_refunded_elsewhere_while_ours_is_unclear_is_told_with_its_amount(till: OpenTill) -> None:
    noor = till("moyasar")
    paid = take(noor)
    noor.simulator.fault("drop_before", "moyasar", "refund")
    refund(paid, 3000)
    elsewhere(noor, "refund", 2000)
    sweep(noor)
    hear(noor, noor.sent()[-1:])
    later(noor, 30)
    [event] = [one for one in inbox() if one.kind == "operation"]
    assert event.status == "parked"  # an hour later somebody still looks
    assert {"amount": "20.00 SAR", "asked": "30.00 SAR"} in told_facts("not_settled")
    assert payment(paid).refund_pending_minor == 3000
    with clock.as_of(clock.now() + timedelta(days=8)):
        settle_parked_webhooks(now=clock.now())
    assert [one.status for one in inbox() if one.kind == "operation"] == ["unmatched"]
    assert len(told_facts("not_settled")) == 2


# — holds —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("kind", ["capture", "void"])
def test_a_capture_or_void_that_is_declined_is_told(till: OpenTill, gateway: str, kind: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    if kind == "capture":
        noor.simulator.control("lapse", reference=hold)
        capture_payment(payment_id=paid, now=clock.now())
    else:
        noor.simulator.control("elsewhere", reference=hold, kind="capture", minor=9200)
        void_payment(payment_id=paid, now=clock.now())
    assert [one.status for one in operations()] == ["declined"]
    assert findings() == ["not_moved"]
    assert told_facts("not_moved")[0]["amount"] == "92.00 SAR"


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_capture_that_was_declined_keeps_nobody_from_letting_the_hold_go(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("lapse", reference=hold)
    capture_payment(payment_id=paid, now=clock.now())
    cancel_payment(payment_id=paid, now=clock.now())
    sweep(noor, 2)
    assert [(one.kind, one.status) for one in operations()] == [("capture", "declined"), ("void", "succeeded")]
    assert (payment(paid).authorised_minor, balance("holds")) == (0, 0)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_part_of_a_hold_that_is_taken_is_the_payment(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    capture_payment(payment_id=paid, amount=sar(5000), now=clock.now())
    assert (payment(paid).captured_minor, status_of(paid)) == (5000, PaymentStatus.CAPTURED)
    assert balance("holds") == 0
    require_books_to_agree(noor.simulator)


def test_a_hold_lapses_by_when_it_was_made_and_not_by_when_its_page_was(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = held(noor)
    with transaction.atomic():
        created = attempts()[0].created_at - timedelta(days=5)
        attempts()[0].__class__.objects.update(created_at=created)
    noor.simulator.control("clock", seconds=3600)
    reconcile_payments(now=clock.now() + timedelta(days=6))
    assert payment(paid).authorised_minor == 9200
    reconcile_payments(now=clock.now() + timedelta(days=8))
    assert payment(paid).authorised_minor == 0


@pytest.mark.parametrize("fault", ["error_before", "not_yet"])
def test_a_hold_is_not_given_up_by_an_answer_that_does_not_know_it(till: OpenTill, fault: str) -> None:
    noor = till("paytabs")
    paid = held(noor)
    noor.simulator.fault(fault, "paytabs", "query", times=3)
    with transaction.atomic():
        attempts()[0].__class__.objects.update(gateway_reference="")
    sweep(noor)
    assert (attempts()[0].status, payment(paid).authorised_minor) == ("settling", 9200)
    capture_payment(payment_id=paid, amount=None, now=clock.now())


def captured_in_part_elsewhere(till: OpenTill, gateway: str) -> tuple[Till, int]:
    noor = listening(till, gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=hold, kind="capture", minor=5000)
    return noor, paid


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_of_which_a_part_was_taken_at_the_gateways_own_desk_is_held_no_more(
    till: OpenTill, gateway: str
) -> None:
    noor, paid = captured_in_part_elsewhere(till, gateway)
    for _ in range(2):
        hear(noor, noor.sent())
    assert (payment(paid).captured_minor, payment(paid).authorised_minor, balance("holds")) == (5000, 0, 0)
    assert status_of(paid) is PaymentStatus.CAPTURED
    assert [(one["amount"], one["asked"]) for one in told_facts("contradiction")] == [("50.00 SAR", "92.00 SAR")]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_the_control_what_is_held_in_part_only_by_another_word_is_not_believed(till: OpenTill, gateway: str) -> None:
    """A capture of more than is held, or of another currency, is nobody's plan."""
    noor = listening(till, gateway)
    paid = held(noor)
    for amount in (sar(9201), Money(5000, "USD")):
        seen = Snapshot(Outcome.CAPTURED, attempts()[0].gateway_reference, amount)
        with transaction.atomic():
            apply_observation(attempt_id=attempts()[0].pk, snapshot=seen, now=clock.now())
    assert (payment(paid).captured_minor, attempts()[0].status, balance("holds")) == (0, "settling", 9200)
    assert len(told_facts("contradiction")) == 2
