"""A return whose refund came to nothing is paid back again, by a person, and once."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.breakers import Breakers
from commerce.core.models import OutboxDelivery
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases import pay_back_again as paying_again
from commerce.orders.application.use_cases import pay_back_return as paying_back
from commerce.orders.application.use_cases.pay_back_again import NotToPayBackAgain, pay_back_again
from commerce.orders.application.use_cases.pay_back_return import pay_back_return
from commerce.orders.interfaces import handlers
from commerce.orders.models import Order, OrderLine
from commerce.payments.application.money_queries import money_for, open_discrepancies
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import (
    RefundRequest,
    RefundTooLarge,
    RefundUnderWay,
    refund_payment,
)
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay
from commerce.payments.infrastructure.transport import client as wire
from commerce.payments.models import PaymentAttempt, Refund
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import come_back, order_it, pay, the_order
from tests.commerce.payments.failures.test_desk import page_of
from tests.commerce.payments.tills import offer
from tests.simulators.gateways.payer import pay_in_widget
from tests.simulators.gateways.running import Simulator
from tests.support.together import outcomes

LONGEST_WAIT = timedelta(minutes=70)


pytestmark = pytest.mark.usefixtures("everybody_listens")


@pytest.fixture
def packer(at_noor: Tenant) -> Client:
    return member(at_noor, Role.FULFILMENT)


def delivered_and_paid_by_card(browser: Client, simulator: Simulator, manager: Client) -> Order:
    """Two pieces."""
    offer("hyperpay")
    step = browser.get(order_it(browser, "hyperpay", has_script="1")["Location"])
    come_back(browser, pay_in_widget(step.context["action"].script_url, step.context["action"].form_action))
    simulator.control("clock", seconds=61)
    for name in ("ship", "deliver"):
        manager.post(f"/manage/orders/{the_order().pk}/move/", {"move": name})
    return the_order()


@pytest.fixture
def arrived(browser: Client, simulator: Simulator, manager: Client) -> int:
    """One piece of two, paid by card, has come back; returns the return's id."""
    order = delivered_and_paid_by_card(browser, simulator, manager)
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        [parcel] = returns_of(order.pk)
    move(manager, parcel.id, "receive")
    return int(parcel.id)


def move(client: Client, return_id: int, name: str) -> Any:
    return client.post(f"/manage/orders/returns/{return_id}/", {"move": name}, follow=True)


def refunds() -> list[tuple[int, str]]:
    with transaction.atomic():
        return list(Refund.objects.order_by("id").values_list("amount_minor", "status"))


def offered(page: Any) -> list[str]:
    [parcel] = page.context["returns"]["parcels"]
    return [name for name, _label in parcel["moves"]]


def said(page: Any) -> list[str]:
    return [message.level_tag for message in page.context["messages"]]


def send_in_vain(simulator: Simulator, manager: Client, return_id: int) -> None:
    """The bank takes its time, and refuses."""
    simulator.fault("pending", "hyperpay", "refund", value="declined")
    assert said(move(manager, return_id, "refund")) == ["info"]
    simulator.control("settle")
    with clock.as_of(clock.now() + LONGEST_WAIT):
        reconcile_payments(now=clock.now())


def test_money_that_did_not_go_back_is_sent_again_from_the_desk(
    arrived: int, manager: Client, packer: Client, simulator: Simulator
) -> None:
    send_in_vain(simulator, manager, arrived)
    page = manager.get(page_of(the_order().pk))
    assert (refunds(), offered(page)) == ([(24900, "failed")], ["refund_again"])
    while deliver_due(now=clock.now()):
        pass
    assert refunds() == [(24900, "failed")], "told again, it is the same refund"
    move(packer, arrived, "refund_again")
    assert len(refunds()) == 1
    page = move(manager, arrived, "refund_again")
    assert (said(page), refunds(), offered(page)) == (["success"], [(24900, "failed"), (24900, "succeeded")], [])
    page = move(manager, arrived, "refund_again")
    assert (said(page), len(refunds())) == (["error"], 2)


def told() -> list[tuple[str, str]]:
    with transaction.atomic():
        return [(row.finding, dict(row.facts)["amount"]) for row in open_discrepancies()]


def test_what_failed_in_the_end_is_told_to_a_person_until_it_was_sent_again(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    send_in_vain(simulator, manager, arrived)
    assert told() == [("not_returned", "249.00 SAR")]
    assert "249.00 ريال" in manager.get("/manage/orders/differences/").content.decode()
    move(manager, arrived, "refund_again")
    assert (refunds(), told()) == ([(24900, "failed"), (24900, "succeeded")], [])


def test_what_the_outbox_sends_and_is_refused_at_once_is_told_to_a_person(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    """It waited for another refund, and nobody stands before the page any more."""
    sent_again_while_another_is_under_way(simulator, manager, arrived)
    with transaction.atomic():
        reference = PaymentAttempt.objects.get().gateway_reference.removeprefix("payments/")
    simulator.control("elsewhere", reference=reference, kind="refund", minor=49800)
    the_other_comes_to_nothing(simulator)
    assert refunds() == [(24900, "failed"), (40000, "failed"), (24900, "failed")]
    assert sorted(told()) == [("not_returned", "249.00 SAR")] * 2 + [("not_returned", "400.00 SAR")]


def test_what_its_way_gives_nothing_of_back_is_told_once_and_ends(
    arrived: int, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page refused it, and the outbox tried it twelve times more, for nobody to read."""
    by_no_refund(monkeypatch)
    assert said(move(manager, arrived, "refund")) == ["error"]
    deliver_all(clock.now())
    assert (refunds(), told()) == ([], [("not_returned", "249.00 SAR")])
    assert "لا يُرد" in manager.get("/manage/orders/differences/").content.decode()
    move(manager, arrived, "refund_again")
    deliver_all(clock.now())
    assert (refunds(), told()) == ([], [("not_returned", "249.00 SAR")])
    with transaction.atomic():
        assert list(OutboxDelivery.objects.filter(event__startswith="orders.Return", delivered_at=None)) == []


def by_no_refund(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at SADAD: what was paid so goes back by no refund."""
    of_cards = HyperPay.capabilities

    def of_bills(self: HyperPay, *about: Any) -> Any:
        return replace(of_cards(self, *about), refunds=False, partial_refunds=False)

    monkeypatch.setattr(HyperPay, "capabilities", of_bills)


def test_what_has_not_failed_is_not_sent_again(arrived: int, manager: Client, simulator: Simulator) -> None:
    with pytest.raises(NotToPayBackAgain):
        pay_back_again(return_id=arrived, now=clock.now())
    simulator.fault("drop_after", "hyperpay", "refund")
    move(manager, arrived, "refund")
    assert refunds() == [(24900, "submitted")]
    with pytest.raises(NotToPayBackAgain):
        pay_back_again(return_id=arrived, now=clock.now())


def test_two_who_send_it_again_at_once_send_it_once(arrived: int, manager: Client, simulator: Simulator) -> None:
    send_in_vain(simulator, manager, arrived)

    def again() -> None:
        with acting_as(Actor(ActorKind.STAFF, "7")):
            pay_back_again(return_id=arrived, now=clock.now())

    assert sorted(outcomes(*[again] * 4))[:1] == ["done"]
    assert [status for _amount, status in refunds()] == ["failed", "succeeded"]
    assert simulator.calls("hyperpay", "refund") == 2


def test_what_was_sent_for_less_than_its_pieces_is_the_same_refund_when_asked_again(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    """Most of the money had gone back before, so only what was left went out for them."""
    order = the_order()
    with transaction.atomic():
        left = money_for([order.payment_id])[order.payment_id].refundable
    request = RefundRequest(left - Money(10000, "SAR"), uuid.uuid4())
    refund_payment(payment_id=order.payment_id, request=request, now=clock.now())
    simulator.control("clock", seconds=61)
    assert said(move(manager, arrived, "refund")) == ["success"]
    sent = pay_back_return(return_id=arrived, now=clock.now())
    assert sent is not None, "it was sent, and is told as nothing left"
    assert pay_back_return(return_id=arrived, now=clock.now()) == sent
    assert refunds()[1:] == [(10000, "succeeded")]


@pytest.mark.parametrize("under_way", [40000, 49800])
def test_a_return_is_paid_in_full_though_another_refund_was_under_way_that_came_to_nothing(
    arrived: int, manager: Client, simulator: Simulator, under_way: int
) -> None:
    simulator.fault("pending", "hyperpay", "refund", value="declined")
    request = RefundRequest(Money(under_way, "SAR"), uuid.uuid4())
    refund_payment(payment_id=the_order().payment_id, request=request, now=clock.now())
    page = move(manager, arrived, "refund")
    assert (said(page), refunds()) == (["info"], [(under_way, "pending")]), "less went out, and that was the end"
    assert "تلقائيًا" in page.content.decode()
    simulator.control("settle")
    with clock.as_of(clock.now() + LONGEST_WAIT):
        reconcile_payments(now=clock.now())
        deliver_all(clock.now())
    assert refunds() == [(under_way, "failed"), (24900, "succeeded")]


def test_what_came_free_while_a_return_was_refused_is_looked_at_again(
    arrived: int, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other refund failed between the refusal and the look at what is under way."""

    def too_late(**_asked: Any) -> int:
        raise RefundTooLarge(left=Money(9800, "SAR"))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(paying_back, "refund_payment", too_late)
        assert said(move(manager, arrived, "refund")) == ["info"]
        with pytest.raises(RefundUnderWay):
            pay_back_return(return_id=arrived, now=clock.now())
    deliver_all(clock.now())
    assert refunds() == [(24900, "succeeded")]


def sent_again_while_another_is_under_way(simulator: Simulator, manager: Client, return_id: int) -> Any:
    send_in_vain(simulator, manager, return_id)
    deliver_all(clock.now())
    simulator.fault("pending", "hyperpay", "refund", value="declined")
    request = RefundRequest(Money(40000, "SAR"), uuid.uuid4())
    refund_payment(payment_id=the_order().payment_id, request=request, now=clock.now())
    return move(manager, return_id, "refund_again")


def the_other_comes_to_nothing(simulator: Simulator) -> None:
    simulator.control("settle")
    with clock.as_of(clock.now() + LONGEST_WAIT):
        reconcile_payments(now=clock.now())
        deliver_all(clock.now())


def test_what_is_sent_again_while_another_refund_is_under_way_goes_by_itself_after_it(
    arrived: int, manager: Client, simulator: Simulator
) -> None:
    page = sent_again_while_another_is_under_way(simulator, manager, arrived)
    assert (said(page), refunds()) == (["info"], [(24900, "failed"), (40000, "pending")])
    assert "تلقائيًا" in page.content.decode()
    the_other_comes_to_nothing(simulator)
    assert refunds() == [(24900, "failed"), (40000, "failed"), (24900, "succeeded")]


def test_the_control_without_the_outbox_nobody_sends_it(
    arrived: int, manager: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying_again, "publish", lambda event: [])
    sent_again_while_another_is_under_way(simulator, manager, arrived)
    the_other_comes_to_nothing(simulator)
    assert refunds() == [(24900, "failed"), (40000, "failed")]


def two_returns_at_moyasar(browser: Client, simulator: Simulator, manager: Client) -> datetime:
    """Both pieces came back, one by one, and nobody knows what became of the first one's refund; when that was."""
    offer("moyasar")
    order = pay(browser, order_it(browser, "moyasar")["Location"])
    deliver_all(order.placed_at)
    for name in ("ship", "deliver"):
        manager.post(f"/manage/orders/{order.pk}/move/", {"move": name})
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    for _ in range(2):
        manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        parcels = returns_of(order.pk)
    for parcel in parcels:
        move(manager, parcel.id, "receive")
    simulator.fault("drop_after", "moyasar", "refund")
    simulator.fault("error_before", "moyasar", "payment", times=-1)
    for parcel in parcels:
        move(manager, parcel.id, "refund")
    return clock.now()


def deliver_all(at: datetime) -> None:
    with clock.as_of(at):
        while deliver_due(now=clock.now()):
            pass


def hours_pass(since: datetime, hours: int) -> None:
    for minute in range(0, hours * 60, 20):
        deliver_all(since + timedelta(minutes=minute))


def waiting() -> list[str]:
    with transaction.atomic():
        return [row.finding for row in open_discrepancies() if row.facts == (("amount", "249.00 SAR"),)]


@pytest.mark.long
def test_a_refund_waits_for_the_one_under_way_however_long_that_takes(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = two_returns_at_moyasar(browser, simulator, manager)
    hours_pass(since, 23)
    assert (refunds(), waiting()) == ([(24900, "submitted")], [])
    hours_pass(since, 26)
    assert (refunds(), waiting()) == ([(24900, "submitted")], ["not_sent"])
    simulator.control("calm")
    monkeypatch.setattr(wire, "breakers", Breakers())
    for hour in (30, 40, 50):
        with clock.as_of(since + timedelta(hours=hour)):
            reconcile_payments(now=clock.now())
            deliver_all(clock.now())
    assert (refunds(), waiting()) == ([(24900, "succeeded")] * 2, [])


@pytest.mark.long
def test_without_the_wait_it_is_given_up(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(handlers, "NotYet", RuntimeError)
    hours_pass(two_returns_at_moyasar(browser, simulator, manager), 26)
    with transaction.atomic():
        assert list(OutboxDelivery.objects.dead().values_list("event", flat=True)) == ["orders.ReturnMoved"]
