"""A link shows what its maker chose, in its own store, until it ends or its maker leaves; nobody can make one up."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from commerce.accounts.models import Membership
from tests.wasla_site.storefront.time_travel.conftest import HOST, MINUTE, MONDAY, Shop, browser, link_of, set_clock
from wasla_site.storefront.time_travel.previews import LINK_LASTS, OWN_LASTS

NOT_YET = "since friday"


def story(client: Client) -> str:
    return client.get("/story/").content.decode()


def test_it_needs_no_account_and_speaks_the_chosen_language(shop: Shop, huda: Client) -> None:
    boss = browser()
    answer = boss.get(link_of(huda, language="en", shown_as="new_customer"), follow=True)
    html = answer.content.decode()
    assert answer.request["PATH_INFO"] == "/en/"
    assert "You see the store as of <strong>Friday, 4 December 2026, 8:05 PM</strong>" in html
    assert "As a new customer" in html
    assert "Huda" in html
    assert "/manage/" not in html
    assert NOT_YET in story(boss)


def test_an_editor_reads_when_and_whose_in_arabic(shop: Shop, huda: Client) -> None:
    html = set_clock(huda).get("/").content.decode()
    assert "<strong>الجمعة 4 ديسمبر 2026، 8:05 م</strong>" in html
    assert "كزائر" in html
    assert 'href="/manage/store-preview/"' in html


def test_it_ends(shop: Shop, huda: Client) -> None:
    link, boss = link_of(huda), browser()
    boss.get(link)
    kept = boss.cookies["preview"].value
    with time_machine.travel(MONDAY + LINK_LASTS - MINUTE, tick=False):
        assert NOT_YET in story(boss)
    with time_machine.travel(MONDAY + LINK_LASTS, tick=False):
        # A browser has dropped the cookie by now; who kept it is not shown the real shop in the place of the preview.
        boss.cookies["preview"] = kept
        answer = boss.get("/story/")
        assert answer.status_code == 410
        assert "انتهت هذه المعاينة" in answer.content.decode()
        assert NOT_YET not in story(boss)
        late = browser().get(link.replace("/store-preview", "/en/store-preview"))
        assert late.status_code == 410
        assert "This preview has ended" in late.content.decode()
        assert late.cookies["preview"].value == ""


def test_an_editors_own_ends_with_the_working_day(shop: Shop, huda: Client) -> None:
    set_clock(huda)
    kept = huda.cookies["preview"].value
    with time_machine.travel(MONDAY + OWN_LASTS, tick=False):
        huda.cookies["preview"] = kept
        assert huda.get("/").status_code == 410


def test_whoever_leaves_the_store_takes_their_links_along(shop: Shop, huda: Client) -> None:
    link, boss = link_of(huda), browser()
    boss.get(link)
    assert NOT_YET in story(boss)
    with transaction.atomic():
        Membership.objects.update(role="analyst")
    assert boss.get("/story/").status_code == 410


@pytest.mark.parametrize("place", [1, 30, -1])
def test_an_edited_one_is_none(shop: Shop, huda: Client, place: int) -> None:
    link = link_of(huda)
    token = link.removeprefix("/store-preview/").rstrip("/")
    letters = list(token)
    letters[place] = "A" if letters[place] != "A" else "B"
    assert browser().get(f"/store-preview/{''.join(letters)}/").status_code == 404
    forger = browser()
    forger.cookies["preview"] = "".join(letters)
    assert NOT_YET not in story(forger)


@pytest.mark.parametrize("token", ["x", "eyJhdCI6MX0:x", "..:", "ليس-رابطًا"])
def test_a_made_up_one_is_none(shop: Shop, token: str) -> None:
    assert browser().get(f"/store-preview/{token}/").status_code == 404


def test_it_does_nothing_at_another_store(shop: Shop, huda: Client) -> None:
    link, stranger = link_of(huda), browser("souq.localhost")
    before = stranger.get("/").content.decode()
    assert stranger.get(link).status_code == 404
    stranger.cookies["preview"] = link.removeprefix("/store-preview/").rstrip("/")
    after = stranger.get("/")
    assert after.content.decode() == before
    assert "no-store" not in after.get("Cache-Control", "")


def test_an_editors_cookie_is_no_link(shop: Shop, huda: Client) -> None:
    """It says that its reader works here, and offers the way to the desk."""
    token = set_clock(huda).cookies["preview"].value
    assert browser().get(f"/store-preview/{token}/").status_code == 404


def test_it_is_kept_for_this_host_only_and_out_of_scripts_reach(shop: Shop, huda: Client, settings: Any) -> None:
    cookie = browser().get(link_of(huda)).cookies["preview"]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert cookie["max-age"] == LINK_LASTS.total_seconds()
    settings.SESSION_COOKIE_SECURE = True
    cookie = browser().get(link_of(huda), secure=True).cookies["__Host-preview"]
    assert (cookie["secure"], cookie["path"]) == (True, "/")


def test_no_cache_and_no_search_engine_keeps_it(shop: Shop, huda: Client) -> None:
    """And of what is the browser's besides, nothing is touched: no session, no token, no cart."""
    link, boss = link_of(huda), browser()
    boss.get("/cart/")
    boss.post("/cart/add/", {"variant_id": shop.variant_id, "quantity": "1"})
    own = {name: morsel.value for name, morsel in boss.cookies.items()}
    boss.get(link)
    for path in ("/", "/products/", "/products/oud/", "/cart/", "/nowhere/", "/old-name/", "/checkout/"):
        answer = boss.get(path)
        assert answer["Cache-Control"] == "private, no-store", path
        assert answer["X-Robots-Tag"] == "noindex, nofollow", path
        assert set(answer.cookies) <= {"preview"}, path
    boss.post("/store-preview/leave/")
    left = {name: morsel.value for name, morsel in boss.cookies.items() if morsel.value}
    assert left == own
    html = boss.get("/cart/").content.decode()
    assert "preview-bar" not in html
    assert "cart-line" in html, "the shopper's own cart is as it was"


def test_what_a_shopper_gets_is_the_same_before_and_after_a_preview(shop: Shop, huda: Client) -> None:
    """Nothing a preview computed is kept for others, in this process or beside it."""
    paths = ("/", "/products/", "/story/", "/friday/", "/search/?q=oud", "/offer/")
    before = [browser().get(path).content for path in paths]
    boss = browser()
    boss.get(link_of(huda, drafts=list(shop.drafts.values())))
    previewed = [boss.get(path).content for path in paths]
    assert [browser().get(path).content for path in paths] == before
    assert previewed != before


def test_another_sites_form_changes_nothing(shop: Shop, huda: Client) -> None:
    set_clock(huda)
    asked = {"variant_id": shop.variant_id, "quantity": "1"}
    assert huda.post("/cart/add/", asked, headers={"origin": "http://souq.localhost"}).status_code == 409
    assert huda.post("/cart/add/", asked, headers={"origin": f"http://{HOST}"}).status_code == 302
