"""A merchant prices: for some time, by quantity, for the whole store; and picks products for a page of the shop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in

STORES = {
    "ar": ("noor.localhost", "huda@noor.example"),
    "en": ("souq.localhost", "majed@souq.example"),
}
LANGUAGES = pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.long)])


def fits(page: Any) -> bool:
    """Nothing makes the page wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.long
@LANGUAGES
def test_prices_are_scheduled(site: Site, visitor: Any, language: str) -> None:
    host, email = STORES[language]
    page = visitor(PHONE if language == "ar" else DESKTOP).page
    sign_in(page, site, host, email)
    page.goto(site.at(host, "/manage/scheduled-prices/new/"))
    page.locator("[name=name_ar]").fill("تخفيضات العيد")
    page.locator("[name=name_en]").fill("Eid sale")
    page.locator("[name=starts_at]").fill("2026-12-01T20:00")
    page.locator("[name=ends_at]").fill("2026-12-05T00:00")
    page.locator("[name=find]").click()
    page.wait_for_load_state()
    assert page.locator("[name=name_en]").input_value() == "Eid sale", "what was typed stays"
    assert page.locator("[name=starts_at]").input_value() == "2026-12-01T20:00"
    prices = page.locator("[name^=price_]")
    assert prices.count() > 10
    prices.nth(0).fill("٩٩٫٥٠")
    assert fits(page)
    page.locator("footer.catalog-actions button").first.click()
    page.wait_for_url(site.at(host, "/manage/scheduled-prices/"))
    page.locator("td.title a").first.click()
    page.wait_for_load_state()
    assert page.locator("[name^=price_]").count() == 1
    assert page.locator("[name^=price_]").input_value() == "99.50"
    assert page.locator("[name=ends_at]").input_value() == "2026-12-05T00:00"
    page.locator("button[formaction]").click()
    page.wait_for_url(site.at(host, "/manage/scheduled-prices/"))


@pytest.mark.long
@LANGUAGES
def test_products_are_picked_and_shown(site: Site, visitor: Any, language: str) -> None:
    host, email = STORES[language]
    page = visitor(PHONE).page
    sign_in(page, site, host, email)
    page.goto(site.at(host, "/manage/products/collections/new/"))
    page.locator("[name=title_ar]").fill("هدايا العيد")
    page.locator("[name=title_en]").fill("Eid gifts")
    page.locator("[name=find]").click()
    page.wait_for_load_state()
    titles = page.locator("table.listing tbody th").all_inner_texts()
    page.locator("[name^=place_]").nth(4).fill("1")
    page.locator("[name^=place_]").nth(2).fill("2")
    assert fits(page)
    page.locator("footer.catalog-actions button").first.click()
    page.wait_for_url(site.at(host, "/manage/products/collections/"))
    page.goto(site.at(host, "/collections/eid-gifts/"))
    assert [text.strip() for text in page.locator("main li h3").all_inner_texts()] == [titles[4], titles[2]]
    assert fits(page)


@pytest.mark.long
@LANGUAGES
def test_the_store_and_quantities_are_priced(site: Site, visitor: Any, language: str) -> None:
    host, email = STORES[language]
    page = visitor(PHONE if language == "ar" else DESKTOP).page
    sign_in(page, site, host, email)
    page.goto(site.at(host, "/manage/pricing/"))
    page.locator("[name=floor_kind]").select_option("share_of_cost")
    page.locator("[name=floor_share]").fill("110")
    page.locator("[name=cash_fee]").fill("15")
    assert fits(page)
    page.locator("#w-editor-form footer button[type=submit], footer button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator("[name=floor_share]").input_value() == "110"
    assert page.locator("[name=cash_fee]").input_value() == "15.00"
    page.goto(site.at(host, "/manage/products/"))
    page.locator("header [data-controller='w-dropdown'] button, .w-header-more button").first.click()
    page.locator("td.title a").first.click()
    page.wait_for_load_state()
    vat = page.locator("[name=vat_category]")
    vat.scroll_into_view_if_needed()
    box = vat.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert fits(page)
    page.locator("a[href$='/quantity-prices/']").first.evaluate("link => link.click()")
    page.wait_for_url("**/quantity-prices/")
    page.locator("[name^=pieces_]").first.fill("٣")
    page.locator("[name^=price_]").first.fill("9")
    assert fits(page)
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator("[name^=pieces_]").first.input_value() == "3"
    page.goto(site.at(host, "/manage/activity/"))
