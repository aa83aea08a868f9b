"""A merchant at the desk: sees the day, edits the home page with its preview, opens a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.shops import home_page_of
from tests.browser.test_paying import begin

NOOR, SOUQ = "noor.localhost", "souq.localhost"
WORDS = "عطور العيد وصلت"


def test_the_first_page_of_the_desk(site: Site, visitor: Any, pictures: Path | None) -> None:
    page = visitor(DESKTOP).page
    sign_in(page, site, NOOR, "huda@noor.example")
    page.wait_for_load_state("networkidle")
    assert page.locator(".store-today li").count() >= 3
    assert "Snippets" not in page.content()
    if pictures:
        page.screenshot(path=pictures / "desk.png")


def test_the_home_page_is_edited_previewed_and_published(site: Site, visitor: Any) -> None:
    desk = visitor(DESKTOP)
    page = desk.page
    sign_in(page, site, NOOR, "huda@noor.example")
    page.goto(site.at(NOOR, f"/manage/pages/{home_page_of(site.database, 'noor')}/edit/"))
    page.locator("input[name$='-heading_ar']").first.fill(WORDS)
    page.locator("[data-side-panel-toggle=preview], [aria-label*='معاينة']").first.click()
    preview = page.frame_locator("iframe[data-preview-iframe], #w-preview-iframe, iframe[title]").first
    preview.get_by_text(WORDS).first.wait_for(timeout=20_000)
    shopper = visitor(PHONE).page
    shopper.goto(site.at(NOOR))
    assert WORDS not in shopper.content(), "a preview is not a publication"
    page.locator("button[name=action-publish]").evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_url(lambda url: "/edit/" not in url)
    shopper.goto(site.at(NOOR))
    assert WORDS in shopper.content()


@pytest.mark.long
def test_a_page_is_chosen_for_an_old_address_to_lead_to(site: Site, visitor: Any) -> None:
    """Wagtail starts its choosers by inline scripts, which the desk refuses."""
    page = visitor(DESKTOP).page
    sign_in(page, site, SOUQ, "majed@souq.example")
    page.goto(site.at(SOUQ, "/manage/redirects/new/"))
    page.locator("[name=path]").fill("/who-we-are/")
    page.locator("[data-chooser-action-choose]").first.click()
    first = page.locator(".modal a.choose-page").first
    chosen = first.inner_text().strip()
    first.click()
    page.locator(".modal").wait_for(state="hidden")
    page.locator("#w-editor-form footer button[type=submit]").click()
    page.locator("td.title").wait_for()
    assert chosen in page.locator("table.listing").inner_text()
    page.locator("td.title a").click()
    page.locator(".chooser .w-dropdown__toggle").click()
    page.locator("[data-tippy-root] [data-chooser-action-choose]").click()
    page.locator(".modal a.choose-page").first.click()
    page.locator(".modal").wait_for(state="hidden")
    page.locator("button[formaction]").click()
    page.wait_for_url(site.at(SOUQ, "/manage/redirects/"))


@pytest.mark.long
def test_a_word_of_a_text_becomes_a_link_to_a_page(site: Site, visitor: Any) -> None:
    page = visitor(DESKTOP).page
    sign_in(page, site, SOUQ, "majed@souq.example")
    page.goto(site.at(SOUQ, f"/manage/pages/{home_page_of(site.database, 'souq')}/"))
    page.locator("td.title a").first.click()
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    page.keyboard.press("End")
    page.keyboard.type(" delivery")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.keyboard.press("Control+k")
    page.locator(".modal a.choose-page").first.click()
    page.locator(".modal").wait_for(state="hidden")
    text.locator(".TooltipEntity, a").first.wait_for()


@pytest.mark.long
def test_an_owner_is_nobody_at_another_store(site: Site, visitor: Any) -> None:
    page = visitor(DESKTOP).page
    sign_in(page, site, SOUQ, "huda@noor.example")
    assert "/manage/login" in page.url


def test_a_merchant_opens_a_store_without_help(site: Site, visitor: Any) -> None:
    page = visitor(PHONE).page
    page.goto(site.at("localhost", "/"))
    page.locator("[name=name_ar]").fill("بيت القهوة")
    page.locator("[name=slug]").fill("noor")
    page.locator("[name=owner_name]").fill("Sami")
    page.locator("[name=owner_email]").fill("sami@qahwa.example")
    page.locator("[name=owner_password]").fill("kettle-saffron-morning")
    page.locator("form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.locator(".field-error").count() >= 1
    assert page.locator("[name=name_ar]").input_value() == "بيت القهوة"
    page.locator("[name=slug]").fill("bait-al-qahwa")
    page.locator("[name=owner_password]").fill("kettle-saffron-morning")
    page.locator("form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.goto(site.at("bait-al-qahwa.localhost"))
    assert "بيت القهوة" in page.content()


@pytest.mark.long
def test_the_list_of_orders_fits_a_phone(site: Site, visitor: Any) -> None:
    shopper = visitor(PHONE).page
    begin(site, shopper, NOOR, "", "cash_on_delivery")
    page = visitor(PHONE).page
    sign_in(page, site, NOOR, "huda@noor.example")
    page.goto(site.at(NOOR, "/manage/orders/"))
    page.locator(".order-listing tbody tr").first.wait_for()
    box = page.locator("section:has(> .order-listing), :has(> .order-listing)").first
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    width = page.locator(".order-listing tbody td").evaluate_all(
        "cells => Math.max(...cells.map(cell => cell.getBoundingClientRect().right))"
    )
    assert width <= PHONE["width"]
    left = page.locator(".order-listing tbody td").evaluate_all(
        "cells => Math.min(...cells.map(cell => cell.getBoundingClientRect().left))"
    )
    assert left >= 0, "cut off on the left, where Arabic ends"
