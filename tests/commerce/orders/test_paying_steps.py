"""What gateways want next: their page, their widget, their form; and which of them a store's checkout offers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.core import clock
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.core.scope import tenant_scope
from commerce.orders.models import Order
from commerce.payments.application.accounts import NoAccount
from commerce.payments.application.queries import ways_to_pay
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.models import Payment, PaymentAttempt, Refund
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.browsing import DETAILS, come_back, order_it, the_order
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of, offer
from tests.simulators.gateways.payer import pay_in_widget, pay_on_page
from tests.simulators.gateways.running import Simulator


def offered(browser: Client) -> list[str]:
    return [method.code for method, _ in browser.get("/checkout/").context["ways"]]


def policy_of(page: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in page["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def test_a_store_offers_the_ways_it_has_in_its_own_order(browser: Client) -> None:
    assert offered(browser) == ["paytabs", "cash_on_delivery"]
    offer("cash_on_delivery", "moyasar")
    assert offered(browser) == ["cash_on_delivery", "moyasar"]
    arrange_payment_ways(ways=[("moyasar", True), ("cash_on_delivery", False)])
    assert offered(browser) == ["moyasar"]
    with tenant_scope(Tenant.objects.get(slug="souq").pk), transaction.atomic():
        assert [way.code for way in ways_to_pay("SAR")] == ["cash_on_delivery"]


def told_of_payer(simulator: Simulator) -> dict[str, str]:
    [facts] = simulator.control("sessions")
    return {name: text for name, text in facts.items() if name.startswith(("customer.", "billing."))}


def test_the_banks_check_is_told_all_that_was_typed_at_the_checkout(browser: Client, simulator: Simulator) -> None:
    offer("hyperpay")
    typed = {
        "email": "Sara@Example.com", "postal_code": "١٢٢٤٤", "short_address": "", "district": "العليا",
        "street": "شارع العليا", "building_number": "٢٩٢٩",
    }  # fmt: skip
    answer = order_it(browser, "hyperpay", has_script="1", **typed)
    assert answer["Location"].endswith("/payment/")
    assert told_of_payer(simulator) == {
        "customer.email": "sara@example.com",
        "customer.givenName": "سارة",
        "customer.surname": "العتيبي",
        "customer.ip": "127.0.0.1",
        "billing.street1": "2929 شارع العليا",
        "billing.city": "الرياض",
        "billing.state": "الرياض",
        "billing.postcode": "12244",
        "billing.country": "SA",
    }


def test_who_gives_no_email_and_no_postal_code_pays_by_card_all_the_same(browser: Client, simulator: Simulator) -> None:
    offer("hyperpay")
    order_it(browser, "hyperpay", has_script="1", email="", postal_code="")
    told = told_of_payer(simulator)
    assert ("customer.email" in told, "billing.postcode" in told) == (False, False)
    assert (told["billing.street1"], the_order().status) == ("RRRD2929", "payment_pending")


def test_what_an_email_is_for_is_said_where_cards_are_taken(browser: Client) -> None:
    card = "and for your bank"
    assert card in browser.get("/en/checkout/").content.decode()
    offer("cash_on_delivery")
    assert card not in browser.get("/en/checkout/").content.decode()


def test_what_the_store_does_not_offer_can_not_be_ordered_with(browser: Client) -> None:
    assert "payment_method" in order_it(browser, "moyasar").context["form"].errors


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_way_whose_account_the_store_stopped_using_is_neither_offered_nor_ordered_with(
    browser: Client, gateway: str
) -> None:
    offer(gateway, "cash_on_delivery")
    assert offered(browser) == [gateway, "cash_on_delivery"]
    connect(gateway, is_in_use=False)
    assert offered(browser) == ["cash_on_delivery"]
    page = order_it(browser, gateway, has_script="1")
    assert "payment_method" in page.context["form"].errors
    assert page.context["form"]["name"].value() == DETAILS["name"]
    with transaction.atomic():
        assert not Order.objects.exists()


def test_who_pays_again_after_the_store_stopped_using_the_account_is_told_and_keeps_the_order(browser: Client) -> None:
    come_back(browser, pay_on_page(order_it(browser)["Location"], "decline"))
    connect("paytabs", is_in_use=False)
    order = f"/orders/{the_order().token}/"
    answer = browser.post(f"/en{order}pay/", follow=True)
    assert answer.redirect_chain == [(f"/en{order}", 303)]
    assert "The shop can&#x27;t take payments this way just now." in answer.content.decode()


def test_a_gateway_is_not_offered_where_it_does_not_take_the_currency(browser: Client) -> None:
    offer("hyperpay", "cash_on_delivery")
    Tenant.objects.filter(slug="noor").update(currency="KWD")
    with transaction.atomic():
        assert [way.code for way in ways_to_pay("KWD")] == ["cash_on_delivery"]


def test_a_gateway_is_not_offered_for_less_than_it_takes(browser: Client) -> None:
    offer("moyasar", "cash_on_delivery")
    assert offered(browser) == ["moyasar", "cash_on_delivery"]
    with transaction.atomic():
        cheap = put_on_shelf("PIN", pieces=10, price_minor=99)
    client = Client(HTTP_HOST="noor.localhost")
    client.post("/cart/add/", {"variant_id": cheap, "quantity": "1"})
    assert offered(client) == ["cash_on_delivery"]
    page = order_it(client, "moyasar", has_script="1")
    assert (page.status_code, bool(page.context["gone"])) == (200, True)


def test_the_checkout_asks_no_more_of_the_database_for_more_ways(browser: Client) -> None:
    def statements() -> int:
        browser.get("/checkout/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/checkout/")
        return len(asked)

    few = statements()
    offer(*GATEWAYS, "cash_on_delivery")
    assert statements() == few


def test_what_needs_a_script_is_hidden_until_one_runs_and_refused_without(browser: Client) -> None:
    offer("hyperpay", "cash_on_delivery")
    page = browser.get("/checkout/").content.decode()
    assert page.count("data-needs-script hidden") == 1
    assert "payment_method" in order_it(browser, "hyperpay").context["form"].errors
    assert order_it(browser, "hyperpay", has_script="1").status_code == 303


def test_hyperpays_widget_stands_on_a_page_whose_policy_names_its_host(browser: Client, simulator: Simulator) -> None:
    offer("hyperpay")
    step = order_it(browser, "hyperpay", has_script="1")["Location"]
    assert step == f"/orders/{the_order().token}/payment/"
    page = browser.get(step)
    with transaction.atomic():
        action: Any = PaymentAttempt.objects.get().next_action
    html = page.content.decode()
    assert f'src="{action["script_url"]}" integrity="{action["integrity"]}" crossorigin="anonymous"' in html
    assert f'action="http://noor.localhost/orders/{the_order().token}/returned/" data-brands="VISA MASTER AMEX"' in html
    policy = policy_of(page)
    assert policy["script-src"] == ["'self'", simulator.address]
    assert policy["frame-src"] == ["'self'", simulator.address]
    assert policy["form-action"] == ["'self'", simulator.address]
    come_back(browser, pay_in_widget(action["script_url"], action["form_action"]))
    assert the_order().status == "confirmed"
    assert browser.get(step)["Location"] == f"/orders/{the_order().token}/"


def test_mada_is_chosen_before_the_checkout_and_goes_by_its_own_channel(browser: Client, simulator: Simulator) -> None:
    offer("hyperpay", "hyperpay_mada", "cash_on_delivery")
    assert offered(browser) == ["hyperpay", "hyperpay_mada", "cash_on_delivery"]
    step = order_it(browser, "hyperpay_mada", has_script="1")["Location"]
    assert 'data-brands="MADA"' in browser.get(step).content.decode()
    with transaction.atomic():
        action: Any = PaymentAttempt.objects.get().next_action
    come_back(browser, pay_in_widget(action["script_url"], action["form_action"]))
    assert the_order().status == "confirmed"
    page = browser.get(f"/en/orders/{the_order().token}/").content.decode()
    assert "mada with HyperPay" in page
    simulator.control("clock", seconds=61)
    with transaction.atomic():
        payment = Payment.objects.get()
    asked = RefundRequest(amount=Money(1000, "SAR"), key=uuid4())
    refund_payment(payment_id=payment.pk, request=asked, now=clock.now())
    with transaction.atomic():
        assert Refund.objects.get().status == "succeeded"


def test_mada_is_not_offered_without_its_channel(browser: Client) -> None:
    offer("hyperpay", "hyperpay_mada", "cash_on_delivery")
    settings = keys_of("noor", "hyperpay")["settings"]
    connect("hyperpay", settings=settings | {"entity_mada": ""})
    assert offered(browser) == ["hyperpay", "cash_on_delivery"]
    with pytest.raises(NoAccount):
        arrange_payment_ways(ways=[("hyperpay_mada", True)])


def test_moyasars_form_stands_where_a_script_runs_and_its_invoice_where_none_does(
    browser: Client, simulator: Simulator
) -> None:
    offer("moyasar")
    page = browser.get(order_it(browser, "moyasar", has_script="1")["Location"])
    html = page.content.decode()
    assert 'data-key="pk_test_noor"' in html
    assert "sk_test_noor" not in html
    assert policy_of(page)["script-src"] == ["'self'", simulator.address]


def test_moyasars_invoice_is_paid_without_a_script(browser: Client) -> None:
    offer("moyasar")
    page = order_it(browser, "moyasar")["Location"]
    come_back(browser, pay_on_page(page))
    assert the_order().status == "confirmed"


def test_who_pays_another_way_finds_the_invoice_closed(browser: Client) -> None:
    offer("moyasar")
    page = order_it(browser, "moyasar")["Location"]
    browser.post(f"/orders/{the_order().token}/another-way/")
    deliver_due(now=clock.now())
    assert (the_order().status, the_order().payment.status) == ("failed", "cancelled")
    with pytest.raises(AssertionError, match="closed"):
        pay_on_page(page)


@pytest.mark.parametrize("path", ["/", "/cart/", "/checkout/", "/products/"])
def test_no_other_page_loads_anything_of_a_gateway(browser: Client, simulator: Simulator, path: str) -> None:
    offer(*GATEWAYS)
    policy = policy_of(browser.get(path))
    assert "script-src" not in policy
    assert "frame-src" not in policy
    # Only a form may lead there, by a redirect.
    assert [simulator.address] * (path == "/checkout/") == [*{*policy["form-action"]} - {"'self'"}]


def test_a_form_of_the_checkout_may_end_at_the_gateways_page(browser: Client, simulator: Simulator) -> None:
    assert policy_of(browser.get("/checkout/"))["form-action"] == ["'self'", simulator.address]
    page = order_it(browser)["Location"]
    assert page.startswith(simulator.address)
    order = f"/orders/{the_order().token}/"
    assert policy_of(browser.get(order))["form-action"] == ["'self'", simulator.address]
    come_back(browser, pay_on_page(page))
    assert policy_of(browser.get(order))["form-action"] == ["'self'"]
