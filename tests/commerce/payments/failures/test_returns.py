"""Browsers that come back with what is not theirs, with nothing, or to an order of nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Variant
from commerce.core import clock
from commerce.payments.application.use_cases import start_payment
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import PaymentAttempt
from tests.commerce.orders.browsing import DETAILS, come_back, hidden, order_it, pay, the_order, variant
from tests.commerce.orders.conftest import browser
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import balance, findings, sar
from tests.commerce.payments.failures.till import HEARD, is_being_checked, status_of
from tests.commerce.payments.tills import GATEWAYS, connect
from tests.simulators.gateways.payer import ComingBack, pay_on_page
from tests.simulators.gateways.running import Simulator

pytestmark = pytest.mark.sampled(by="gateway")

__all__ = ["browser"]

# The longest that any of them wants to be left alone for.
A_WHILE = timedelta(seconds=31)


@pytest.fixture
def _orders_listen(settings: Any) -> None:
    settings.EVENT_HANDLERS = "tests.commerce.orders.checkout.HANDLERS"


@pytest.mark.usefixtures("_orders_listen")
def test_f10_a_double_click_is_one_attempt_and_the_same_way_on(browser: Client, simulator: Simulator) -> None:
    page = browser.get("/checkout/")
    form = DETAILS | {"payment_method": "paytabs"}
    form |= {name: hidden(page, name) for name in ("idempotency_key", "seen_total")}
    ways = {browser.post("/checkout/", form)["Location"] for _ in range(2)}
    token = the_order().token
    ways |= {browser.post(f"/orders/{token}/pay/")["Location"] for _ in range(2)}
    assert len(ways) == 1
    assert simulator.calls("paytabs", "page") == 1
    with transaction.atomic():
        assert PaymentAttempt.objects.count() == 1


@pytest.mark.usefixtures("_orders_listen")
def test_f15_a_cart_that_changes_while_its_payer_is_away_changes_nothing_of_what_they_pay(browser: Client) -> None:
    """The page was prepared for the order as it was placed; what is put in the cart since is the next order's."""
    page = order_it(browser)["Location"]
    with transaction.atomic():
        Variant.objects.filter(pk=variant()).update(price_minor=99900)
    browser.post("/cart/add/", {"variant_id": variant(), "quantity": "1"})
    order = pay(browser, page)
    assert (order.status, order.total_minor, order.payment.captured_minor) == ("confirmed", 49800, 49800)
    assert (order.payment.amount_minor, balance("gateway_receivable")) == (49800, 49800)
    assert hidden(browser.get("/checkout/"), "seen_total") == "99900"
    assert findings() == []


def test_f15_a_page_prepared_for_another_amount_than_is_owed_pays_no_order(
    browser: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: were a page ever prepared for what the cart costs by now, its money would not fit."""
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    prepared = start_payment._commit_intent
    with monkeypatch.context() as careless:
        careless.setattr(start_payment, "_commit_intent", lambda *args: dearer(prepared(*args)))
        page = order_it(browser)["Location"]
    assert pay(browser, page).status == "payment_pending"
    assert findings() == ["contradiction"]
    assert balance("order_funds") == 0


def dearer(intent: Any) -> Any:
    return replace(intent, request=replace(intent.request, amount=sar(99900)))


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f17_the_way_back_of_another_payment_pays_nothing(till: OpenTill, gateway: str) -> None:
    """A shopper pays one order, and brings its way back to another one's address."""
    noor = till(gateway)
    paid, back = noor.paid()
    other = noor.owed("order:2")
    noor.start(other)
    noor.come_back(other, back)
    assert (status_of(other), HEARD) == (PaymentStatus.PENDING, [])
    with clock.as_of(clock.now() + A_WHILE):
        noor.come_back(paid, back)
    assert status_of(paid) is PaymentStatus.CAPTURED


@pytest.mark.parametrize(
    "path",
    [
        "@evil.example/",
        "//evil.example/v1/checkouts/{id}/payment",
        "https://evil.example/",
        "/v1/checkouts/{id}/../../payments",
        "/v1/checkouts/{id}/payment?x=@evil.example",
        "/v1/checkouts/other/payment",
        "",
    ],
)
def test_f20_a_path_from_the_browser_leads_nowhere(till: OpenTill, path: str) -> None:
    noor = till("hyperpay")
    payment, _ = noor.paid()
    with transaction.atomic():
        checkout = PaymentAttempt.objects.get().gateway_reference.removeprefix("checkouts/")
    query = urlencode({"id": checkout, "resourcePath": path.format(id=checkout)})
    noor.come_back(payment, ComingBack("GET", f"http://noor.localhost/back/?{query}"))
    assert noor.asked() == 1, "not only the checkout that was stored was asked about"
    assert status_of(payment) is PaymentStatus.CAPTURED, "another was asked about"


def test_f20_the_control_the_path_that_was_stored_is_asked_about(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment, back = noor.paid()
    noor.come_back(payment, back)
    assert noor.asked() == 1
    assert status_of(payment) is PaymentStatus.CAPTURED


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f44_who_comes_back_unsigned_is_being_checked_and_the_gateway_says_the_rest(
    till: OpenTill, gateway: str
) -> None:
    noor = till(gateway)
    payment, _ = noor.paid()
    noor.simulator.fault("not_json", gateway, times=3)
    noor.come_back(payment, ComingBack("POST", "http://noor.localhost/back/", b"respStatus=E&tranRef="))
    assert is_being_checked(payment)
    noor.simulator.control("clock", seconds=61)
    with clock.as_of(clock.now() + A_WHILE):
        refresh_payment(payment_id=payment, now=clock.now())
    assert status_of(payment) is PaymentStatus.CAPTURED


@pytest.mark.parametrize("query", ["", "?id=8ac7a4a27b4c7867017b510d33dd7188"])
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_who_only_opens_the_address_of_the_way_back_is_not_told_that_they_have_paid(
    till: OpenTill, gateway: str, query: str
) -> None:
    noor = till(gateway)
    payment = noor.owed()
    noor.start(payment)
    for _ in range(1 if gateway == "moyasar" else 2):  # an invoice's way back may bear nothing at all
        noor.come_back(payment, ComingBack("GET", f"http://noor.localhost/back/{query}"))
        assert not is_being_checked(payment)
    assert status_of(payment) is PaymentStatus.PENDING


@pytest.mark.usefixtures("_orders_listen")
def test_f44_a_form_from_another_site_without_cookies_is_answered_with_the_page_that_checks(
    browser: Client, simulator: Simulator
) -> None:
    page = order_it(browser)["Location"]
    pay_on_page(page)
    simulator.fault("not_json", "paytabs", "query", times=3)
    order = f"/orders/{the_order().token}/"
    stranger = Client(HTTP_HOST="noor.localhost", enforce_csrf_checks=True)
    answer = stranger.post(f"{order}returned/", {"respStatus": "E"})
    assert (answer.status_code, answer["Location"]) == (303, order)
    assert "نتحقق من دفعتك" in stranger.get(order).content.decode()
    assert stranger.post(f"{order}pay/").status_code == 403
    with clock.as_of(clock.now() + A_WHILE):
        assert stranger.get(f"{order}check/")["Location"] == order
    assert the_order().status == "confirmed"


@pytest.mark.usefixtures("_orders_listen")
def test_f44_who_came_back_without_paying_may_pay_again_once_the_gateway_said_so(
    browser: Client, simulator: Simulator
) -> None:
    page = order_it(browser)["Location"]
    simulator.fault("not_json", "paytabs", "query", times=3)
    order = f"/orders/{the_order().token}/"
    browser.post(f"{order}returned/", {"respStatus": "E"})
    assert browser.post(f"{order}pay/")["Location"] == order
    with clock.as_of(clock.now() + A_WHILE):
        browser.get(f"{order}check/")
        again = browser.post(f"{order}pay/")["Location"]
    assert again.startswith(page[: page.index("/paytabs")])
    with clock.as_of(clock.now() + 2 * A_WHILE):
        come_back(browser, pay_on_page(again))
    assert the_order().status == "confirmed"


@pytest.mark.usefixtures("_orders_listen")
@pytest.mark.parametrize("method", ["paytabs", "cash_on_delivery"])
def test_f48_an_order_of_nothing_is_confirmed_and_no_gateway_hears_of_it(
    browser: Client, simulator: Simulator, method: str
) -> None:
    with transaction.atomic():
        Variant.objects.filter(pk=variant()).update(price_minor=0)
    order_it(browser, method)
    order = the_order()
    assert (order.total_minor, order.status, order.payment.status) == (0, "confirmed", "captured")
    assert simulator.control("calls") == []
    with transaction.atomic():
        assert not PaymentAttempt.objects.exists()


def test_f3_who_comes_back_while_a_webhook_is_being_looked_into_is_not_asked_to_pay_again(till: OpenTill) -> None:
    """The worker has asked and not heard yet: the return may not ask so soon, and must not take that for an answer."""
    noor = till("paytabs")
    payment, back = noor.paid()
    noor.simulator.fault("not_json", "paytabs", times=3)
    noor.come_back(payment, ComingBack("GET", "http://noor.localhost/back/"))
    with transaction.atomic():
        PaymentAttempt.objects.update(asked_at=clock.now())
    before = noor.asked()
    noor.come_back(payment, back)
    assert noor.asked() == before
    assert is_being_checked(payment)
    with clock.as_of(clock.now() + A_WHILE):
        refresh_payment(payment_id=payment, now=clock.now())
    assert status_of(payment) is PaymentStatus.CAPTURED


@pytest.mark.usefixtures("_orders_listen")
@pytest.mark.parametrize("trouble", ["wrong keys", "away"])
def test_a_shop_that_can_not_take_it_now_says_so_and_refuses_no_card(
    browser: Client, settings: Any, simulator: Simulator, trouble: str
) -> None:
    if trouble == "wrong keys":
        connect("paytabs", secrets={"server_key": "PTKEY-wrong-0001"}, now=clock.now())
    else:
        settings.GATEWAY_HOSTS = simulator.hosts | {"paytabs": "http://127.0.0.1:9/paytabs"}
    order = order_it(browser)["Location"]
    shown = browser.get(order).content.decode()
    assert "لا يستطيع المتجر استقبال الدفع بهذه الطريقة الآن" in shown
    assert (the_order().status, the_order().payment.status) == ("payment_pending", "created")
    assert findings() == (["account_refused"] if trouble == "wrong keys" else [])
    assert "لا يستطيع المتجر" not in browser.get(order).content.decode()
