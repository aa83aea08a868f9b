"""Old addresses lead to new ones: where there is nothing else, straight, in either language, and in no circle."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.core.errors import NotFound, Refusal
from commerce.core.scope import tenant_scope
from tests.commerce.catalog.builders import NOON, published, simple_draft, words
from wasla_site.storefront.models import ContentPage, HomePage, StorePage
from wasla_site.storefront.redirects.addresses import Target, normal_path, outside_host
from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.rules import (
    RedirectChain,
    RedirectLoop,
    RedirectPathInUse,
    RedirectPathRefused,
    RedirectPathTaken,
    RedirectTargetRefused,
)
from wasla_site.storefront.redirects.use_cases.add_redirect import add_redirect
from wasla_site.storefront.redirects.use_cases.change_redirect import change_redirect
from wasla_site.storefront.redirects.use_cases.delete_redirect import delete_redirect


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("old", "/old/"),
        ("/Old/Place", "/old/place/"),
        ("https://noor.localhost/old/?a=1#b", "/old/"),
        ("/en/old/", "/old/"),
        ("//evil.example/x", "/evil.example/x/"),
        ("/%D9%85%D9%86/", "/من/"),
        ("\\old\\\\place", "/old/place/"),
        ("/a/../manage/", ""),
        ("/", ""),
        ("  ", ""),
    ],
)
def test_a_path_has_one_form(text: str, path: str) -> None:
    assert normal_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com/",
        "javascript:alert(1)",
        "//example.com/",
        "https:example.com",
        "https:///x",
        "https://user@example.com/",
        "https://example.com:8443/",
        "https://exam\tple.com/",
        "https://example.com\\@evil.example/",
        "https://localhost/",
    ],
)
def test_what_is_no_whole_https_address_is_none(text: str) -> None:
    assert outside_host(text) is None


def shopper() -> Client:
    return Client(headers={"host": "noor.localhost"})


def led(path: str) -> tuple[int, str]:
    answer = shopper().get(path)
    return answer.status_code, answer.headers.get("Location", "")


def about() -> ContentPage:
    return ContentPage.objects.get(slug="about")


def page_below(parent: StorePage, slug: str) -> ContentPage:
    page: ContentPage = parent.add_child(instance=ContentPage(title=slug, slug=slug, locale=parent.locale))
    return page


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (Target(address="/products/"), "/products/"),
        (Target(address="https://blog.example.com/x?y=1"), "https://blog.example.com/x?y=1"),
        (Target(address="https://noor.localhost/cart/"), "/cart/"),
    ],
)
def test_who_asks_for_the_old_address_is_led_on(in_noor: Any, target: Target, address: str) -> None:
    add_redirect(path="/old/", target=target)
    assert led("/old/") == (301, address)
    assert led("/Old/") == (301, address)
    assert led("/en/old/") == (301, f"/en{address}" if address.startswith("/") else address)


def test_a_page_is_found_wherever_it_is_by_then(in_noor: Any) -> None:
    redirect_id = add_redirect(path="/who/", target=Target(page_id=about().pk), is_permanent=False)
    page = about()
    page.slug = "us"
    page.save()
    assert led("/who/?from=mail") == (302, "/us/?from=mail")
    page.live = False
    page.save()
    assert led("/who/")[0] == 404
    delete_redirect(redirect_id=redirect_id)
    with pytest.raises(NotFound):
        delete_redirect(redirect_id=redirect_id)


def test_a_page_that_is_there_is_served(in_noor: Any) -> None:
    page = page_below(HomePage.objects.get(), "later")
    page.live = False
    page.save()
    add_redirect(path="/later/", target=Target(address="/products/"))
    assert led("/later/") == (301, "/products/"), "a draft is nothing yet"
    StorePage.objects.filter(pk=page.pk).update(live=True)
    assert led("/later/") == (200, "")
    assert shopper().post("/nowhere/").status_code in {404, 405}


def test_an_old_products_address_can_lead_on_too(in_noor: Any) -> None:
    add_redirect(path="/products/gone/", target=Target(address="/products/"))
    assert led("/products/gone/") == (301, "/products/")


def test_nothing_costs_one_statement_and_something_none(in_noor: Any) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            shopper().get(path)
        return sum('FROM "storefront_redirect"' in query["sql"] for query in caught.captured_queries)

    assert (statements("/nowhere/"), statements("/about/"), statements("/manage/nowhere/")) == (1, 0, 0)


def refused(path: str, target: Target) -> type[Refusal]:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        add_redirect(path=path, target=target)
    return caught.type


def test_what_is_refused(in_noor: Any) -> None:
    add_redirect(path="/a/", target=Target(address="/b/"))
    assert refused("/A", Target(address="/c/")) is RedirectPathTaken
    assert refused("/c/", Target(address="/A/")) is RedirectChain, "to a redirect"
    assert refused("/b/", Target(address="/c/")) is RedirectChain, "from where a redirect leads"
    assert refused("/c/", Target(address="/en/C")) is RedirectLoop
    assert refused("/c/", Target(address="https://noor.localhost/c/")) is RedirectLoop
    for path in ("/", "/manage/pages/", "/media/1/", "x" * 600):
        assert refused(path, Target(address="/c/")) is RedirectPathRefused
    for target in (Target(), Target(page_id=about().pk, address="/c/"), Target(address="javascript:alert(1)"),
                   Target(address="http://example.com/")):  # fmt: skip
        assert refused("/c/", target) is RedirectTargetRefused
    assert refused("/c/", Target(page_id=StorePage.objects.get(depth=1).pk)) is NotFound, "the root is no page"
    draft = page_below(about(), "draft")
    StorePage.objects.filter(pk=draft.pk).update(live=False)
    assert refused("/about/draft/", Target(page_id=draft.pk)) is RedirectLoop


def test_no_redirect_begins_where_the_shop_shows_something(in_noor: Any) -> None:
    product = published(simple_draft("OUD", "Oud"))
    create_category(name=words("Perfumes"), slug="perfumes")
    team = page_below(about(), "team")
    for path in ("/about/", "/en/About", "/about/team/", "/products/", "/cart/", "/checkout/", "/search/", "/account/",
                 "/account/register/", "/products/oud/", "/collections/perfumes/"):  # fmt: skip
        assert refused(path, Target(address="/elsewhere/")) is RedirectPathInUse, path
    first = add_redirect(path="/free/", target=Target(address="/elsewhere/"))
    with pytest.raises(RedirectPathInUse):
        change_redirect(redirect_id=first, path="/about/", target=Target(address="/elsewhere/"), is_permanent=True)
    StorePage.objects.filter(pk=team.pk).update(live=False)
    unpublish_product(product_id=product.pk, now=NOON)
    for path in ("/about/team/", "/products/oud/", "/collections/gone/"):
        add_redirect(path=path, target=Target(address="/elsewhere/"))
        assert led(path) == (301, "/elsewhere/")


def test_changing_one_is_judged_as_adding_one(in_noor: Any) -> None:
    first = add_redirect(path="/a/", target=Target(address="/b/"))
    change_redirect(redirect_id=first, path="/a/", target=Target(address="/c/"), is_permanent=True)
    second = add_redirect(path="/d/", target=Target(address="/e/"))
    with pytest.raises(RedirectChain):
        change_redirect(redirect_id=second, path="/d/", target=Target(address="/a/"), is_permanent=True)


def test_another_stores_page_is_no_target_and_its_paths_are_free(in_noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk):
        theirs = about().pk
        add_redirect(path="/old/", target=Target(page_id=theirs))
    assert refused("/old/", Target(page_id=theirs)) is NotFound
    assert led("/old/")[0] == 404
    add_redirect(path="/old/", target=Target(address="/products/"))
    assert led("/old/") == (301, "/products/")


def test_a_moved_page_and_those_below_it_are_found_at_their_old_addresses(in_noor: Any) -> None:
    below = page_below(about(), "team")
    page = about()
    page.slug = "us"
    page.save()
    assert (led("/about/"), led("/about/team/")) == ((301, "/us/"), (301, "/us/team/"))
    stories = page_below(HomePage.objects.get(), "stories")
    StorePage.objects.get(pk=below.pk).move(stories, pos="last-child")
    assert {led(path) for path in ("/us/team/", "/about/team/")} == {(301, "/stories/team/")}
    assert led("/en/about/team/") == (301, "/en/stories/team/")


def test_moving_there_and_back_makes_no_circle(in_noor: Any) -> None:
    add_redirect(path="/who/", target=Target(address="/about/"))
    for slug in ("us", "about", "us", "about"):
        page = about() if slug == "us" else ContentPage.objects.get(slug="us")
        page.slug = slug
        page.save()
    assert led("/about/") == (200, "")
    assert led("/us/") == (301, "/about/")
    assert led("/who/") == (301, "/about/")
    assert Redirect.objects.count() == 2


def test_a_draft_and_the_home_page_leave_no_address_behind(in_noor: Any) -> None:
    draft = page_below(HomePage.objects.get(), "draft")
    draft.live = False
    draft.slug = "other"
    draft.save()
    home = HomePage.objects.get()
    home.slug = "another-name"
    home.save()
    assert not Redirect.objects.exists()
    assert led("/about/") == (200, "")
