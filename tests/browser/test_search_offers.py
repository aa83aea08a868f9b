"""What a shopper is offered while typing, and what a photograph finds: on a phone, in Arabic and in English."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.shopper import has_no_sideways_scroll
from tests.browser.test_search import NOOR, SOUQ, shot

LANGUAGES = pytest.mark.parametrize(
    ("host", "path", "begun"), [(NOOR, "/", "عو"), (SOUQ, "/en/", "te")], ids=["ar", "en"]
)
# Of each store something is sold out.
MOST_SHOWN = 12
# The worker describes pictures one after another.
PATIENCE = 60


def field(page: Any) -> Any:
    return page.locator("#header-search")


def list_of(page: Any) -> Any:
    return page.locator("#header-search-list")


@pytest.mark.sampled
@LANGUAGES
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_words_categories_and_products_are_offered(
    site: Site, visitor: Any, host: str, path: str, begun: str, viewport: dict[str, int]
) -> None:
    page = visitor(viewport).page
    page.goto(site.at(host, path))
    field(page).type(begun)
    list_of(page).wait_for()
    assert field(page).get_attribute("aria-expanded") == "true"
    assert list_of(page).locator("[role=option]").count() >= 2
    assert list_of(page).locator(".suggest-product .money").count() >= 1
    assert has_no_sideways_scroll(page)
    box = list_of(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    page.wait_for_load_state("networkidle")
    shot(page, f"{host}{path.replace('/', '-')}{viewport['width']}-suggest")


@pytest.mark.sampled
@LANGUAGES
def test_the_keyboard_walks_through_what_is_offered(site: Site, visitor: Any, host: str, path: str, begun: str) -> None:
    page = visitor(DESKTOP).page
    page.goto(site.at(host, path))
    field(page).type(begun)
    list_of(page).wait_for()
    chosen = list_of(page).locator("[aria-selected=true]")
    assert chosen.count() == 0
    page.keyboard.press("ArrowDown")
    assert field(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert chosen.count() == 0, "back in the field"
    page.keyboard.press("ArrowUp")
    assert chosen.get_attribute("id") == list_of(page).locator("[role=option]").last.get_attribute("id")
    page.keyboard.press("Escape")
    assert list_of(page).is_hidden()
    assert field(page).input_value() == begun
    page.keyboard.press("ArrowDown")
    assert list_of(page).is_visible()
    page.keyboard.press("ArrowDown")
    address = chosen.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.url.endswith(address)


@pytest.mark.long
def test_who_presses_enter_searches_for_what_was_typed(site: Site, visitor: Any) -> None:
    page = visitor(PHONE).page
    page.goto(site.at(NOOR))
    field(page).type("عود")
    list_of(page).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


@pytest.mark.long
def test_a_press_on_an_offer_leads_to_it_and_one_beside_it_closes(site: Site, visitor: Any) -> None:
    page = visitor(PHONE).page
    page.goto(site.at(NOOR))
    field(page).type("عود")
    list_of(page).wait_for()
    page.locator(".site-footer").click(position={"x": 5, "y": 5})
    assert list_of(page).is_hidden()
    field(page).focus()
    assert list_of(page).is_visible(), "what was offered for these words is offered again"
    list_of(page).locator(".suggest-product").first.click()
    page.wait_for_url("**/products/*/")


@pytest.mark.long
def test_one_letter_asks_nothing_and_each_letter_forgets_the_one_before(site: Site, visitor: Any) -> None:
    page = visitor(DESKTOP).page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto(site.at(NOOR))
    field(page).type("ع")
    page.wait_for_timeout(400)
    assert asked == []
    field(page).type("ود", delay=20)
    list_of(page).wait_for()
    assert len(asked) == 1, "who types on is waited for"
    field(page).fill("ع")
    assert list_of(page).is_hidden()


@pytest.mark.long
def test_an_answer_that_comes_too_late_is_not_shown(site: Site, visitor: Any) -> None:
    page = visitor(DESKTOP).page
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    page.route("**/suggest/?q=%D8%B9%D9%88&*", hold)
    page.goto(site.at(NOOR))
    field(page).type("عو")
    page.wait_for_timeout(300)
    assert len(waiting) == 1
    field(page).type("د")
    list_of(page).wait_for()
    before = list_of(page).inner_text()
    waiting[0].abort()
    page.wait_for_timeout(200)
    assert list_of(page).inner_text() == before


@pytest.mark.long
def test_a_shop_that_can_not_be_asked_still_searches(site: Site, visitor: Any) -> None:
    hurried = visitor(PHONE)
    page = hurried.page
    page.route("**/suggest/**", lambda route: route.fulfill(status=429, body="{}"))
    page.goto(site.at(NOOR))
    field(page).type("عود")
    page.wait_for_timeout(400)
    assert list_of(page).is_hidden()
    hurried.complaints.clear()
    field(page).press("Enter")
    page.wait_for_url("**/search/?q=*")


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("host", "path", "with_scripts"),
    [
        pytest.param(NOOR, "/", True, id="ar, scripts"),
        pytest.param(SOUQ, "/en/", False, id="en, no scripts"),
        pytest.param(NOOR, "/", False, id="ar, no scripts", marks=pytest.mark.long),
        pytest.param(SOUQ, "/en/", True, id="en, scripts", marks=pytest.mark.long),
    ],
)
def test_a_photograph_finds_what_looks_like_it(
    site: Site, visitor: Any, host: str, path: str, with_scripts: bool
) -> None:
    page = visitor(PHONE, with_scripts=with_scripts).page
    page.goto(site.at(host, f"{path}products/"))
    card = page.locator(".card:not(.is-sold-out)").first
    name, source = card.locator("h3").inner_text(), card.locator("img").get_attribute("src")
    photo = httpx.get(f"http://127.0.0.1:{site.port}{source}", headers={"host": host}).raise_for_status().content
    page.locator(".search-photo").first.click()
    page.wait_for_load_state()
    assert has_no_sideways_scroll(page)
    box = page.locator(".photo-drop").bounding_box()
    assert min(box["x"], PHONE["width"] - box["x"] - box["width"]) >= 15, "it keeps the page's edges"
    shot(page, f"{host}-390-photo")
    page.locator("#photo").set_input_files({"name": "photo.webp", "mimeType": "image/webp", "buffer": photo})
    page.locator(".photo-form button").click()
    page.wait_for_url("**look=*")
    wait_until_described(page)
    assert page.locator(".grid .card h3").first.inner_text() == name
    assert has_no_sideways_scroll(page)
    shot(page, f"{host}-390-photo-found")
    page.locator(".looks-modes a").nth(1).click()
    page.wait_for_url("**mode=colour*")
    assert page.locator(".looks-modes [aria-current]").count() == 1
    page.locator(".grid .card a").first.click()
    page.wait_for_load_state()
    page.locator("#alike").scroll_into_view_if_needed()
    assert has_no_sideways_scroll(page)
    shot(page, f"{host}-390-alike")


def wait_until_described(page: Any) -> None:
    end = time.monotonic() + PATIENCE
    while page.locator(".grid .card").count() < MOST_SHOWN and time.monotonic() < end:
        page.wait_for_timeout(500)
        page.reload()


@pytest.mark.long
def test_a_file_that_is_no_picture_is_refused_on_the_page(site: Site, visitor: Any) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/search/picture/"))
    page.locator("#photo").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"})
    page.locator(".photo-form button").click()
    page.wait_for_selector("#photo-problem")
    shot(page, "noor-390-photo-refused")


@pytest.mark.long
def test_words_that_nothing_has_are_helped_on(site: Site, visitor: Any) -> None:
    for host, path in ((NOOR, "/search/?q=ضصثقف"), (SOUQ, "/en/search/?q=zzxqj")):
        page = visitor(PHONE, with_scripts=False).page
        page.goto(site.at(host, path))
        assert page.locator(".search-help .chips a").count() >= 2
        shot(page, f"{host}-390-nothing")


@pytest.mark.sampled
@pytest.mark.parametrize(("host", "path", "misspelt"), [(NOOR, "/", "عطرر"), (SOUQ, "/en/", "temt")], ids=["ar", "en"])
def test_a_misspelt_word_shows_what_was_meant(site: Site, visitor: Any, host: str, path: str, misspelt: str) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(host, f"{path}search/?q={misspelt}"))
    assert page.locator(".search-meant strong").is_visible()
    shot(page, f"{host}-390-meant")
    page.locator(".search-meant a").click()
    page.wait_for_url("**exact=1")
    assert page.locator(".search-meant").count() == 0
