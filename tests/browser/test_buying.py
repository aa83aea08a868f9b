"""A shopper buys: in Arabic on a phone, in English on a desk, with scripts and without; and the merchant sends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.shops import status_of, stock_of

NOOR, SOUQ = "noor.localhost", "souq.localhost"


@pytest.mark.parametrize(
    ("host", "path", "words", "viewport", "with_scripts"),
    [
        (NOOR, "/", "ورد", PHONE, True),
        pytest.param(NOOR, "/en/", "rose", PHONE, False, marks=pytest.mark.long),
        pytest.param(SOUQ, "/", "tent", DESKTOP, True, marks=pytest.mark.long),
        (SOUQ, "/ar/", "خيمة", PHONE, False),
    ],
)
def test_from_the_home_page_to_an_order_paid_on_delivery(
    site: Site, visitor: Any, host: str, path: str, words: str, viewport: dict[str, int], with_scripts: bool
) -> None:
    page = visitor(viewport, with_scripts=with_scripts).page
    page.goto(site.at(host, path))
    shopper.search_for(page, words)
    shopper.open_first_product(page)
    sku = shopper.sku_on(page)
    on_hand, reserved = stock_of(site.database, host, sku)
    shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    shopper.fill_checkout(page, "cash_on_delivery")
    shopper.confirm(page)
    assert "/orders/" in page.url
    assert page.locator("html").get_attribute("lang") == (
        "ar" if (host, path) in {(NOOR, "/"), (SOUQ, "/ar/")} else "en"
    )
    assert stock_of(site.database, host, sku) == (on_hand, reserved + 1)


def test_the_merchant_sends_the_order_and_the_piece_leaves_the_shelf(site: Site, visitor: Any) -> None:
    page = visitor(PHONE).page
    page.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(page)
    sku = shopper.sku_on(page)
    on_hand, reserved = stock_of(site.database, NOOR, sku)
    shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    shopper.fill_checkout(page, "cash_on_delivery")
    shopper.confirm(page)
    status_page = page.url

    desk = visitor(DESKTOP).page
    sign_in(desk, site, NOOR, "huda@noor.example")
    desk.goto(site.at(NOOR, "/manage/orders/"))
    desk.locator("tbody a").first.click()
    desk.wait_for_load_state()
    for move in ("confirm", "ship", "deliver"):
        desk.locator(f".order-now-moves button[value={move}]").click()
        desk.wait_for_load_state()
    assert stock_of(site.database, NOOR, sku) == (on_hand - 1, reserved)
    assert status_of(site.database, status_page) == "delivered"
    page.goto(status_page)
    assert page.locator(".timeline-step.is-ahead").count() == 0


def test_a_form_with_mistakes_loses_nothing(site: Site, visitor: Any) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(page)
    shopper.put_in_cart(page)
    shopper.go_to_checkout(page)
    shopper.fill_checkout(page, "cash_on_delivery")
    page.locator("[name=phone]").fill("12")
    shopper.confirm(page)
    assert page.locator(".error-summary").count() == 1
    assert page.locator("[name=name]").input_value() == shopper.ADDRESS["name"]
    assert page.locator("[name=phone]").input_value() == "12"


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("host", [NOOR, pytest.param(SOUQ, marks=pytest.mark.long)])
@pytest.mark.parametrize("path", ["/", "/products/", "/cart/", "/search/?q=a", "/account/sign-in/", "/about/"])
def test_no_page_scrolls_sideways_on_a_narrow_phone(site: Site, visitor: Any, host: str, path: str) -> None:
    page = visitor({"width": 320, "height": 640}).page
    page.goto(site.at(host, path))
    assert shopper.has_no_sideways_scroll(page)


def test_pictures_of_the_store(site: Site, visitor: Any, pictures: Path | None) -> None:
    """The README's picture of the store; without a folder to keep it in, only that the pictures on the page arrive."""
    page = visitor(DESKTOP).page
    page.goto(site.at(NOOR))
    page.wait_for_load_state("networkidle")
    broken = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    assert broken == []
    assert page.locator("main img").count() > 5
    if pictures:
        page.screenshot(path=pictures / "store.png")
