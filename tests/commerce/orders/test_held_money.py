"""Money that is held first: the order is sent on it, and it is taken then, by hand, or let go."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.models import OutboxDelivery
from commerce.core.money import Money
from commerce.core.outbox import MOST_ATTEMPTS, deliver_due
from commerce.orders.application.queries import order_view
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases import pay_back_return
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.settle_order import GIVEN_BACK
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.interfaces.handlers import on_payment_failed, on_payment_held
from commerce.orders.models import Order, OrderLine, ReturnLine
from commerce.payments.application import queries
from commerce.payments.application.money_queries import PaymentMoney, money_for, open_discrepancies
from commerce.payments.application.use_cases import apply_observation as observing
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.close_discrepancy import close_discrepancy
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.settle_operation import settle_operation
from commerce.payments.domain.accounts import Taking
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.events import PaymentFailed, PaymentHeld
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Discrepancy, GatewayAccount, Operation, PaymentAttempt, Refund
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import buy, come_back, order_it, pay, shelf, the_order
from tests.commerce.payments.tills import connect, keys_of, offer
from tests.simulators.gateways.payer import pay_in_widget
from tests.simulators.gateways.running import Simulator

ALL = 49800


pytestmark = pytest.mark.usefixtures("everybody_listens")


def held(browser: Client, simulator: Simulator, taking: Taking = Taking.WHEN_SENT) -> Order:
    """Ordered at a store that holds first; its payer has paid."""
    connect("paytabs", taking=taking)
    order = buy(browser)
    simulator.control("clock", seconds=61)
    return order


@pytest.fixture
def packer(at_noor: Tenant) -> Client:
    """Packs and sends, and has nothing to do with money."""
    return member(at_noor, Role.FULFILMENT)


def move(client: Client, order: Order, name: str) -> Any:
    typed = {"move": name, "reason": "لم يعد متوفرًا"}
    return client.post(f"/manage/orders/{order.pk}/move/", typed, follow=True)


def handle(client: Client, order: Order, do: str, amount: str = "498") -> Any:
    return client.post(f"/manage/orders/{order.pk}/held-money/", {"do": do, "amount": amount}, follow=True)


def work() -> None:
    while deliver_due(now=clock.now()):
        pass


def money(order: Order) -> PaymentMoney:
    with transaction.atomic():
        return money_for([order.payment_id])[order.payment_id]


def sums(order: Order) -> tuple[int, int]:
    return money(order).held.minor, money(order).paid.minor


def said(page: Any) -> list[str]:
    return [message.level_tag for message in page.context["messages"]]


def reference() -> str:
    with transaction.atomic():
        return str(PaymentAttempt.objects.get().gateway_reference)


def test_an_order_is_confirmed_on_held_money_and_does_not_run_out_of_time(
    browser: Client, simulator: Simulator
) -> None:
    order = held(browser, simulator)
    assert (order.status, sums(order), shelf()) == ("confirmed", (ALL, 0), (8, 0))
    assert expire_orders(now=order.placed_at + timedelta(hours=3)) == 0
    assert the_order().status == "confirmed"


@pytest.mark.sampled
@pytest.mark.parametrize("taking", [Taking.AT_ONCE, Taking.WHEN_SENT, Taking.BY_HAND])
def test_who_ordered_is_told_once_that_it_is_paid_whenever_the_money_is_taken(
    browser: Client, simulator: Simulator, manager: Client, taking: Taking
) -> None:
    connect("paytabs", taking=taking)
    order = pay(browser, order_it(browser, email="sara@example.com")["Location"])
    simulator.control("clock", seconds=61)
    work()
    paid = f"تم دفع طلبك {order.number} من نور"
    assert [str(letter.subject) for letter in mail.outbox].count(paid) == (taking is Taking.AT_ONCE)
    move(manager, order, "ship")
    work()
    if taking is Taking.BY_HAND:
        handle(manager, order, "take")
        work()
    letters = [letter for letter in mail.outbox if letter.subject == paid]
    assert ["عندما يكون في الطريق" in letter.body for letter in letters] == [taking is Taking.AT_ONCE]


def in_review(browser: Client, simulator: Simulator, taking: Taking) -> Order:
    """Its payer has paid, and PayTabs wants the money reviewed before anything is handed out."""
    connect("paytabs", taking=taking)
    simulator.fault("review", "paytabs", "pay")
    order = buy(browser)
    work()
    assert (order.status, shelf()) == ("payment_pending", (10, 2))
    return order


def told_again(order: Order) -> None:
    """News of this payment that were under way, or are delivered twice."""
    on_payment_held(PaymentHeld(payment_id=order.payment_id, subject=order.subject))
    on_payment_failed(PaymentFailed(payment_id=order.payment_id, subject=order.subject))


def reviewed(order: Order, outcome: Outcome, days: int = 4) -> None:
    said = Snapshot(outcome, reference(), order.total)
    with transaction.atomic():
        attempt_id = PaymentAttempt.objects.get().pk
    with clock.as_of(order.expires_at + timedelta(days=days)):
        apply_observation(attempt_id=attempt_id, snapshot=said, now=clock.now())
        work()


@pytest.mark.sampled
@pytest.mark.parametrize("taking", [Taking.AT_ONCE, Taking.WHEN_SENT])
@pytest.mark.parametrize("is_good", [True, False])
def test_f27_what_is_in_review_waits_for_its_end_however_long_it_takes(
    browser: Client, simulator: Simulator, taking: Taking, *, is_good: bool
) -> None:
    order = in_review(browser, simulator, taking)
    for day in (0, 1, 3):
        late = order.expires_at + timedelta(days=day)
        expire_orders(now=late)
        told_again(order)
        with clock.as_of(late):
            reconcile_payments(now=late)
            work()
        assert (the_order().status, shelf()) == ("payment_pending", (10, 2))
        assert [entry["kind"] for entry in simulator.journal() if entry["kind"] in {"refund", "void"}] == []
    taken = Outcome.AUTHORISED if taking is Taking.WHEN_SENT else Outcome.CAPTURED
    reviewed(order, taken if is_good else Outcome.DECLINED)
    assert (the_order().status, shelf()) == (("confirmed", (8, 0)) if is_good else ("failed", (10, 0)))


def weeks_in_review(browser: Client, simulator: Simulator) -> Order:
    """For longer than any bank is sure to hold the money."""
    order = in_review(browser, simulator, Taking.WHEN_SENT)
    simulator.control("clock", seconds=61)
    for day in (8, 20):
        with clock.as_of(order.expires_at + timedelta(days=day)):
            reconcile_payments(now=clock.now())
            expire_orders(now=clock.now())
            work()
        simulator.control("clock", seconds=3600)
    return order


@pytest.mark.parametrize(
    ("ends", "status"),
    [(Outcome.AUTHORISED, "failed"), (Outcome.DECLINED, "failed"), (Outcome.CAPTURED, "confirmed")],
)
def test_f27_a_review_of_a_hold_ends_by_the_gateways_word_and_not_by_the_clock(
    browser: Client, simulator: Simulator, ends: Outcome, status: str
) -> None:
    """When that comes, the bank holds nothing any more: nothing is sent on it, unless it was taken."""
    order = weeks_in_review(browser, simulator)
    assert (the_order().status, shelf(), sums(order)) == ("payment_pending", (10, 2), (ALL, 0))
    with transaction.atomic():
        assert [one.finding for one in open_discrepancies(order.payment_id)] == [Finding.IN_REVIEW]
    reviewed(order, ends, days=21)
    with transaction.atomic():
        moves = [move.status for move in order_view(order.token, now=clock.now()).moves]
    assert moves == ["created", "payment_pending", status]
    assert sums(order) == ((0, ALL) if ends is Outcome.CAPTURED else (0, 0))


@pytest.mark.parametrize("is_called_off", [False, True])
def test_f27_what_the_gateway_still_holds_when_its_review_ends_too_late_is_let_go_there(
    browser: Client, simulator: Simulator, manager: Client, *, is_called_off: bool
) -> None:
    order = weeks_in_review(browser, simulator)
    if is_called_off:
        move(manager, order, "cancel")
    assert len(simulator.holds()) == 1
    for _ in range(2):
        reviewed(order, Outcome.AUTHORISED, days=21)
        with clock.as_of(order.expires_at + timedelta(days=21, hours=1)):
            reconcile_payments(now=clock.now())
    assert (simulator.holds(), simulator.calls("paytabs", "void")) == ([], 1)
    with transaction.atomic():
        assert open_discrepancies(order.payment_id) == []
    assert (the_order().status, sums(order)) == ("cancelled" if is_called_off else "failed", (0, 0))


def test_what_was_refused_to_be_let_go_in_its_review_is_asked_for_once_more_at_its_end(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = weeks_in_review(browser, simulator)
    simulator.fault("drop_before", "paytabs", "void")
    handle(manager, order, "let_go")
    with transaction.atomic():
        [void] = Operation.objects.all()
    settle_operation(operation_id=void.pk, snapshot=Snapshot(Outcome.DECLINED, code="in review"), now=clock.now())
    assert len(simulator.holds()) == 1
    for _ in range(2):
        reviewed(order, Outcome.AUTHORISED, days=21)
        with clock.as_of(order.expires_at + timedelta(days=21, hours=1)):
            reconcile_payments(now=clock.now())
    assert simulator.holds() == []
    with transaction.atomic():
        assert ([one.status for one in Operation.objects.order_by("id")], open_discrepancies(order.payment_id)) == (
            ["declined", "succeeded"],
            [],
        )


def test_the_control_by_the_clock_alone_a_review_ends_before_anybody_has_said_so(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PaymentAttempt, "is_in_review", property(lambda _: False, lambda *_: None))
    weeks_in_review(browser, simulator)
    assert the_order().status == "failed"


def test_the_control_by_the_gateways_word_alone_an_order_is_confirmed_on_a_hold_that_is_over(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = weeks_in_review(browser, simulator)
    monkeypatch.setattr(observing, "_is_reviewed_too_late", lambda *_: False)
    reviewed(order, Outcome.AUTHORISED, days=21)
    assert the_order().status == "confirmed"


def test_without_a_look_at_the_review_news_of_its_hold_confirm_the_order(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    order = in_review(browser, simulator, Taking.WHEN_SENT)
    monkeypatch.setattr(queries, "is_in_review", lambda payment_id: False)
    told_again(order)
    assert the_order().status == "confirmed"


def taken_off_the_list(order: Order) -> None:
    with transaction.atomic():
        [told] = open_discrepancies(order.payment_id)
    assert told.finding == Finding.IN_REVIEW
    looked = Actor(ActorKind.STAFF, "7", "نورة")
    close_discrepancy(discrepancy_id=told.id, reason="اتصلنا بهم", actor=looked, now=clock.now())


def test_who_takes_a_review_off_the_list_hands_nothing_out(browser: Client, simulator: Simulator) -> None:
    order = in_review(browser, simulator, Taking.WHEN_SENT)
    taken_off_the_list(order)
    told_again(order)
    with clock.as_of(clock.now() + timedelta(hours=1)):
        reconcile_payments(now=clock.now())
        work()
    assert (the_order().status, shelf()) == ("payment_pending", (10, 2))
    reviewed(order, Outcome.AUTHORISED)
    assert (the_order().status, shelf()) == ("confirmed", (8, 0))


def test_the_control_read_from_the_list_it_is_handed_out(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = in_review(browser, simulator, Taking.WHEN_SENT)
    told = Discrepancy.objects.open
    monkeypatch.setattr(queries, "is_in_review", lambda payment_id: told().filter(payment_id=payment_id).exists())
    told_again(order)
    assert the_order().status == "payment_pending"
    taken_off_the_list(order)
    told_again(order)
    assert the_order().status == "confirmed"


def given_back_in_review(browser: Client, simulator: Simulator, minor: int) -> Order:
    """At HyperPay, where what is in review was taken."""
    simulator.fault("review", "hyperpay", "pay")
    offer("hyperpay")
    step = browser.get(order_it(browser, "hyperpay", has_script="1")["Location"])
    come_back(browser, pay_in_widget(step.context["action"].script_url, step.context["action"].form_action))
    order = the_order()
    work()
    assert (order.status, shelf()) == ("payment_pending", (10, 2))
    simulator.control("clock", seconds=61)
    refund_payment(
        payment_id=order.payment_id, request=RefundRequest(Money(minor, "SAR"), uuid.uuid4()), now=clock.now()
    )
    return order


@pytest.mark.parametrize(("minor", "ends"), [(ALL, ("cancelled", (10, 0))), (ALL // 2, ("confirmed", (8, 0)))])
def test_f27_an_order_is_not_confirmed_on_money_that_went_back_during_its_review(
    browser: Client, simulator: Simulator, minor: int, ends: tuple[str, tuple[int, int]]
) -> None:
    order = given_back_in_review(browser, simulator, minor)
    reviewed(order, Outcome.CAPTURED)
    assert (the_order().status, shelf()) == ends
    assert sent_back() == [(minor, "succeeded")]
    if minor == ALL:
        with transaction.atomic():
            assert order_view(order.token, now=clock.now()).moves[-1].reason == GIVEN_BACK


def test_f27_what_was_on_its_way_back_and_came_to_nothing_is_owed_back(browser: Client, simulator: Simulator) -> None:
    simulator.fault("pending", "hyperpay", "refund", value="declined")
    order = given_back_in_review(browser, simulator, ALL)
    reviewed(order, Outcome.CAPTURED)
    assert (the_order().status, sent_back()) == ("cancelled", [(ALL, "pending")])
    simulator.control("settle")
    simulator.control("clock", seconds=3600)
    for days in (5, 6):
        with clock.as_of(order.expires_at + timedelta(days=days)):
            reconcile_payments(now=clock.now())
    assert sorted(sent_back()) == [(ALL, "failed"), (ALL, "succeeded")]


def test_staff_may_call_off_what_is_in_review_and_its_money_goes_back(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = in_review(browser, simulator, Taking.AT_ONCE)
    move(manager, order, "cancel")
    assert (the_order().status, shelf()) == ("cancelled", (10, 0))
    reviewed(order, Outcome.CAPTURED)
    assert the_order().payment.owed_back_at is not None


def test_a_store_that_takes_at_once_holds_nothing(browser: Client, simulator: Simulator) -> None:
    order = held(browser, simulator, Taking.AT_ONCE)
    assert (order.status, sums(order)) == ("confirmed", (0, ALL))


def test_held_money_is_taken_with_the_first_shipment(browser: Client, simulator: Simulator, packer: Client) -> None:
    order = held(browser, simulator)
    page = packer.get(f"/manage/orders/{order.pk}/")
    assert (page.context["money"]["takes_when_sent"], page.context["money"]["held"]) == (True, None)
    move(packer, order, "ship")
    work()
    assert (the_order().status, the_order().payment.status, sums(order)) == ("shipped", "captured", (0, ALL))
    work()
    assert simulator.calls("paytabs", "capture") == 1


def test_what_was_left_of_a_hold_elsewhere_is_let_go_when_the_order_has_arrived(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    simulator.control("elsewhere", reference=reference(), kind="capture", minor=20000)
    said = Snapshot(Outcome.CAPTURED, reference(), Money(20000, "SAR"))
    with transaction.atomic():
        apply_observation(attempt_id=PaymentAttempt.objects.get().pk, snapshot=said, now=clock.now())
    for name in ("ship", "deliver"):
        move(manager, order, name)
        work()
        assert len(simulator.holds()) == 1
    reconcile_payments(now=clock.now() + timedelta(minutes=1))
    assert (the_order().status, sums(order), simulator.holds()) == ("delivered", (0, 20000), [])


def test_what_is_taken_by_hand_waits_for_the_hand(
    browser: Client, simulator: Simulator, manager: Client, packer: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    move(manager, order, "ship")
    work()
    assert sums(order) == (ALL, 0)
    handle(packer, order, "take")
    assert sums(order) == (ALL, 0)
    page = handle(manager, order, "take")
    assert (said(page), sums(order)) == (["success"], (0, ALL))


def test_a_part_is_taken_and_the_rest_let_go(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = held(browser, simulator)
    page = handle(manager, order, "take", "600")
    assert (page.status_code, page.context["money"]["held"]["amount"].value()) == (422, "600")
    assert list(page.context["money"]["held"].errors) == ["amount"]
    page = handle(manager, order, "take", "٢٤٩")
    assert (said(page), sums(order)) == (["success"], (0, 24900))
    move(manager, order, "ship")
    work()
    assert (the_order().status, sums(order)) == ("shipped", (0, 24900))


def test_an_order_that_is_cancelled_lets_its_hold_go(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = held(browser, simulator)
    move(manager, order, "cancel")
    assert (the_order().status, shelf()) == ("cancelled", (10, 0))
    reconcile_payments(now=clock.now())
    assert (sums(order), simulator.calls("paytabs", "void")) == ((0, 0), 1)
    assert [entry for entry in simulator.journal() if entry["minor"]] == []


def test_a_hold_that_is_released_calls_its_order_off(
    browser: Client, simulator: Simulator, manager: Client, packer: Client
) -> None:
    order = held(browser, simulator)
    handle(packer, order, "let_go")
    assert sums(order) == (ALL, 0)
    page = handle(manager, order, "let_go", "")
    assert (said(page), sums(order)) == (["success"], (0, 0))
    work()
    assert (the_order().status, shelf()) == ("cancelled", (10, 0))


def test_a_hold_that_lapsed_calls_its_order_off(browser: Client, simulator: Simulator) -> None:
    order = held(browser, simulator)
    with clock.as_of(clock.now() + timedelta(days=7, minutes=1)):
        reconcile_payments(now=clock.now())
        work()
    assert (the_order().status, sums(order), shelf()) == ("cancelled", (0, 0), (10, 0))


def test_what_can_not_be_taken_though_it_was_sent_is_told(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    simulator.control("lapse", reference=reference().removeprefix("transactions/"))
    page = handle(manager, order, "take")
    assert said(page) == ["error"], "the desk says that what was refused is taken"
    move(manager, order, "ship")
    work()
    with transaction.atomic():
        found = {each.finding for each in open_discrepancies(order.payment_id)}
    assert (found, sums(order)) == ({"not_moved"}, (ALL, 0))


def test_the_desk_does_not_say_taken_before_anybody_knows(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    simulator.fault("drop_after", "paytabs", "capture")
    page = handle(manager, order, "take")
    assert (said(page), sums(order)) == (["warning"], (ALL, 0))
    page = handle(manager, order, "take")
    assert (page.status_code, simulator.calls("paytabs", "capture")) == (422, 1)


def test_the_merchant_says_when_money_is_taken(manager: Client, browser: Client) -> None:
    address = "/manage/payments/paytabs/test/"
    keys = keys_of("noor", "paytabs")
    typed = {"region": "sa", **keys["settings"], "is_in_use": "on", "taking": "when_sent"}
    assert manager.post(address, typed).status_code == 302
    with transaction.atomic():
        assert GatewayAccount.objects.get().taking == "when_sent"
    assert manager.get(address).context["form"]["taking"].value() == "when_sent"
    assert manager.post(address, typed | {"taking": "next year"}).status_code == 422


def test_what_is_held_is_taken_with_the_shipment_though_the_store_takes_at_once_by_now(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    with transaction.atomic():
        GatewayAccount.objects.update(taking=Taking.AT_ONCE)
    move(manager, order, "ship")
    work()
    assert sums(order) == (0, ALL)


def test_a_piece_that_comes_back_before_its_money_was_taken_is_paid_back_once_it_is(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator, Taking.BY_HAND)
    for name in ("ship", "deliver"):
        move(manager, order, name)
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        [parcel] = returns_of(order.pk)
    for name in ("receive", "refund"):
        manager.post(f"/manage/orders/returns/{parcel.id}/", {"move": name})
    with transaction.atomic():
        assert ReturnLine.objects.get().amount_minor == ALL // 2
    handle(manager, order, "take")
    simulator.control("clock", seconds=61)
    manager.post(f"/manage/orders/returns/{parcel.id}/", {"move": "refund_again"})
    with transaction.atomic():
        assert list(Refund.objects.values_list("amount_minor", "status")) == [(ALL // 2, "succeeded")]


def given_back_while_held(browser: Client, simulator: Simulator, manager: Client) -> Order:
    """One piece of two is back, and its money, which nobody has taken, is given back."""
    order = held(browser, simulator, Taking.BY_HAND)
    for name in ("ship", "deliver"):
        move(manager, order, name)
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        [parcel] = returns_of(order.pk)
    manager.post(f"/manage/orders/returns/{parcel.id}/", {"move": "receive"})
    page = manager.post(f"/manage/orders/returns/{parcel.id}/", {"move": "refund"}, follow=True)
    told = [(message.level_tag, str(message)) for message in page.context["messages"]]
    assert told[-1:] == [("info", "المبلغ محجوز ولم يُحصّل بعد. سيُرد تلقائيًا بعد تحصيله.")]
    return order


def shown(manager: Client, order: Order) -> tuple[str, list[str]]:
    """What the desk says of the return's money, and what it offers."""
    page = manager.get(f"/manage/orders/{order.pk}/")
    [parcel] = page.context["returns"]["parcels"]
    said = [name for name in ("is_unpaid", "waits_for_taking", "was_never_paid") if parcel[name]]
    return ",".join(said), [name for name, _label in parcel["moves"]]


# By then whatever fails each time it is tried has been given up.
LONG = MOST_ATTEMPTS + 2


def hours_pass(first: int, last: int) -> None:
    now = clock.now()
    for hour in range(first, last):
        with clock.as_of(now + timedelta(hours=hour)):
            work()


def unhandled() -> list[tuple[str, bool]]:
    """What is still to be done, and whether it was given up."""
    with transaction.atomic():
        rows = OutboxDelivery.objects.filter(delivered_at=None).values_list("handler", "dead_at")
        return [(handler.rpartition(".")[2], dead_at is not None) for handler, dead_at in rows]


def sent_back() -> list[tuple[int, str]]:
    with transaction.atomic():
        return list(Refund.objects.values_list("amount_minor", "status"))


def test_what_is_given_back_while_it_is_held_goes_back_by_itself_once_it_is_taken(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = given_back_while_held(browser, simulator, manager)
    hours_pass(0, LONG)
    assert (unhandled(), sent_back()) == ([("on_return_moved", False)], [])
    assert shown(manager, order) == ("waits_for_taking", [])
    handle(manager, order, "take")
    simulator.control("clock", seconds=61)
    assert shown(manager, order) == ("is_unpaid", ["refund_again"])
    hours_pass(LONG, LONG + 2)
    assert (unhandled(), sent_back()) == ([], [(ALL // 2, "succeeded")])
    assert shown(manager, order) == ("", [])


def test_what_was_held_and_let_go_is_not_waited_for(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = given_back_while_held(browser, simulator, manager)
    handle(manager, order, "let_go")
    hours_pass(0, 3)
    assert (unhandled(), sent_back()) == ([], [])
    assert shown(manager, order) == ("was_never_paid", [])


def test_a_shipment_waits_with_its_money_for_what_is_under_way(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = held(browser, simulator)
    simulator.fault("drop_after", "paytabs", "capture")
    handle(manager, order, "take")
    move(manager, order, "ship")
    hours_pass(0, LONG)
    assert unhandled() == [("on_fulfilment_sent", False)]
    with clock.as_of(clock.now() + timedelta(hours=LONG)):
        reconcile_payments(now=clock.now())
        work()
    assert (unhandled(), sums(order), simulator.calls("paytabs", "capture")) == ([], (0, ALL), 1)


def rest_called_off_while_held(browser: Client, simulator: Simulator, manager: Client) -> Order:
    """One piece of two is sent, and the other will not be; nobody has taken the money."""
    order = held(browser, simulator, Taking.BY_HAND)
    send_one(order)
    move(manager, order, "call_off_rest")
    return order


def send_one(order: Order) -> None:
    staff, now = Actor(ActorKind.STAFF, "7"), clock.now()
    with transaction.atomic():
        line_id = OrderLine.objects.get(order=order).pk
        part = plan_fulfilment(order_id=order.pk, pieces={line_id: 1}, actor=staff, now=now)
        pack_fulfilment(fulfilment_id=part, actor=staff, now=now)
        ship_fulfilment(fulfilment_id=part, tracking_number="", actor=staff, now=now)


ONE_OF_TWO = [given_back_while_held, rest_called_off_while_held]


@pytest.mark.parametrize("one_of_two", ONE_OF_TWO)
def test_what_was_held_and_never_taken_does_not_go_back(
    browser: Client, simulator: Simulator, manager: Client, one_of_two: Any
) -> None:
    """Of two pieces one is kept, and what it costs is taken of what is held for both."""
    order = one_of_two(browser, simulator, manager)
    work()
    handle(manager, order, "take", "249")
    simulator.control("clock", seconds=61)
    hours_pass(0, 3)
    assert (unhandled(), sent_back(), sums(order)) == ([], [], (0, ALL // 2))
    assert shown(manager, order) == ("", [])


def test_of_what_is_taken_in_part_the_rest_goes_back(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = given_back_while_held(browser, simulator, manager)
    handle(manager, order, "take", "300")
    simulator.control("clock", seconds=61)
    hours_pass(0, 3)
    assert (unhandled(), sent_back()) == ([], [(5100, "succeeded")])
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        last = returns_of(order.pk)[-1]
    for name in ("receive", "refund"):
        manager.post(f"/manage/orders/returns/{last.id}/", {"move": name})
    assert sorted(sent_back()) == [(5100, "succeeded"), (24900, "succeeded")]


def test_the_control_without_a_look_at_what_was_taken_it_would_go_back(
    browser: Client, simulator: Simulator, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pay_back_return, "take_off_untaken", lambda *_: None)
    order = given_back_while_held(browser, simulator, manager)
    handle(manager, order, "take", "249")
    simulator.control("clock", seconds=61)
    hours_pass(0, 3)
    assert sent_back() == [(24900, "succeeded")]
