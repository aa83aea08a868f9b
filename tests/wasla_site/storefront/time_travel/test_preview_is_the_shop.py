"""What is previewed for an instant is what shoppers get at it: the same pages, but for one list of marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from wagtail.models import Revision

from commerce.carts.application.use_cases.reprice_shelves import reprice_shelves
from commerce.catalog.application.queries import cards
from commerce.catalog.application.use_cases.reprice_everything import reprice_everything
from commerce.catalog.models import Category, Product, ProductCategory
from commerce.promotions.domain.goods import Kinds, Match
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.promotions.builders import draft, published
from tests.wasla_site.storefront.time_travel.conftest import (
    FRIDAY,
    MINUTE,
    MONDAY,
    Shop,
    add_page,
    browser,
    change,
    link_of,
    set_clock,
)
from wasla_site.storefront.models import ContentPage
from wasla_site.storefront.scheduled_pages import publish_scheduled_pages

# Whatever a preview and the shop may differ in. Addresses bear no parameter of a preview, and there is no nonce.
MARKS = {
    "the bar": r'\n  <aside class="preview-bar".*?</aside>',
    "tokens of forms": r'<input type="hidden" name="csrfmiddlewaretoken" value="\w+">',
}
HEADERS = {"Cache-Control", "Expires", "X-Robots-Tag", "Set-Cookie", "Vary", "Content-Length"}
PATHS = (
    "/",
    "/products/",
    "/collections/perfumes/",
    "/products/oud/",
    "/search/?q=oud",
    "/search/?q=nothing-like-it",
    "/story/",
    "/friday/",
    "/week-end/",
    "/offer/",
    "/flash/",
    "/new-name/",
    "/old-name/",
    "/new-name/below/",
    "/old-name/below/",
    "/secret/",
    "/deals/",
    "/campaigns/white-friday/",
    "/campaigns/last-week/",
    "/campaigns/next-week/",
    "/campaigns/flash-sale/",
    "/nowhere/",
    "/cart/",
)
# What the campaign of Friday shows, of which nothing is there on Monday.
SHOWN_ON_FRIDAY = {
    "/": ("banner of white-friday",),
    "/products/": ("banner of white-friday",),
    "/deals/": ("campaign-banner-card", "campaign-countdown", "/products/oud/"),
    "/campaigns/white-friday/": ("name of white-friday", "campaign-gives", "/products/oud/"),
}
Answers = dict[str, tuple[int, dict[str, str], str]]


def seen(client: Client, variant_id: int) -> Answers:
    """Every page in both languages, with nothing in the cart, then with two pieces, then with codes besides."""
    found = {}
    for language in ("", "/en"):
        for path in PATHS:
            found[language + path] = told(client.get(language + path))
    client.post("/cart/add/", {"variant_id": variant_id, "quantity": "2"})
    for path in ("/cart/", "/en/cart/", "/", "/cart/add/"):
        found[f"{path} with two"] = told(client.get(path))
    for code in ("nothing-like-it", " eid ", "EID"):
        found[f"{code} entered"] = told(client.post("/en/cart/codes/", {"code": code}))
    found["/en/cart/ with a code"] = told(client.get("/en/cart/"))
    found["EID taken out"] = told(client.post("/en/cart/codes/remove/", {"code": "Eid"}))
    found["/en/cart/ without it"] = told(client.get("/en/cart/"))
    return found


def told(answer: Any) -> tuple[int, dict[str, str], str]:
    html = answer.content.decode()
    for mark in MARKS.values():
        html = re.sub(mark, "", html, flags=re.DOTALL)
    headers = {name: value for name, value in answer.headers.items() if name not in HEADERS}
    return answer.status_code, headers, html


def a_guest() -> Client:
    return browser()


def a_new_customer() -> Client:
    client = browser()
    facts = {"name": "Sara", "email": "sara@people.example", "password": "desert-rose-cardamom"}
    answer = client.post("/account/register/", facts)
    assert answer.status_code == 302, answer.content.decode()
    return client


@pytest.mark.sampled
@pytest.mark.usefixtures("fair")
@pytest.mark.parametrize(
    ("shown_as", "shopper", "is_swept"),
    [
        ("guest", a_guest, False),
        pytest.param("guest", a_guest, True, marks=pytest.mark.long),
        ("new_customer", a_new_customer, False),
    ],
)
def test_the_preview_of_friday_is_fridays_shop(
    shop: Shop, huda: Client, shown_as: str, shopper: Callable[[], Client], is_swept: bool
) -> None:
    set_clock(huda, shown_as=shown_as)
    previewed = seen(huda, shop.variant_id)
    with time_machine.travel(FRIDAY, tick=False):
        if is_swept:
            publish_scheduled_pages(now=FRIDAY)
        came = seen(shopper(), shop.variant_id)
    assert previewed.keys() == came.keys()
    assert {path for path in came if previewed[path][:2] != came[path][:2]} == moved_for_good(is_swept)
    for path in came.keys() - moved_for_good(is_swept):
        assert previewed[path][2] == came[path][2], path


LISTS = ("/reduced/", "/products/?sort=price", "/products/?sort=-price", "/collections/perfumes/?sort=price")


@pytest.mark.sampled
@pytest.mark.parametrize("most_priced", [2_000, 1])
def test_lists_go_by_the_prices_of_friday(
    shop: Shop, huda: Client, monkeypatch: pytest.MonkeyPatch, most_priced: int
) -> None:
    """Half off the dearer one turns them round; a list that is too long stays as today's, and says so."""
    monkeypatch.setattr(cards, "MOST_PRICED", most_priced)
    with transaction.atomic():
        musk = put_on_shelf("MUSK", price_minor=200_00)
        category = Category.objects.get(slug="perfumes")
        ProductCategory.objects.create(product=Product.objects.get(variants=musk), category=category)
        goods = Match(only=Kinds(variants=frozenset({shop.variant_id})))
        half = replace(draft(share=5000, starts_at=FRIDAY), goods=goods, priority=9)
        published(half, source="campaign:4:1", now=MONDAY)
        reduced = {"source": "reduced", "category_slug": "", "count": 8}
        add_page("reduced", words="reduced", blocks=[("product_shelf", reduced)])
    monday = {path: slugs(browser(), path) for path in LISTS}
    set_clock(huda)
    previewed = {path: slugs(huda, path) for path in LISTS}
    listed = huda.get("/en/products/").content.decode()
    assert ("Lists of more than 2,000 products" in listed) == (most_priced == 1)
    assert monday["/products/?sort=price"] == ["musk", "oud"]
    assert monday["/reduced/"] == []
    if most_priced == 1:
        assert previewed == monday
        return
    assert previewed["/products/?sort=price"] == ["oud", "musk"]
    assert set(previewed["/reduced/"]) == {"oud", "musk"}
    with time_machine.travel(FRIDAY, tick=False):
        with transaction.atomic():
            reprice_everything()
        reprice_shelves(now=FRIDAY)
        assert {path: slugs(browser(), path) for path in LISTS} == previewed


def test_a_preview_says_that_search_goes_by_the_prices_of_now(shop: Shop, huda: Client) -> None:
    """Half off on Friday puts it into no range of prices and among no reduced ones before that."""
    goods = Match(only=Kinds(variants=frozenset({shop.variant_id})))
    with transaction.atomic():
        half = replace(draft(share=5000, starts_at=FRIDAY), goods=goods, priority=9)
        published(half, source="campaign:4:1", now=MONDAY)
    words = {"/": "البحث فيصفّي ويعدّ ويرتّب بأسعار الآن", "/en/": "search still narrows, counts and sorts by the prices"}
    for path, told_words in words.items():
        assert told_words not in huda.get(f"{path}search/?q=oud").text, "the present is no preview"
    set_clock(huda)
    for path, told_words in words.items():
        assert told_words in huda.get(f"{path}search/?q=oud").text
        assert told_words not in huda.get(f"{path}products/").text
    assert huda.get("/search/?q=oud").context["slice"].total == 1
    assert huda.get("/search/?q=oud&sale=1").context["slice"].total == 0


def slugs(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return list(dict.fromkeys(re.findall(r'href="/products/(\w+)/"', answer.content.decode())))


def moved_for_good(is_swept: bool) -> set[str]:
    """Publishing keeps the old address as the store's own redirect; until then it leads on all the same, for now."""
    return {"/old-name/", "/en/old-name/", "/old-name/below/", "/en/old-name/below/"} if is_swept else set()


@pytest.mark.usefixtures("fair")
def test_friday_differs_from_monday(shop: Shop, huda: Client) -> None:
    """Or the comparison would prove nothing."""
    monday = seen(browser(), shop.variant_id)
    friday = seen(set_clock(huda), shop.variant_id)
    different = {path for path in monday if monday[path] != friday[path]}
    pages = {"/story/", "/friday/", "/offer/", "/new-name/", "/old-name/", "/", "/en/cart/", "/products/", "/deals/"}
    assert pages | {"/campaigns/white-friday/", "/campaigns/last-week/"} <= different
    assert {"/week-end/", "/flash/", "/campaigns/next-week/"} & {
        path for path in monday if friday[path][0] == 200
    } == set()
    assert "since friday" in friday["/story/"][2]
    assert "before friday" in monday["/story/"][2]
    assert (monday["/friday/"][0], friday["/friday/"][0]) == (404, 200)
    assert (monday["/offer/"][0], friday["/offer/"][0]) == (200, 404)
    for path, marks in SHOWN_ON_FRIDAY.items():
        for mark in marks:
            assert mark in friday[path][2], (path, mark)
            assert mark not in monday[path][2], (path, mark)
    assert 'href="/friday/"' in friday["/"][2]
    assert 'href="/offer/"' not in friday["/"][2]
    assert 'href="/new-name/below/"' in friday["/"][2]
    for path in ("/products/", "/collections/perfumes/", "/products/oud/", "/search/?q=oud", "/en/cart/ with two"):
        assert ("174.30" in friday[path][2], "174.30" in monday[path][2]) == (path != "/en/cart/ with two", False), path
    assert "348.60" in friday["/en/cart/ with two"][2]
    assert "343.60" in friday["/en/cart/ with a code"][2]


def test_the_instants_of_pages_are_exact(shop: Shop) -> None:
    for instant, status in ((FRIDAY - MINUTE, 404), (FRIDAY, 200)):
        with time_machine.travel(instant, tick=False):
            assert browser().get("/friday/").status_code == status
            assert browser().get("/offer/").status_code == 604 - status


def test_chosen_drafts_are_seen_as_if_published(shop: Shop, huda: Client) -> None:
    link = link_of(huda, drafts=list(shop.drafts.values()), instant="")
    boss = browser()
    boss.get(link)
    assert "the shop of friday" in boss.get("/").content.decode()
    assert "not yet told" in boss.get("/secret/").content.decode()
    assert 'href="/secret/"' in boss.get("/").content.decode()
    assert boss.get("/friday/").status_code == 404, "the clock was not moved"
    assert "the shop of friday" not in browser().get("/").content.decode()
    assert browser().get("/secret/").status_code == 404


@pytest.mark.long
def test_a_chosen_draft_of_a_campaign_is_the_campaign_as_it_will_be_published(
    shop: Shop, fair: Revision, huda: Client
) -> None:
    set_clock(huda, drafts=[fair.pk])
    previewed = seen(huda, shop.variant_id)
    for path in ("/", "/products/", "/campaigns/flash-sale/"):
        assert "flash-sale" in previewed[path][2], path
    for path in ("/products/", "/products/oud/", "/deals/", "/campaigns/flash-sale/", "/search/?q=oud"):
        assert "149.40" in previewed[path][2], path
    assert "298.80" in previewed["/en/cart/ with two"][2]
    today = browser().get("/products/oud/").content.decode()
    assert "flash-sale" not in today
    assert "149.40" not in today
    with time_machine.travel(FRIDAY, tick=False):
        with transaction.atomic():
            fair.publish()
        came = seen(browser(), shop.variant_id)
    assert {path for path in came if previewed[path] != came[path]} == set()


def test_a_draft_counts_from_its_own_date(shop: Shop, huda: Client) -> None:
    with transaction.atomic():
        page = ContentPage.objects.get(slug="secret")
        draft = change(page, go_live_at=FRIDAY).pk
    set_clock(huda, drafts=[draft], instant="2026-12-04T20:04")
    assert huda.get("/secret/").status_code == 404
    set_clock(huda, drafts=[draft])
    assert huda.get("/secret/").status_code == 200


def test_a_preview_never_goes_back_behind_the_present(shop: Shop, huda: Client) -> None:
    """What was published meanwhile can't be taken back, so the instant that is over gives way to the present one."""
    set_clock(huda, instant="2026-11-30T12:01")
    with time_machine.travel(FRIDAY, tick=False):
        set_clock(huda, instant="")
    with time_machine.travel(FRIDAY + 2 * MINUTE, tick=False):
        assert huda.get("/week-end/").status_code == 200
