"""What is told of money goes off the list by itself once it is untrue, so that nobody who follows it pays twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.models import AuditEntry
from commerce.payments.application.discrepancies import NO_LONGER_TRUE
from commerce.payments.application.money_queries import settled_discrepancies
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.check_account import Connection, check_account
from commerce.payments.application.use_cases.close_discrepancy import DiscrepancyNeedsReason
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.settle_by_hand import NotForAPerson, settle_by_hand
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.domain.webhooks import LEFT_TO_THE_OUTBOX
from commerce.payments.models import Discrepancy, GatewayEvent
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
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
from tests.commerce.payments.failures.test_settling import WRONG_KEYS
from tests.commerce.payments.failures.till import BACK, Till, arrive, attempts, inbox, status_of
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of

MANAGER = Actor(ActorKind.STAFF, "7", "نورة")
AFTER_THE_PAGE = timedelta(hours=2)


def settled(payment_id: int) -> list[tuple[str, str, str]]:
    with transaction.atomic():
        return [(one.finding.value, one.closed_by, one.reason) for one in settled_discrepancies(payment_id)]


def reference() -> str:
    return attempts()[0].gateway_reference.rpartition("/")[2]


def refuse(operation_id: int) -> None:
    said = Snapshot(Outcome.DECLINED, code="refused")
    settle_operation(operation_id=operation_id, snapshot=said, now=clock.now())


# — holds —


@pytest.mark.parametrize("gateway", HOLDING)
def test_what_could_not_be_taken_and_is_taken_later_is_told_no_longer(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    noor.simulator.fault("drop_before", gateway, "capture")
    asked = capture_payment(payment_id=paid, now=clock.now())
    assert asked is not None
    refuse(asked)
    assert still_told() == ["not_moved"]
    capture_payment(payment_id=paid, now=clock.now())
    assert status_of(paid) is PaymentStatus.CAPTURED
    assert (still_told(), settled(paid)) == ([], [("not_moved", "system", NO_LONGER_TRUE)])
    with transaction.atomic():
        assert AuditEntry.objects.get(action="discrepancy_closed").actor_kind == "system"


def test_a_hold_that_could_not_be_let_go_and_lapses_is_told_no_longer(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = held(noor)
    noor.simulator.fault("drop_before", "paytabs", "void")
    refuse(void_payment(payment_id=paid, now=clock.now()))
    assert still_told() == ["not_moved"]
    with clock.as_of(clock.now() + timedelta(days=8)):
        reconcile_payments(now=clock.now())
    assert (payment(paid).authorised_minor, still_told()) == (0, [])


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_beside_what_was_paid_is_let_go(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    checkout = Checkout("1001", "ar", BACK, captures_later=True)
    action = start_payment(payment_id=payment_id, checkout=checkout, now=clock.now())
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    heard = len(noor.sent())
    noor.pay(action)
    for one in noor.sent()[heard:]:
        arrive(one, noor.address)
    with clock.as_of(clock.now() + timedelta(minutes=1)):
        noor.work()
    assert payment(payment_id).authorised_minor == 9200
    sweep(noor)
    assert [(one.kind, one.status) for one in operations()] == [("void", "succeeded")]
    assert (noor.simulator.calls(gateway, "void"), findings()) == (1, [])
    assert capture_payment(payment_id=payment_id, now=clock.now()) is not None
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    require_books_to_agree(noor.simulator)


# — money that went back —


def owed_back_in_vain(noor: Till) -> int:
    paid = take(noor)
    noor.simulator.fault("pending", "hyperpay", "refund", value="declined")
    cancel_payment(payment_id=paid, now=clock.now())
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 3)
    assert ([one.status for one in refunds()], still_told()) == (["failed"], ["not_returned"])
    return paid


def test_what_was_owed_and_arrives_after_all_is_told_no_longer(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = owed_back_in_vain(noor)
    done = Snapshot(Outcome.REFUNDED, amount=sar(9200), reference="payments/late")
    settle_operation(operation_id=operations()[-1].pk, snapshot=done, now=clock.now())
    assert ([one.status for one in refunds()], still_told()) == (["succeeded"], ["refunded_late"])
    assert settled(paid) == [("not_returned", "system", NO_LONGER_TRUE)]


def test_what_was_owed_and_is_given_back_by_hand_is_told_no_longer(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = owed_back_in_vain(noor)
    refund(paid, 3000)
    assert still_told() == ["not_returned"], "a part of it went back, and the rest is owed"
    refund(paid, 6200)
    assert (still_told(), settled(paid)) == ([], [("not_returned", "system", NO_LONGER_TRUE)])
    require_books_to_agree(noor.simulator)


def test_of_two_that_failed_one_is_told_no_longer_when_one_was_sent_again(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = take(noor)
    for _ in range(2):
        noor.simulator.fault("drop_before", "paytabs", "refund", times=1)
        asked = refund(paid, 1000)
        gone = Snapshot(Outcome.NOT_FOUND)
        operation = operations()[-1]
        for _again in range(3):
            with transaction.atomic():
                type(operation).objects.filter(pk=operation.pk).update(sends=2)
            settle_operation(operation_id=operation.pk, snapshot=gone, now=clock.now())
        assert asked
    assert ([one.status for one in refunds()], still_told()) == (["failed", "failed"], ["not_returned"] * 2)
    refund(paid, 1000)
    assert still_told() == ["not_returned"]
    refund(paid, 1000)
    assert still_told() == []


# — a person says what became of it —


def unclear(noor: Till) -> tuple[int, int]:
    """Ours never arrived, and somebody refunded another amount at Moyasar's own desk: nobody can tell them apart."""
    paid = take(noor)
    noor.simulator.fault("drop_before", "moyasar", "refund")
    refund(paid, 3000)
    elsewhere(noor, "refund", 2000)
    sweep(noor)
    with transaction.atomic():
        row = Discrepancy.objects.get(finding="outcome_unknown")
    return paid, row.pk


def say(finding_id: int, *, is_done: bool, reason: str = "سألنا ميسر") -> None:
    settle_by_hand(discrepancy_id=finding_id, is_done=is_done, reason=reason, actor=MANAGER, now=clock.now())


def test_what_only_a_person_can_tell_is_not_done_when_they_say_so(till: OpenTill) -> None:
    noor = till("moyasar")
    paid, finding_id = unclear(noor)
    with pytest.raises(DiscrepancyNeedsReason):
        say(finding_id, is_done=False, reason=" ")
    say(finding_id, is_done=False)
    assert ([one.status for one in refunds()], payment(paid).refund_pending_minor) == (["failed"], 0)
    assert settled(paid) == [("outcome_unknown", "staff", "سألنا ميسر")]
    with transaction.atomic():
        deed = AuditEntry.objects.get(action="discrepancy_closed")
    assert (deed.actor_id, deed.reason, deed.after) == ("7", "سألنا ميسر", {"movement": "not_done"})
    with pytest.raises(NotForAPerson):
        say(finding_id, is_done=True)
    with clock.as_of(clock.now() + AFTER_THE_PAGE):
        for one in noor.sent()[-1:]:
            arrive(one, noor.address)
        noor.work()
    assert (payment(paid).refunded_minor, noor.simulator.calls("moyasar", "refund")) == (2000, 1)
    require_books_to_agree(noor.simulator)


def test_what_only_a_person_can_tell_is_done_when_they_say_so(till: OpenTill) -> None:
    noor = till("moyasar")
    paid, finding_id = unclear(noor)
    say(finding_id, is_done=True)
    assert ([one.status for one in refunds()], payment(paid).refunded_minor) == (["succeeded"], 3000)
    assert "outcome_unknown" not in still_told()


# — paid twice, and nobody told —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_was_paid_twice_is_found_without_its_webhook(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    noor.simulator.fault("page_stays_open", gateway, "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    noor.pay(action)  # in another tab; its webhook is lost
    assert (balance("unapplied_funds"), findings()) == (0, [])
    with clock.as_of(clock.now() + timedelta(minutes=5)):
        reconcile_payments(now=clock.now())
    assert findings() == [], "it is asked while the page may still be paid at"
    noor.simulator.control("clock", seconds=AFTER_THE_PAGE.total_seconds())
    with clock.as_of(clock.now() + AFTER_THE_PAGE):
        reconcile_payments(now=clock.now())
        assert findings() == ["paid_twice"]
        reconcile_payments(now=clock.now() + timedelta(minutes=3))
    assert balance("unapplied_funds") == 0, "the second payment was not sent back"
    require_books_to_agree(noor.simulator)


# — webhooks whose delivery was given up —


def test_an_event_whose_delivery_was_given_up_is_looked_at_by_the_sweep(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id, _ = noor.paid()
    arrive(noor.sent()[0], noor.address)
    assert inbox()[0].status == "received"
    assert settle_parked_webhooks(now=clock.now()) == 0, "it is taken from who delivers it"
    later = clock.now() + LEFT_TO_THE_OUTBOX
    with clock.as_of(later):
        assert settle_parked_webhooks(now=later) == 1
    assert (inbox()[0].status, status_of(payment_id)) == ("applied", PaymentStatus.CAPTURED)


def test_what_was_told_of_a_defect_goes_when_the_webhook_is_worked_on(till: OpenTill) -> None:
    noor = till("paytabs")
    noor.paid()
    arrive(noor.sent()[0], noor.address)
    [event] = inbox()
    with transaction.atomic():
        Discrepancy.objects.create(finding="not_settled", key=f"event:{event.pk}:KeyError", found_at=clock.now())
        GatewayEvent.objects.update(looks=1)
    noor.work()
    assert (inbox()[0].status, still_told()) == ("applied", [])


# — the channel of an attempt —


def test_an_attempt_is_asked_about_on_the_channel_it_began_on(till: OpenTill) -> None:
    noor = till("hyperpay")
    keys = keys_of("noor", "hyperpay")
    payment_id, back = noor.paid()
    assert attempts()[0].channel == keys["settings"]["entity"]
    connect("hyperpay", settings=keys["settings"] | {"entity": "f" * 32})
    noor.come_back(payment_id, back)
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    refund(payment_id, 9200)
    assert [one.status for one in refunds()] == ["succeeded"]


# — at the desk —


@pytest.mark.parametrize(("role", "refunded"), [(Role.MANAGER, ["succeeded"]), (Role.FULFILMENT, ["submitted"])])
def test_who_manages_payments_says_at_the_desk_what_became_of_a_movement(
    till: OpenTill, at_noor: Tenant, role: Role, refunded: list[str]
) -> None:
    noor = till("moyasar")
    _paid, finding_id = unclear(noor)
    client = member(at_noor, role)
    page = client.get("/manage/orders/differences/")
    assert ("تحرك المال" in page.content.decode()) is (role is Role.MANAGER)
    assert ("رد لدى شركة الدفع" in page.content.decode()) is (role is Role.MANAGER), "it is not told what moved"
    address = f"/manage/orders/differences/{finding_id}/settle/"
    assert client.post(address, {"movement": "perhaps", "reason": "سألنا"}).status_code in {302, 403, 404}
    client.post(address, {"movement": "done", "reason": " "})
    assert [one.status for one in refunds()] == ["submitted"]
    client.post(address, {"movement": "done", "reason": "سألنا ميسر"})
    assert [one.status for one in refunds()] == refunded


@pytest.mark.parametrize(
    ("channel", "said"), [({}, Connection.GOOD), ({"entity_mada": "f" * 32}, Connection.CHANNEL_REFUSED)]
)
def test_the_connection_is_checked_on_madas_channel_too(
    till: OpenTill, channel: dict[str, str], said: Connection
) -> None:
    till("hyperpay")
    connect("hyperpay", settings=keys_of("noor", "hyperpay")["settings"] | channel)
    assert check_account(provider="hyperpay", mode=Mode.TEST, now=clock.now()) is said


@WRONG_KEYS
def test_keys_that_are_good_by_now_are_no_longer_told(till: OpenTill, gateway: str, name: str, key: str) -> None:
    noor = till(gateway)
    connect(gateway, secrets={name: key}, now=clock.now())
    assert noor.start(noor.owed()) is None
    assert check_account(provider=gateway, mode=Mode.TEST, now=clock.now()) is Connection.KEYS_REFUSED
    assert still_told() == ["account_refused"], "they are refused yet"
    connect(gateway)
    assert check_account(provider=gateway, mode=Mode.TEST, now=clock.now()) is Connection.GOOD
    assert still_told() == []
