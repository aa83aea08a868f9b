"""A shopper narrows a search: on a phone without scripts, on a desk with them, in Arabic and in English."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.conftest import DESKTOP, PHONE, Site

NOOR, SOUQ = "noor.localhost", "souq.localhost"


@pytest.mark.sampled
@pytest.mark.parametrize(("viewport", "with_scripts"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desk"])
@pytest.mark.parametrize(("host", "path", "words"), [(NOOR, "/", "عطر"), (SOUQ, "/", "tent")], ids=["ar", "en"])
def test_a_search_is_narrowed_and_widened_again(
    site: Site, visitor: Any, host: str, path: str, words: str, viewport: dict[str, int], with_scripts: bool
) -> None:
    page = visitor(viewport, with_scripts=with_scripts).page
    page.goto(site.at(host, path))
    shopper.search_for(page, words)
    before = page.locator(".search-found .card").count()
    shot(page, f"{host}-{viewport['width']}-found")
    if viewport is PHONE:
        page.locator(".filters-open").click()
        assert page.locator("#filters").is_visible()
        shot(page, f"{host}-{viewport['width']}-filters")
    page.locator("#filters input[name=available]").check()
    page.locator("#filters input[name=category]").first.check()
    page.locator("#filters input[name=to]").fill("٩٠٠")
    page.locator("#filters button[type=submit]").click()
    page.wait_for_load_state()
    assert "category=" in page.url
    assert page.locator(".chip-chosen").count() == 3
    assert 0 < page.locator(".search-found .card").count() <= before
    assert is_no_wider(page)
    shot(page, f"{host}-{viewport['width']}-narrowed")
    page.locator(".chosen-none").click()
    page.wait_for_load_state()
    assert page.locator(".search-found .card").count() == before
    assert "category=" not in page.url


@pytest.mark.sampled
@pytest.mark.parametrize(("viewport", "with_scripts"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desk"])
@pytest.mark.parametrize("host", [NOOR, SOUQ], ids=["ar", "en"])
def test_a_category_and_all_products_are_narrowed_from_their_pages(
    site: Site, visitor: Any, host: str, viewport: dict[str, int], with_scripts: bool
) -> None:
    page = visitor(viewport, with_scripts=with_scripts).page
    page.goto(site.at(host, "/products/"))
    name = f"{host}-{viewport['width']}"
    assert is_no_wider(page)
    shot(page, f"{name}-list")
    page.locator(".list-filter").click()
    page.wait_for_load_state()
    assert page.url.endswith("/search/?available=1#filters")
    page.goto(site.at(host, "/products/"))
    page.locator(".site-menu-list a").nth(1).click()
    page.wait_for_load_state()
    heading = page.locator("h1").inner_text()
    assert is_no_wider(page)
    shot(page, f"{name}-category")
    page.locator(".list-filter").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == heading
    assert page.evaluate("window.scrollY") == 0
    assert page.locator("#filters").is_visible(), "on a phone too, where they are a page of their own"
    shot(page, f"{name}-category-filters")
    before = page.locator(".search-found .card").count()
    page.locator("#filters input[name=available]").check()
    page.locator("#filters input[name=to]").fill("٩٠٠")
    page.locator("#filters button[type=submit]").click()
    page.wait_for_load_state()
    assert "q=" not in page.url
    assert page.locator(".chip-chosen").count() == 3
    assert 0 < page.locator(".search-found .card").count() <= before
    assert page.locator("h1").inner_text() == heading
    assert is_no_wider(page)
    shot(page, f"{name}-category-narrowed")
    page.locator(".chosen-none").click()
    page.wait_for_load_state()
    assert page.url.endswith("/products/"), "without words or filters all products are left"


@pytest.mark.long
def test_filters_that_leave_nothing_are_taken_off_with_one_press(site: Site, visitor: Any) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/search/?q=عطر&from=99999"))
    shot(page, "noor-390-nothing-left")
    page.locator(".search-found .button:not(.filters-open)").click()
    assert page.locator(".search-found .card").count() > 0


def is_no_wider(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("SEARCH_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page="filters" not in name)
