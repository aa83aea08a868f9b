"""A shopper pays with each of the three gateways, played by the simulator, and the order is confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.shops import status_of

NOOR, SOUQ = "noor.localhost", "souq.localhost"
GATEWAYS = ("hyperpay", "paytabs", "moyasar")
# What is written on the gateways' own buttons.
PAY, REFUSED = {"ar": "ادفع", "en": "Pay"}, {"ar": "بطاقة مرفوضة", "en": "A card that is refused"}
# Moyasar's pages of 3-D Secure speak English in either language.
CHECK = "Confirm"


def begin(site: Site, page: Any, host: str, prefix: str, gateway: str) -> None:
    page.goto(site.at(host, f"{prefix}/products/"))
    shopper.open_first_product(page)
    shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    shopper.fill_checkout(page, gateway)
    shopper.confirm(page)


def choose(page: Any, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def send_on(page: Any, *, has_scripts: bool) -> None:
    """PayTabs' page sends the payer back by a script, and where there is none by a button."""
    if not has_scripts:
        page.locator("button").first.click()


def back_in_the_shop(site: Site, page: Any, host: str) -> str:
    """The order's page, once nothing is being checked any more; its state."""
    page.wait_for_url(f"{site.at(host)}**/orders/*/")
    page.wait_for_selector(".outlook:not([data-check])", timeout=60_000)
    return status_of(site.database, page.url)


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize(
    ("host", "prefix", "language", "viewport"),
    [
        (NOOR, "", "ar", PHONE),
        pytest.param(NOOR, "/en", "en", PHONE, marks=pytest.mark.long),
        pytest.param(SOUQ, "", "en", DESKTOP, marks=pytest.mark.long),
        pytest.param(SOUQ, "/ar", "ar", DESKTOP, marks=pytest.mark.long),
    ],
)
def test_pay_by_each_of_three_gateways(
    site: Site, visitor: Any, host: str, prefix: str, language: str, viewport: dict[str, int], gateway: str
) -> None:
    page = visitor(viewport).page
    begin(site, page, host, prefix, gateway)
    if gateway != "paytabs":
        assert f"{prefix}/orders/" in page.url
        assert shopper.has_no_sideways_scroll(page)
    choose(page, PAY[language])
    if gateway == "moyasar":
        choose(page, CHECK)
    assert back_in_the_shop(site, page, host) == "confirmed"
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.long
@pytest.mark.parametrize(
    "gateway",
    ["paytabs", pytest.param("hyperpay", marks=pytest.mark.long), pytest.param("moyasar", marks=pytest.mark.long)],
)
def test_a_refused_card_leads_to_another_way_to_pay(site: Site, visitor: Any, gateway: str) -> None:
    page = visitor(PHONE).page
    begin(site, page, NOOR, "", gateway)
    choose(page, REFUSED["ar"])
    if gateway == "moyasar":
        choose(page, CHECK)
    assert back_in_the_shop(site, page, NOOR) == "payment_pending"
    page.locator(".outlook-pay button").last.click()
    page.wait_for_load_state()
    shopper.fill_checkout(page, "cash_on_delivery")
    shopper.confirm(page)
    assert status_of(site.database, page.url) == "created"


@pytest.mark.long
@pytest.mark.parametrize("gateway", ["moyasar", pytest.param("paytabs", marks=pytest.mark.long)])
def test_paying_needs_no_script(site: Site, visitor: Any, gateway: str) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(page)
    shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    assert page.locator("input[value=hyperpay]").is_hidden()
    shopper.fill_checkout(page, gateway)
    shopper.confirm(page)
    page.locator("button[name=choice]").first.click()
    if gateway == "paytabs":
        send_on(page, has_scripts=False)
    page.wait_for_url(f"{site.at(NOOR)}orders/*/")
    assert status_of(site.database, page.url) == "confirmed"


@pytest.mark.parametrize("has_scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_refused_card_is_followed_by_another_for_the_same_order(
    site: Site, visitor: Any, *, has_scripts: bool
) -> None:
    page = visitor(PHONE, with_scripts=has_scripts).page
    begin(site, page, NOOR, "", "paytabs")
    choose(page, REFUSED["ar"])
    send_on(page, has_scripts=has_scripts)
    assert back_in_the_shop(site, page, NOOR) == "payment_pending"
    order = page.url
    page.locator(".outlook-pay button").first.click()
    choose(page, PAY["ar"])
    send_on(page, has_scripts=has_scripts)
    assert back_in_the_shop(site, page, NOOR) == "confirmed"
    assert page.url == order
