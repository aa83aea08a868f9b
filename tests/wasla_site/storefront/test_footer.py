"""At the foot of every page stand the pages a merchant wants there; a shopper who lost the way stays in the shop."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from commerce.tenants.models import Tenant
from wasla_site.storefront.models import ContentPage

NOT_YET = "لم ينشر المتجر سياساته"


@pytest.fixture
def shopper(at_noor: Tenant) -> Client:
    return Client(HTTP_HOST="noor.localhost")


def foot(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode().rpartition("<footer")[2]


def test_a_new_store_begins_with_pages_to_link_to(shopper: Client) -> None:
    assert NOT_YET not in foot(shopper)
    for slug in ("about", "shipping-and-returns", "privacy", "contact"):
        assert f'href="/{slug}/"' in foot(shopper)
        assert f'href="/en/{slug}/"' in foot(shopper, "/en/")
        assert shopper.get(f"/{slug}/").status_code == 200
    assert "الخصوصية" in foot(shopper)
    assert "Privacy" in foot(shopper, "/en/")


def test_only_published_pages_that_are_to_stand_there_do(shopper: Client) -> None:
    with transaction.atomic():
        ContentPage.objects.filter(slug="privacy").update(in_footer=False)
        ContentPage.objects.get(slug="contact").unpublish()
    assert "/privacy/" not in foot(shopper)
    assert "/contact/" not in foot(shopper)
    assert "/about/" in foot(shopper)


def test_a_store_without_any_says_so(shopper: Client) -> None:
    with transaction.atomic():
        ContentPage.objects.update(in_footer=False)
    assert NOT_YET in foot(shopper)


@pytest.mark.parametrize(("path", "title"), [("/nowhere/", "الصفحة غير موجودة"), ("/en/nowhere/", "Page not found")])
def test_who_is_lost_keeps_the_shop_around(shopper: Client, path: str, title: str) -> None:
    answer = shopper.get(path)
    assert answer.status_code == 404
    assert title in answer.content.decode()
    assert 'class="site-header"' in answer.content.decode()


def test_what_is_not_sold_leads_to_the_shops_own_page(shopper: Client) -> None:
    answer = shopper.post("/cart/add/", {"variant_id": "987654", "quantity": "1"})
    assert answer.status_code == 404
    assert 'class="site-header"' in answer.content.decode()
    assert shopper.post("/cart/add/", {"variant_id": "x"}).status_code == 404


def test_the_address_of_adding_shows_the_cart_to_who_comes_by(shopper: Client) -> None:
    assert shopper.get("/cart/add/")["Location"] == "/cart/"
