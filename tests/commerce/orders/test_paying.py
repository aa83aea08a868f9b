"""From the checkout to the gateway's page and back, and what becomes of orders nobody pays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.domain.policies import ONLINE_HOLD
from commerce.orders.interfaces import web
from commerce.orders.models import Order
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.infrastructure.pretend import SETTLING
from commerce.payments.models import PaymentAttempt, PretendPayment
from tests.commerce.orders.browsing import DETAILS, hidden, order_it, play, shelf, the_order


def at(order: Order, **after: float) -> Any:
    return order.placed_at + timedelta(**after)


def test_approve(browser: Client) -> None:
    order = play(browser, "approve")
    assert (order.status, order.payment.status) == ("confirmed", "captured")
    assert shelf() == (8, 0)


def test_decline(browser: Client) -> None:
    order = play(browser, "decline")
    assert (order.status, order.payment.status) == ("failed", "failed")
    assert shelf() == (10, 0)
    assert "498.00" in browser.get("/cart/").content.decode()


def test_time_out_leaves_the_payment_open_until_the_time_is_up(browser: Client) -> None:
    order = play(browser, "time_out")
    assert (order.status, order.payment.status) == ("payment_pending", "pending")
    with transaction.atomic():
        assert PaymentAttempt.objects.get().status == "unknown"
    assert reconcile_payments(now=at(order, minutes=5)) == 1
    assert the_order().status == "payment_pending"
    assert shelf() == (10, 2)
    expire_orders(now=order.placed_at + ONLINE_HOLD)
    assert the_order().status == "failed"
    assert shelf() == (10, 0)


@pytest.mark.parametrize("outcome", ["time_out", "confirm_later"])
def test_nobody_is_asked_to_pay_again_while_the_payment_is_checked(browser: Client, outcome: str) -> None:
    order = play(browser, outcome)
    page = browser.get(f"/orders/{order.token}/")
    assert "نتحقق من دفعتك" in page.content.decode()
    assert f"/orders/{order.token}/returned/" in page.content.decode()
    assert f"/orders/{order.token}/pay/" not in page.content.decode()
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == f"/orders/{order.token}/"


def test_when_nothing_was_paid_after_all_the_shopper_pays_on_a_new_page(browser: Client) -> None:
    order = play(browser, "time_out")
    (first,) = practice_pages()
    with clock.as_of(order.placed_at + SETTLING + timedelta(seconds=5)):
        browser.get(f"/orders/{order.token}/returned/")
        assert f"/orders/{order.token}/pay/" in browser.get(f"/orders/{order.token}/").content.decode()
        page = browser.post(f"/orders/{order.token}/pay/")["Location"]
        assert first not in page
        browser.post(page, {"outcome": "approve"})
        browser.get(f"/orders/{order.token}/returned/")
    assert (the_order().status, the_order().payment.status) == ("confirmed", "captured")
    with transaction.atomic():
        assert list(PaymentAttempt.objects.order_by("id").values_list("status", flat=True)) == [
            "abandoned",
            "succeeded",
        ]


def practice_pages() -> list[str]:
    with transaction.atomic():
        return list(PretendPayment.objects.values_list("reference", flat=True))


def test_an_answer_that_came_after_all_is_found_by_the_sweep(browser: Client) -> None:
    order = play(browser, "time_out")
    with transaction.atomic():
        PretendPayment.objects.update(play="approve")
    reconcile_payments(now=at(order, minutes=5))
    assert the_order().status == "confirmed"


def test_money_that_came_before_the_time_was_up_confirms_the_order_though_nobody_was_told(browser: Client) -> None:
    order = play(browser, "time_out")
    with transaction.atomic():
        PretendPayment.objects.update(play="approve")
    assert expire_orders(now=order.placed_at + ONLINE_HOLD) == 1
    late = the_order()
    assert (late.status, late.payment.status) == ("confirmed", "captured")
    assert shelf() == (8, 0)


def test_money_after_the_time_was_up_is_owed_back(browser: Client) -> None:
    order = play(browser, "time_out")
    expire_orders(now=order.placed_at + ONLINE_HOLD)
    with transaction.atomic():
        PretendPayment.objects.update(play="approve")
    reconcile_payments(now=at(order, hours=3))
    late = the_order()
    assert (late.status, late.payment.status) == ("failed", "captured")
    assert browser.get(f"/orders/{order.token}/").context["order"].refund_due


def test_confirm_later(browser: Client) -> None:
    order = play(browser, "confirm_later")
    assert order.status == "payment_pending"
    with clock.as_of(order.placed_at + SETTLING + timedelta(seconds=5)):
        browser.get(f"/orders/{order.token}/returned/")
    assert the_order().status == "confirmed"


def test_the_first_choice_on_the_practice_page_counts(browser: Client) -> None:
    page = order_it(browser)["Location"]
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"outcome": "nonsense"}).status_code == 200
    browser.post(page, {"outcome": "decline"})
    browser.post(page, {"outcome": "approve"})
    browser.get(f"/orders/{the_order().token}/returned/")
    assert the_order().status == "failed"


def test_there_is_no_practice_page_where_it_is_not_offered(browser: Client, settings: Any) -> None:
    page = order_it(browser)["Location"]
    assert Client(HTTP_HOST="souq.localhost").get(page).status_code == 404
    settings.PAYMENT_GATEWAYS = {"cash_on_delivery": "commerce.payments.infrastructure.cash_on_delivery.CashOnDelivery"}
    assert browser.get(page).status_code == 404


def test_a_crash_between_ordering_and_paying_is_made_up_for(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = browser.get("/checkout/")
    form = DETAILS | {"payment_method": "pretend"}
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
    browser.post(gateway_page, {"outcome": "approve"})
    browser.get(f"/orders/{order.token}/returned/")
    assert the_order().status == "confirmed"


def test_an_order_nobody_came_back_to_gives_its_pieces_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "pay_order", lambda **_: None)
    order_it(browser)
    order = the_order()
    assert expire_orders(now=order.placed_at + ONLINE_HOLD - timedelta(seconds=1)) == 0
    assert expire_orders(now=order.placed_at + ONLINE_HOLD) == 1
    assert the_order().status == "cancelled"
    assert shelf() == (10, 0)
    assert expire_orders(now=order.placed_at + ONLINE_HOLD) == 0


def test_what_is_settled_is_not_paid_again(browser: Client) -> None:
    order = play(browser, "approve")
    assert browser.post(f"/orders/{order.token}/pay/")["Location"] == f"/orders/{order.token}/"


def test_a_gateway_may_bring_the_payer_back_by_post_from_its_own_site(browser: Client) -> None:
    play(browser, "approve")
    strict = Client(HTTP_HOST="noor.localhost", enforce_csrf_checks=True)
    assert strict.post(f"/orders/{the_order().token}/returned/", {"status": "paid"}).status_code == 302
    assert strict.post(f"/orders/{the_order().token}/pay/").status_code == 403
