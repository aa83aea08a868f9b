"""The cart of a preview is tried like any other, and lies in the browser alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.signing import Signer
from django.db import transaction
from django.test import Client

from commerce.carts.domain.policies import MOST_CODES, MOST_LINES
from commerce.carts.models import Cart
from commerce.catalog.models import Variant
from commerce.core.scope import current_tenant_id
from tests.commerce.carts.shop import put_on_shelf
from tests.wasla_site.storefront.time_travel.conftest import Shop, browser, link_of, set_clock
from wasla_site.storefront.time_travel.previews import MOST_DRAFTS, seal, unseal

# Chromium, Firefox and Safari keep no larger one.
LARGEST_COOKIE = 4096


@pytest.fixture
def boss(shop: Shop, huda: Client) -> Client:
    client = browser()
    client.get(link_of(huda))
    return client


def cart(client: Client) -> str:
    return client.get("/en/cart/").content.decode()


def test_adding_changing_and_taking_out(shop: Shop, boss: Client) -> None:
    line = f"/cart/lines/{shop.variant_id}/"
    assert boss.post("/cart/add/", {"variant_id": shop.variant_id, "quantity": "٣"})["Location"] == "/cart/"
    assert 'value="3"' in cart(boss)
    assert '<span class="tool-count" aria-hidden="true">3</span>' in boss.get("/en/").content.decode()
    boss.post("/cart/add/", {"variant_id": shop.variant_id})
    assert 'value="4"' in cart(boss)
    boss.post(line, {"quantity": "2"})
    assert 'value="2"' in cart(boss)
    boss.post(line, {"quantity": "0"})
    assert "Your cart is empty." in cart(boss)
    boss.post(line, {"quantity": "2"})
    assert "Your cart is empty." in cart(boss), "a line that is not there stays away"
    with transaction.atomic():
        assert not Cart.objects.exists()


def test_what_is_refused_is_said_and_changes_nothing(shop: Shop, boss: Client) -> None:
    boss.post("/cart/add/", {"variant_id": shop.variant_id, "quantity": "2"})
    line = f"/en/cart/lines/{shop.variant_id}/"
    refused = {
        "Only 10 pieces are left.": ("/en/cart/add/", {"variant_id": shop.variant_id, "quantity": "9"}),
        "Please give a quantity from 1 to 10.": (line, {"quantity": "-1"}),
        "This is no longer sold.": ("/en/cart/add/", {"variant_id": "987654"}),
    }
    for words, (path, data) in refused.items():
        assert words in boss.post(path, data).content.decode()
        assert 'value="2"' in cart(boss)
    assert boss.post("/cart/add/", {"variant_id": "x"}).status_code == 404


def test_two_who_have_one_link_have_a_cart_each(shop: Shop, huda: Client) -> None:
    link = link_of(huda)
    first, second = browser(), browser()
    for each in (first, second):
        each.get(link)
    first.post("/cart/add/", {"variant_id": shop.variant_id})
    assert "Your cart is empty." in cart(second)


def test_an_editor_sees_another_moment_with_an_empty_cart(shop: Shop, huda: Client) -> None:
    set_clock(huda).post("/cart/add/", {"variant_id": shop.variant_id})
    assert 'value="1"' in cart(huda)
    assert "Your cart is empty." in cart(set_clock(huda, instant="2026-12-05T10:00"))


def test_the_fullest_cart_with_the_most_drafts_and_codes_is_one_that_browsers_keep(shop: Shop, boss: Client) -> None:
    preview = unseal(boss.cookies["preview"].value)
    # Ids of a platform that has grown.
    drafts = tuple(range(4_000_000_000, 4_000_000_000 + 7919 * MOST_DRAFTS, 7919))
    lines = {3_000_000_000 + 104_729 * number: 100 + 7 * number for number in range(MOST_LINES)}
    codes = tuple(f"رمز-{number}-" + "ض" * 34 for number in range(MOST_CODES))
    full = replace(preview, drafts=drafts, cart=lines, codes=codes)
    assert len(seal(full)) < LARGEST_COOKIE - 300
    assert unseal(seal(full)) == full


def test_one_made_before_there_were_codes_is_shown_still(shop: Shop, boss: Client) -> None:
    text, signer = boss.cookies["preview"].value, Signer(salt=f"wasla_site.storefront.preview.{current_tenant_id()}")
    facts = signer.unsign_object(text)
    assert facts.pop("codes") == []
    assert unseal(signer.sign_object(facts, compress=True)) == unseal(text)


def test_a_full_cart_takes_nothing_more(shop: Shop, boss: Client) -> None:
    with transaction.atomic():
        for number in range(3):
            put_on_shelf(f"MUSK-{number}")
        variants = list(Variant.objects.values_list("pk", flat=True))
    for variant_id in variants:
        boss.post("/cart/add/", {"variant_id": variant_id})
    assert boss.get("/cart/").content.decode().count('class="cart-line"') == len(variants) == 4
