"""A marketer's campaign from its draft to its rollback, at the Arabic desk and in the shop of its Friday."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.browser import shopper
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in

NOOR = "noor.localhost"
WORDS = "الجمعة البيضاء: خصم 45%"
TYPED, SENT = "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"


def next_friday() -> datetime:
    """At 20:05, when a campaign that begins at eight is on."""
    now = datetime.now(ZoneInfo("Asia/Riyadh"))
    return (now + timedelta(days=(3 - now.weekday()) % 7 + 1)).replace(hour=20, minute=5, second=0, microsecond=0)


def add_block(page: Any, stream: str, label: str) -> None:
    """By the stream's own plus sign and the name in its list."""
    page.locator(f"[data-contentpath={stream}] button.c-sf-add-button").last.click()
    page.locator(".w-combobox__option").filter(has_text=label).first.click()


def send(page: Any, button: str = "") -> None:
    """The page's form, by a button that hides in a menu or as a draft."""
    with page.expect_navigation():
        page.locator("#page-edit-form").evaluate(
            "(form, name) => form.requestSubmit(name ? form.querySelector(`[name=${name}]`) : null)", button
        )


def write_campaign(page: Any, site: Site, friday: datetime, pictures: Path | None) -> int:
    """The id of a draft, off everything from eight until eleven, shown everywhere before all others."""
    page.goto(site.at(NOOR, "/manage/campaigns/"))
    page.locator("a[href*='/pages/add/storefront/campaignpage/']").first.click()
    page.locator("[name=title]").fill("الجمعة البيضاء")
    page.locator("[name=heading_ar]").fill("الجمعة البيضاء")
    page.locator("[name=heading_en]").fill("White Friday")
    page.locator("[name=starts_at]").fill(friday.replace(minute=0).strftime(TYPED))
    page.locator("[name=ends_at]").fill(friday.replace(hour=23, minute=0).strftime(TYPED))
    add_block(page, "actions", "نسبة خصم على السلع")
    page.locator("[name='actions-0-value-percent']").fill("٤٥")
    page.locator(".campaign-told-gives").get_by_text("على كل المنتجات").wait_for()
    keep_picture(page, pictures, "campaign-form")
    page.locator("[role=tab]").nth(1).click()
    page.locator("[data-contentpath=banner] button.c-sf-add-button").last.click()
    page.locator("[name='banner-0-value-text_ar']").fill(WORDS)
    page.locator("[name='banner-0-value-text_en']").fill("White Friday: 45% off")
    for place in page.locator("[name='banner-0-value-places']").all():
        place.check()
    keep_picture(page, pictures, "campaign-banner-form")
    # Meanwhile the desk has saved it once by itself.
    page.wait_for_url(lambda url: "/edit/" in url)
    # In a panel that is folded up, and on the third tab.
    page.locator("[name=priority]").evaluate("field => { field.value = '9'; }")
    page.locator("[name=slug]").evaluate("field => { field.value = 'white-friday'; }")
    send(page)
    return int(page.url.split("/pages/")[1].split("/")[0])


def change_percent(page: Any, site: Site, campaign: int, percent: str) -> None:
    page.goto(site.at(NOOR, f"/manage/pages/{campaign}/edit/"))
    page.locator("[name='actions-0-value-percent']").fill(percent)
    send(page, "action-publish")


def roll_back(page: Any, site: Site, campaign: int) -> None:
    """To how it was first saved."""
    page.goto(site.at(NOOR, f"/manage/pages/{campaign}/history/"))
    page.locator("main tbody .w-dropdown__toggle").last.click()
    page.locator("[data-tippy-root] a[href*='/revert/']").first.click()
    assert page.locator("[name='actions-0-value-percent']").input_value() == "45"
    send(page, "action-publish")


def preview(page: Any, site: Site, friday: datetime, product: str) -> tuple[str, str]:
    """The product's price on Friday with the draft, and what the cart says of it."""
    page.goto(site.at(NOOR, "/manage/store-preview/"))
    page.locator("[name=instant]").fill(friday.strftime(SENT))
    page.get_by_label("الجمعة البيضاء").first.check()
    page.locator("button[name=look]").click()
    page.wait_for_url(site.at(NOOR))
    assert WORDS in page.locator(".campaign-strip").inner_text()
    price = price_of(page, site, product)
    assert "الجمعة البيضاء" in page.locator(".price-offers").inner_text()
    shopper.put_in_cart(page)
    assert page.locator(".cart-line").count() == 1
    return price, str(page.locator(".cart-line").inner_text())


def price_of(page: Any, site: Site, product: str) -> str:
    page.goto(site.at(NOOR, product))
    return str(page.locator(".product-head .price-now").inner_text())


def keep_picture(page: Any, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"{name}.png", full_page=True)


@pytest.mark.long
def test_from_draft_to_rollback(site: Site, visitor: Any, pictures: Path | None) -> None:
    friday = next_friday()
    marketer, today = visitor(DESKTOP), visitor(PHONE).page
    desk = marketer.page
    guest = visitor(PHONE, as_of=friday)
    on_friday = guest.page
    before = visitor(PHONE, as_of=friday.replace(minute=0) - timedelta(seconds=1)).page
    after = visitor(PHONE, as_of=friday.replace(hour=23, minute=0)).page
    today.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(today)
    product = "/products/" + today.url.split("/products/")[1]
    full = price_of(today, site, product)

    sign_in(desk, site, NOOR, "huda@noor.example")
    campaign = write_campaign(desk, site, friday, pictures)
    assert price_of(on_friday, site, product) == full, "a draft promises nothing"

    previewed, in_cart = preview(desk, site, friday, product)
    keep_picture(desk, pictures, "campaign-preview")
    assert previewed != full
    desk.locator(".preview-bar button").click()
    assert WORDS not in desk.content()

    desk.goto(site.at(NOOR, f"/manage/pages/{campaign}/edit/"))
    send(desk, "action-publish")
    desk.goto(site.at(NOOR, "/manage/campaigns/"))
    assert "مجدولة" in desk.locator("table.listing").inner_text()
    keep_picture(desk, pictures, "campaign-list")
    for page, price, is_on in (
        (today, full, False),
        (before, full, False),
        (on_friday, previewed, True),
        (after, full, False),
    ):
        assert price_of(page, site, product) == price
        page.goto(site.at(NOOR))
        assert (WORDS in page.content()) is is_on
    on_friday.goto(site.at(NOOR, product))
    shopper.put_in_cart(on_friday)
    assert on_friday.locator(".cart-line").inner_text() == in_cart, "the cart says what the preview's cart said"
    read_on_friday(site, visitor, friday, pictures)

    change_percent(desk, site, campaign, "60")
    assert price_of(on_friday, site, product) not in {previewed, full}
    roll_back(desk, site, campaign)
    assert price_of(on_friday, site, product) == previewed
    desk.goto(site.at(NOOR, f"/manage/pages/{campaign}/unpublish/"))
    with desk.expect_navigation():
        desk.locator("form[action$='/unpublish/'] [type=submit]").first.click()
    assert price_of(on_friday, site, product) == full
    on_friday.goto(site.at(NOOR))
    assert WORDS not in on_friday.content()
    assert on_friday.goto(site.at(NOOR, "/campaigns/white-friday/")).status == 404
    guest.complaints[:] = [each for each in guest.complaints if "404" not in each]
    # The desk saves by itself too, and is refused where somebody who hurries has published meanwhile.
    marketer.complaints[:] = [each for each in marketer.complaints if "400" not in each]


def read_on_friday(site: Site, visitor: Any, friday: datetime, pictures: Path | None) -> None:
    """Its pages in both languages, on a phone and without scripts."""
    phone, without_scripts = visitor(PHONE, as_of=friday).page, visitor(PHONE, with_scripts=False, as_of=friday).page
    for path, words in (
        ("/", WORDS),
        ("/campaigns/white-friday/", "كل المنتجات"),
        ("/en/campaigns/white-friday/", "off"),
    ):
        phone.goto(site.at(NOOR, path))
        assert words in phone.locator("main").inner_text()
        phone.locator("main .countdown-number").first.wait_for()
        assert shopper.has_no_sideways_scroll(phone)
        keep_picture(phone, pictures, f"campaign-phone{path.strip('/').replace('/', '-')}")
    without_scripts.goto(site.at(NOOR, "/campaigns/white-friday/"))
    assert "11:00 م" in without_scripts.locator(".campaign-head .countdown-end").inner_text()
    if pictures:
        wide = visitor(DESKTOP, as_of=friday).page
        for path in ("/", "/en/", "/campaigns/white-friday/", "/en/campaigns/white-friday/", "/en/products/"):
            wide.goto(site.at(NOOR, path))
            keep_picture(wide, pictures, f"campaign-wide{path.strip('/').replace('/', '-')}")
