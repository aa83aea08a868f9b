"""One thing has one price: wherever a shopper, a search engine or a letter is told of it, and on what was ordered."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.record_shelf_prices import record_shelf_prices
from commerce.catalog.domain.pricing import PriceListDraft
from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.outbox import deliver_due
from commerce.core.scope import tenant_scope
from commerce.orders.models import Order
from commerce.promotions.domain.actions import AmountOffOrder, PercentOff
from commerce.tenants.models import Tenant
from search_index.application.use_cases.rebuild_store import rebuild_store
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.browsing import DETAILS, hidden
from tests.commerce.promotions.builders import draft, published
from tests.support.template_stores import OWNER_PASSWORD

# 249.00 is 229.00 by the list in force, and 18.5 % off that is 42.365: a half is rounded up, on the discount.
PRICE, WAS, LOWEST = "186.63", "249.00", "219.00"
# Two pieces are rounded as one line, and the order has five riyals off: 458.00 − 84.73 − 5.00.
LINE, TOTAL = "373.27", "368.27"


@pytest.fixture
def noor(own_database: str) -> Tenant:
    noor = Tenant.objects.get(slug="noor")
    now = clock.now()
    with tenant_scope(noor.pk):
        with transaction.atomic():
            oud = put_on_shelf("OUD", price_minor=249_00)
            category = Category.objects.create(name_ar="عطور", name_en="Perfumes", slug="perfumes")
            ProductCategory.objects.create(product=Product.objects.get(), category=category)
            for days, price in ((40, 249_00), (20, 219_00), (10, 249_00)):
                record_shelf_prices(prices={oud: price}, at=now - timedelta(days=days))
            weekend = PriceListDraft(Bilingual("الجمعة", "Friday"), now - timedelta(hours=1), None, {oud: 229_00})
            create_price_list(draft=weekend, now=now - timedelta(hours=1))
            percent = replace(draft(Bilingual("عرض اليوم", "Today's offer")), actions=(PercentOff(1850),))
            published(percent, source="campaign:1:1", now=now)
            off_order = replace(draft(Bilingual("خمسة ريالات", "Five off")), actions=(AmountOffOrder(500),))
            published(off_order, source="campaign:2:1", now=now)
        rebuild_store()
    return noor


def amounts(html: str) -> list[str]:
    """What is told in riyals, in the order of the page."""
    return re.findall(r'<bdi class="money" dir="ltr">−?<svg.*?</svg>\xa0([\d,.]+)<', html)


def test_one_price_everywhere(noor: Tenant) -> None:
    shopper = Client(HTTP_HOST="noor.localhost")
    pages = {
        path: shopper.get(path).content.decode() for path in ("/products/", "/collections/perfumes/", "/search/?q=oud")
    }
    assert {path: amounts(html)[:2] for path, html in pages.items()} == {path: [PRICE, WAS] for path in pages}
    page = shopper.get("/en/products/oud/").content.decode()
    assert amounts(page)[:2] == [PRICE, WAS]
    assert "Today&#x27;s offer" in page
    note = re.search(r"Lowest price of the 30 days before the reduction:.*?</p>", page, re.DOTALL)
    assert note is not None
    assert amounts(note.group()) == [LOWEST]
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert [offer["price"] for offer in json.loads(data)["offers"]] == [PRICE]

    [variant] = re.findall(r'name="variant_id" value="(\d+)"', page)
    shopper.post("/cart/add/", {"variant_id": variant})
    assert {PRICE, WAS} < set(amounts(shopper.get("/cart/").content.decode()))
    shopper.post("/cart/add/", {"variant_id": variant})
    cart = amounts(shopper.get("/cart/").content.decode())
    assert {LINE, TOTAL, "498.00", "129.73"} < set(cart), "what two pieces were, and what is saved"
    checkout = shopper.get("/checkout/")
    assert {LINE, TOTAL} < set(amounts(checkout.content.decode()))
    assert hidden(checkout, "seen_total") == TOTAL.replace(".", "")
    form = DETAILS | {name: hidden(checkout, name) for name in ("idempotency_key", "seen_total")}
    answer = shopper.post("/checkout/", form | {"payment_method": "cash_on_delivery", "email": "sara@people.example"})
    order_page = shopper.get(answer["Location"]).content.decode()
    assert {LINE, "84.73", "5.00", TOTAL} <= set(amounts(order_page))

    with tenant_scope(noor.pk):
        while deliver_due(now=clock.now() + timedelta(seconds=1)):
            pass
        with transaction.atomic():
            order = Order.objects.get()
    letter: Any = mail.outbox[-1]
    assert len(mail.outbox) == 1
    assert letter.to == ["sara@people.example"]
    assert str(order.number) in letter.subject
    [(html, _)] = letter.alternatives
    for told in (letter.body, str(html)):
        assert all(f"{amount} ريال" in told for amount in (LINE, TOTAL)), told
        assert all(f"\u2066−{amount}\u2069 ريال" in told for amount in ("84.73", "5.00")), told
        assert f"/orders/{order.token}/" in told

    desk = Client(HTTP_HOST="noor.localhost")
    desk.post("/manage/login/", {"username": "huda@noor.example", "password": OWNER_PASSWORD})
    at_desk = desk.get(reverse("wagtailsnippets_orders_order:inspect", args=[order.pk])).content.decode()
    assert all(amount in at_desk for amount in (LINE, "84.73", "5.00", TOTAL))
