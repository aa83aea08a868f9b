"""A marketer writes a campaign at the desk, reads what it does while typing, publishes it, and shoppers see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in

NOOR = "noor.localhost"


def add_block(page: Any, stream: str, label: str) -> None:
    """By the stream's own plus sign and the name in its list."""
    panel = page.locator(f"[data-contentpath={stream}]")
    panel.locator("button.c-sf-add-button").last.click()
    page.locator(".w-combobox__option").filter(has_text=label).first.click()


def test_a_campaign_is_written_read_published_and_seen(site: Site, visitor: Any, pictures: Path | None) -> None:
    page = visitor(DESKTOP).page
    sign_in(page, site, NOOR, "huda@noor.example")
    page.goto(site.at(NOOR, "/manage/campaigns/"))
    page.locator("a[href*='/pages/add/storefront/campaignpage/']").first.click()
    page.locator("[name=title]").fill("عرض العيد")
    page.locator("[name=heading_en]").fill("Eid offer")
    page.locator("[name=heading_ar]").fill("عرض العيد")
    page.locator("[name=ends_at]").fill("2031-04-04 20:00")
    add_block(page, "actions", "نسبة خصم على السلع")
    page.locator("[name='actions-0-value-percent']").fill("١٥")
    page.locator(".campaign-told-gives").get_by_text("على كل المنتجات").wait_for()
    if pictures:
        page.screenshot(path=pictures / "campaign-form.png")
    page.locator("[role=tab]").nth(1).click()
    page.locator("[data-contentpath=banner] button.c-sf-add-button").last.click()
    page.locator("[name='banner-0-value-text_ar']").fill("عيدكم مبارك: خصم 15% على كل شيء")
    page.locator("[name='banner-0-value-text_en']").fill("Eid Mubarak: 15% off everything")
    for place in page.locator("[name='banner-0-value-places']").all():
        place.check()
    if pictures:
        page.screenshot(path=pictures / "campaign-banner-form.png", full_page=True)
    page.locator("[name=slug]").evaluate("field => { field.value = 'eid'; }")
    page.locator("button[name=action-publish]").evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(site.at(NOOR, "/manage/campaigns/"))
    assert "جارية" in page.locator("table.listing").inner_text()
    if pictures:
        page.screenshot(path=pictures / "campaign-list.png")
    shopper = visitor(PHONE).page
    for path, words in (("/", "عيدكم مبارك"), ("/campaigns/eid/", "على كل المنتجات"), ("/en/campaigns/eid/", "off")):
        shopper.goto(site.at(NOOR, path))
        assert words in shopper.content()
        shopper.locator(".campaign-banner .countdown-number, .campaign-head .countdown-number").first.wait_for()
        width = shopper.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, "no page scrolls sideways"
        if pictures:
            shopper.screenshot(path=pictures / f"campaign-phone{path.strip('/').replace('/', '-')}.png")
    if pictures:
        reader = visitor(DESKTOP).page
        for path in ("/", "/en/", "/campaigns/eid/", "/en/products/"):
            reader.goto(site.at(NOOR, path))
            reader.screenshot(path=pictures / f"campaign-wide{path.strip('/').replace('/', '-')}.png")


def test_without_scripts_the_end_is_told_all_the_same(site: Site, visitor: Any) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/campaigns/eid/"))
    assert "2031" in page.locator(".campaign-head .countdown-end").inner_text()
