"""A marketer sees Friday's shop before anybody does, and sends it to the boss, who has a phone and no account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.browser import shopper
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.shops import home_page_of

NOOR = "noor.localhost"
WORDS = "الجمعة البيضاء بدأت"
RIYADH = ZoneInfo("Asia/Riyadh")


@pytest.mark.long
def test_from_a_draft_to_a_link_for_the_boss(site: Site, visitor: Any) -> None:
    marketer, boss = visitor(DESKTOP), visitor(PHONE, with_scripts=False)
    desk, phone = marketer.page, boss.page
    sign_in(desk, site, NOOR, "huda@noor.example")
    desk.goto(site.at(NOOR, f"/manage/pages/{home_page_of(site.database, 'noor')}/edit/"))
    desk.locator("input[name$='-heading_ar']").first.fill(WORDS)
    desk.locator("#page-edit-form").evaluate("form => form.requestSubmit()")
    desk.wait_for_load_state("networkidle")

    desk.goto(site.at(NOOR, "/manage/"))
    desk.locator("a[href='/manage/store-preview/']").first.click()
    friday = datetime.now(RIYADH).replace(hour=20, minute=5) + timedelta(days=5)
    desk.locator("[name=instant]").fill(friday.strftime("%Y-%m-%dT%H:%M"))
    desk.locator("[name=drafts]").first.check()
    desk.locator("button[name=share]").click()
    link = desk.locator("#preview-link").input_value()
    desk.locator("button[name=look]").click()
    desk.wait_for_url(site.at(NOOR))
    assert WORDS in desk.content()
    assert "8:05 م" in desk.locator(".preview-bar").inner_text()

    phone.goto(link)
    assert phone.url == site.at(NOOR)
    assert WORDS in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.locator("html").get_attribute("dir") == "rtl"
    phone.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(phone)
    shopper.put_in_cart(phone)
    assert phone.locator(".cart-line").count() == 1
    phone.locator("a[href='/checkout/']").click()
    assert "غير متاح في المعاينة" in phone.locator("h1").inner_text()
    boss.complaints[:] = [each for each in boss.complaints if "409" not in each]
    phone.locator(".preview-bar button").click()
    assert phone.locator(".preview-bar").count() == 0
    assert WORDS not in phone.content()
    phone.goto(site.at(NOOR, "/cart/"))
    assert phone.locator(".cart-line").count() == 0
