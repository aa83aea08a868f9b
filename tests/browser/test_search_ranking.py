"""A merchant says what stands first for a question, sees what that changes, saves it, and takes it back.

On a phone Wagtail's menu needs scripts; on a desk these pages need none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.test_pricing_desk import STORES, fits

WORDS = {"ar": ("عطر", "جنطة"), "en": ("tent", "zelt")}


@pytest.mark.long
@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), pytest.param("en", DESKTOP, marks=pytest.mark.long)])
def test_the_order_of_results_is_tried_saved_and_taken_back(
    site: Site, visitor: Any, language: str, size: dict[str, int]
) -> None:
    host, email = STORES[language]
    text, synonym = WORDS[language]
    page = visitor(size, with_scripts=size is PHONE).page
    sign_in(page, site, host, email)
    page.goto(site.at(host, "/manage/search-ranking/"))
    page.locator("[name=weight_popularity]").fill("٥")
    page.locator("[name=boost_0]").select_option("new:")
    for name, typed in (("factor_0", "1"), ("synonyms", f"{synonym}، {text}"), ("try_text", synonym)):
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=preview]").click()
    page.wait_for_load_state()
    sides = page.locator(".ranking-sides > div")
    assert sides.nth(0).locator("li").count() == 0
    assert sides.nth(1).locator(".ranking-results > li").count() > 0
    assert page.locator("[name=weight_popularity]").input_value() == "٥", "what was typed stays"
    page.locator(".ranking-results summary").first.click()
    lines = page.locator(".ranking-results details[open] .ranking-lines")
    points = [int(cell) for cell in lines.locator("tbody td").all_text_contents()]
    assert sum(points) == int(lines.locator("tfoot td").inner_text())
    assert fits(page)
    shot(page, f"ranking-{language}-{size['width']}-compared")
    page.locator("form footer button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator("[name=weight_popularity]").input_value() == "5"

    page.goto(site.at(host, f"/search/?q={text}"))
    second = page.locator(".search-found .card").nth(1).inner_text().splitlines()[0]
    page.goto(site.at(host, "/manage/search-ranking/place/"))
    page.locator("[name=asked]").fill(text)
    page.locator("[name=find]").click()
    page.wait_for_load_state()
    page.locator("[name^=place_]").nth(1).fill("1")
    page.locator("[name^=bury_]").nth(2).check()
    page.locator("[name=preview]").click()
    page.wait_for_load_state()
    assert page.locator(".ranking-move").count() > 0
    assert fits(page)
    shot(page, f"ranking-{language}-{size['width']}-placed")
    page.locator("form footer button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator("a[href*='search-ranking/questions/']").count() == 1
    shot(page, f"ranking-{language}-{size['width']}-saved")

    page.goto(site.at(host, "/manage/search-ranking/history/"))
    assert page.locator("main table.listing > tbody > tr").count() == 3
    assert fits(page)
    shot(page, f"ranking-{language}-{size['width']}-history")
    page.locator("form[action$='/0/'] button").click()
    page.wait_for_load_state()
    assert page.locator("[name=synonyms]").input_value() == ""
    page.goto(site.at(host, f"/search/?q={text}"))
    assert page.locator(".search-found .card").nth(1).inner_text().splitlines()[0] == second


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("SEARCH_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
