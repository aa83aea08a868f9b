"""From the checkout to the gateway's page and back, and what becomes of orders nobody pays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.orders.application import time_up
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.expire_orders import PAUSE, expire_orders
from commerce.orders.domain.policies import ONLINE_HOLD
from commerce.orders.interfaces import web
from commerce.orders.models import Order
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.models import PaymentAttempt
from tests.commerce.orders.browsing import DETAILS, buy, hidden, order_it, pay, shelf, the_order
from tests.commerce.payments.tills import offer
from tests.simulators.gateways.payer import pay_on_page
from tests.simulators.gateways.running import Simulator

# PayTabs is not asked again before.
A_WHILE = timedelta(seconds=6)


def at(order: Order, **after: float) -> Any:
    return order.placed_at + timedelta(**after)


def unclear(simulator: Simulator, questions: int = 1) -> None:
    """So many answers are of a kind nobody knows."""
    simulator.fault("unknown_code", "paytabs", "query", times=questions)


def test_approve(browser: Client) -> None:
    order = buy(browser, "approve")
    assert (order.status, order.payment.status) == ("confirmed", "captured")
    assert shelf() == (8, 0)


def test_decline(browser: Client) -> None:
    order = buy(browser, "decline")
    assert (order.status, order.payment.status) == ("payment_pending", "failed")
    assert shelf() == (10, 2)
    assert "لم تكتمل عملية الدفع" in browser.get(f"/orders/{order.token}/").content.decode()


@pytest.mark.parametrize(
    ("choice", "ar", "en"),
    [
        ("abandon", "غادرت صفحة الدفع", "You left the payment page"),
        ("refuse", "رصيد هذه البطاقة لا يكفي", "not enough money on this card"),
        ("technical", "تعذّر على بنكك أو شركة الدفع", "could not carry out the payment just now"),
    ],
)
def test_why_nothing_was_paid_is_said_where_it_is_known(browser: Client, choice: str, ar: str, en: str) -> None:
    order = buy(browser, choice)
    assert (order.status, order.payment.status) == ("payment_pending", "failed")
    pages = [browser.get(f"{prefix}/orders/{order.token}/").content.decode() for prefix in ("", "/en")]
    assert (ar in pages[0], en in pages[1]) == (True, True)
    refused = choice != "abandon"
    assert ["لم تكتمل عملية الدفع" in pages[0], ">Try again" in pages[1], ">Pay now" in pages[1]] == [
        refused, refused, not refused,
    ]  # fmt: skip


def test_who_was_declined_pays_the_same_order_with_another_card(browser: Client) -> None:
    order = buy(browser, "decline")
    page = browser.post(f"/orders/{order.token}/pay/")["Location"]
    again = the_order()
    assert (again.pk, again.status, again.payment.status) == (order.pk, "payment_pending", "pending")
    paid = pay(browser, page)
    assert (paid.pk, paid.number, paid.status, paid.payment.status) == (order.pk, order.number, "confirmed", "captured")
    assert shelf() == (8, 0)
    with transaction.atomic():
        assert list(PaymentAttempt.objects.order_by("id").values_list("status", flat=True)) == ["declined", "succeeded"]


def test_who_was_declined_twice_may_try_once_more_till_the_time_is_up(browser: Client) -> None:
    order = buy(browser, "decline")
    pay(browser, browser.post(f"/orders/{order.token}/pay/")["Location"], "decline")
    assert (the_order().status, the_order().payment.status) == ("payment_pending", "failed")
    expire_orders(now=the_order().expires_at)
    late = the_order()
    assert (late.status, late.payment.status, shelf()) == ("failed", "cancelled", (10, 0))
    assert "498.00" in browser.get("/cart/").content.decode()
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == f"/orders/{order.token}/"
    assert f'href="/checkout/?order={order.token}' in browser.get(f"/orders/{order.token}/").content.decode()


def test_who_was_declined_pays_another_way_and_types_nothing_again(browser: Client) -> None:
    order = buy(browser, "decline")
    checkout = browser.post(f"/orders/{order.token}/another-way/")["Location"]
    assert (the_order().status, shelf()) == ("failed", (10, 0))
    form = browser.get(checkout).context["form"]
    assert (form["name"].value(), form["street"].value()) == (order.name, order.street)
    assert form["payment_method"].value() is None
    again = browser.post(f"/orders/{order.token}/another-way/")
    assert again["Location"] == f"/orders/{order.token}/"


def test_money_that_comes_for_an_order_that_was_given_up_goes_back(browser: Client, simulator: Simulator) -> None:
    page = order_it(browser)["Location"]
    order = the_order()
    pay_on_page(page)
    assert browser.post(f"/orders/{order.token}/another-way/").status_code == 302
    assert the_order().status == "failed"
    reconcile_payments(now=at(order, minutes=5))
    reconcile_payments(now=at(order, minutes=8))
    late = the_order()
    assert (late.status, late.payment.status, late.payment.refunded_minor) == ("failed", "captured", late.total_minor)


def test_an_order_does_not_run_out_of_time_while_its_payment_is_being_checked(
    browser: Client, simulator: Simulator
) -> None:
    """The bank takes its time, and the answers of a whole day are of no use."""
    simulator.fault("pending", "paytabs", value="approved")
    order = buy(browser)
    due = order.expires_at
    for hours in (0, 1, 12):
        if hours == 12:
            unclear(simulator)
        expire_orders(now=due + timedelta(hours=hours))
        assert (the_order().status, shelf()) == ("payment_pending", (10, 2))
    simulator.control("settle")
    reconcile_payments(now=due + timedelta(hours=24))
    assert (the_order().status, shelf()) == ("confirmed", (8, 0))


def test_it_fails_once_the_bank_has_refused(browser: Client, simulator: Simulator) -> None:
    simulator.fault("pending", "paytabs", value="declined")
    order = buy(browser)
    expire_orders(now=order.expires_at)
    simulator.control("settle")
    expire_orders(now=order.expires_at + PAUSE)
    assert (the_order().status, shelf()) == ("failed", (10, 0))


def test_without_a_look_at_the_payment_it_runs_out_of_time(
    browser: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    simulator.fault("pending", "paytabs", value="approved")
    order = buy(browser)
    monkeypatch.setattr(time_up, "subjects_being_paid", lambda subjects, now: frozenset())
    expire_orders(now=order.expires_at)
    assert (the_order().status, shelf()) == ("failed", (10, 0))


def test_staff_may_call_off_what_is_being_checked(browser: Client, simulator: Simulator) -> None:
    simulator.fault("pending", "paytabs", value="approved")
    order = buy(browser)
    with acting_as(SYSTEM):
        cancel_order(order_id=order.pk, actor=SYSTEM, reason="", now=clock.now())
    assert (the_order().status, shelf()) == ("cancelled", (10, 0))


@pytest.mark.parametrize("is_pending_at_the_bank", [True, False])
def test_nobody_is_asked_to_pay_again_while_the_payment_is_checked(
    browser: Client, simulator: Simulator, is_pending_at_the_bank: bool
) -> None:
    if is_pending_at_the_bank:
        simulator.fault("pending", "paytabs", value="approved")
    else:
        unclear(simulator)
    order = buy(browser)
    page = browser.get(f"/orders/{order.token}/")
    assert "نتحقق من دفعتك" in page.content.decode()
    assert f"/orders/{order.token}/check/" in page.content.decode()
    assert f"/orders/{order.token}/pay/" not in page.content.decode()
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == f"/orders/{order.token}/"


def test_who_never_chose_goes_on_to_the_same_page(browser: Client) -> None:
    page = order_it(browser)["Location"]
    order = the_order()
    assert f"/orders/{order.token}/pay/" in browser.get(f"/orders/{order.token}/").content.decode()
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == page
    assert pay(browser, page).status == "confirmed"


def test_an_answer_that_came_after_all_is_found_by_the_sweep(browser: Client, simulator: Simulator) -> None:
    unclear(simulator)
    order = buy(browser)
    reconcile_payments(now=at(order, minutes=5))
    assert the_order().status == "confirmed"


def test_money_that_came_before_the_time_was_up_confirms_the_order_though_nobody_was_told(
    browser: Client, simulator: Simulator
) -> None:
    unclear(simulator)
    order = buy(browser)
    assert expire_orders(now=order.expires_at) == 1
    late = the_order()
    assert (late.status, late.payment.status) == ("confirmed", "captured")
    assert shelf() == (8, 0)


def test_an_order_whose_gateway_was_asked_a_moment_ago_is_not_called_off_unasked(
    browser: Client, simulator: Simulator
) -> None:
    unclear(simulator)
    order = buy(browser)
    due = order.expires_at
    with transaction.atomic():
        PaymentAttempt.objects.update(asked_at=due - timedelta(seconds=2))
    assert expire_orders(now=due) == 1
    assert the_order().status == "payment_pending"
    assert expire_orders(now=due + PAUSE) == 1
    assert the_order().status == "confirmed"


def test_money_after_the_time_was_up_is_owed_back(browser: Client, simulator: Simulator) -> None:
    page = order_it(browser)["Location"]
    order = the_order()
    expire_orders(now=order.expires_at)
    assert (the_order().status, shelf()) == ("failed", (10, 0))
    pay_on_page(page)
    reconcile_payments(now=at(order, hours=3))
    late = the_order()
    assert (late.status, late.payment.status) == ("failed", "captured")
    shown = browser.get(f"/orders/{order.token}/").context
    assert [one.amount for one in shown["refunds"]] == [order.total]
    assert not shown["order"].refund_due, "it is with the payer again"


def test_who_pays_an_order_that_another_took_the_place_of_is_told_so_and_led_to_the_other(
    browser: Client, simulator: Simulator
) -> None:
    page = order_it(browser)["Location"]
    order = the_order()
    assert "أن تحاول مرة أخرى" not in browser.get(f"/orders/{order.token}/").content.decode()
    browser.post(f"/orders/{order.token}/another-way/")
    with CaptureQueriesContext(connection) as statements:
        assert "أن تحاول مرة أخرى" in browser.get(f"/orders/{order.token}/").content.decode()
    assert not any("promotions_" in one["sql"] for one in statements), "a cart is priced of which no price is shown"
    offer("cash_on_delivery")
    newer = order_it(browser, "cash_on_delivery")["Location"]
    shown = browser.get(f"/orders/{order.token}/").content.decode()
    assert (f'href="{newer}"' in shown, f"/checkout/?order={order.token}" in shown) == (True, False)
    pay_on_page(page)
    reconcile_payments(now=at(order, hours=3))
    shown = browser.get(f"/orders/{order.token}/").content.decode()
    assert "وصلت دفعتك متأخرة" in shown
    assert "لم تكتمل عملية الدفع" not in shown
    assert f'href="{newer}"' in shown
    elsewhere = Client(HTTP_HOST="noor.localhost").get(f"/orders/{order.token}/").content.decode()
    assert newer not in elsewhere, "who has the address of one order is led to another's"


def test_who_goes_back_from_the_gateway_is_led_to_the_order_that_waits(browser: Client) -> None:
    """The browser's way back leads to the checkout, whose cart the order took."""
    order_it(browser)
    waiting = f'href="/orders/{the_order().token}/"'
    assert waiting in browser.get("/checkout/", follow=True).content.decode()
    assert f'href="/en/orders/{the_order().token}/"' in browser.get("/en/cart/").content.decode()
    for host in ("noor.localhost", "souq.localhost"):
        assert waiting not in Client(HTTP_HOST=host).get("/cart/").content.decode()
    assert waiting in browser.get("/cart/").content.decode()
    with clock.as_of(the_order().expires_at):
        assert waiting not in browser.get("/cart/").content.decode()


def test_who_has_paid_is_led_nowhere_from_an_empty_cart(browser: Client) -> None:
    order = buy(browser)
    assert order.token not in browser.get("/cart/").content.decode()


def test_what_the_bank_decides_later_is_seen_by_who_waits(browser: Client, simulator: Simulator) -> None:
    simulator.fault("pending", "paytabs", value="approved")
    order = buy(browser)
    assert order.status == "payment_pending"
    check = f"/orders/{order.token}/check/"
    asked = simulator.calls("paytabs", "query")
    assert browser.get(check, headers={"Accept": "application/json"}).json() == {"is_being_checked": True}
    assert simulator.calls("paytabs", "query") == asked, "it was asked a moment ago"
    simulator.control("settle")
    with clock.as_of(clock.now() + A_WHILE):
        assert browser.get(check, headers={"Accept": "application/json"}).json() == {"is_being_checked": False}
    assert the_order().status == "confirmed"
    assert browser.get(check)["Location"] == f"/orders/{order.token}/"


def test_without_a_script_a_link_checks(browser: Client, simulator: Simulator) -> None:
    unclear(simulator)
    order = buy(browser)
    assert f'href="/orders/{order.token}/check/"' in browser.get(f"/orders/{order.token}/").content.decode()
    with clock.as_of(clock.now() + A_WHILE):
        assert browser.get(f"/orders/{order.token}/check/").status_code == 303
    assert "/check/" not in browser.get(f"/orders/{order.token}/").content.decode()


def test_a_crash_between_ordering_and_paying_is_made_up_for(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = browser.get("/checkout/")
    form = DETAILS | {"payment_method": "paytabs"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}

    def crash(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(web, "pay_order", crash)
        with pytest.raises(SystemExit):
            browser.post("/checkout/", form)
    order = the_order()
    assert (order.status, order.payment.status) == ("created", "created")
    assert shelf() == (10, 2)
    gateway_page = browser.post("/checkout/", form)["Location"]
    assert gateway_page == browser.post(f"/orders/{order.token}/pay/")["Location"]
    assert pay(browser, gateway_page).status == "confirmed"


def test_an_order_nobody_came_back_to_gives_its_pieces_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "pay_order", lambda **_: None)
    order_it(browser)
    order = the_order()
    assert expire_orders(now=order.placed_at + ONLINE_HOLD - timedelta(seconds=1)) == 0
    assert expire_orders(now=order.placed_at + ONLINE_HOLD) == 1
    assert the_order().status == "cancelled"
    assert shelf() == (10, 0)
    assert expire_orders(now=order.placed_at + ONLINE_HOLD) == 0


def test_who_comes_by_the_address_that_pays_is_led_to_the_order(browser: Client) -> None:
    order_it(browser)
    order = f"/orders/{the_order().token}/"
    answer = browser.get(f"{order}pay/")
    assert (answer.status_code, answer["Location"]) == (302, order)


def test_what_is_settled_is_not_paid_again(browser: Client) -> None:
    order = buy(browser, "approve")
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == f"/orders/{order.token}/"


def test_the_bank_is_told_who_pays(browser: Client, simulator: Simulator) -> None:
    order_it(browser, email="sara@example.com")
    (asked,) = simulator.control("sessions")
    assert asked["return"] == f"http://noor.localhost/orders/{the_order().token}/returned/"
    assert asked["customer_details"] == {
        "name": "سارة العتيبي", "email": "sara@example.com", "phone": "+966551234567", "street1": "RRRD2929",
        "city": "الرياض", "country": "SA", "ip": "127.0.0.1",
    }  # fmt: skip
