"""The first page of the desk shows each person what they may see, and no more."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.payments.application.discrepancies import found
from commerce.payments.domain.discrepancies import Finding
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.orders.test_desk import member

ORDERS, STOCK = "latest-orders-heading", "?stock=low"
ADD, PAGES = 'href="/manage/products/new/"', 'href="/manage/pages/"'


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OWNER, {ORDERS, STOCK, ADD, PAGES}),
        (Role.MANAGER, {ORDERS, STOCK, ADD, PAGES}),
        (Role.MARKETER, {STOCK, PAGES}),
        (Role.FULFILMENT, {ORDERS, STOCK}),
        (Role.ANALYST, {ORDERS, STOCK}),
    ],
)
def test_each_role_sees_its_own_work(at_noor: Tenant, role: Role, seen: set[str]) -> None:
    page = first_page(member(role))
    assert {mark for mark in (ORDERS, STOCK, ADD, PAGES) if mark in page} == seen


def test_the_newest_order_stands_first_and_leads_to_its_page(at_noor: Tenant) -> None:
    with transaction.atomic():
        shelf = put_on_shelf("OUD", pieces=10, price_minor=24900)
        earlier, later = order_of({shelf: 1}), order_of({shelf: 2}, key="k2")
    page = first_page(member(Role.OWNER))
    assert page.index(f"/manage/orders/{later.pk}/") < page.index(f"/manage/orders/{earlier.pk}/")
    assert "498.00 ريال" in page


def test_a_marketer_is_told_no_ones_order(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = order_of({put_on_shelf("OUD", pieces=10, price_minor=24900): 1})
    page = first_page(member(Role.MARKETER))
    assert str(order.number) not in page
    assert "?status=created" not in page


def test_what_does_not_agree_is_counted_for_who_may_settle_it(at_noor: Tenant) -> None:
    with transaction.atomic():
        for name in ("a", "b"):
            found(Finding.UNMATCHED, name, None, {}, clock.now())
    led_to, manager = "/manage/orders/differences/", member(Role.MANAGER)
    page = first_page(manager)
    day = page[page.index('class="store-today"') : page.index('class="desk-actions"')]
    assert day[day.index(led_to) :].index("<strong>2</strong>") < 100
    assert page.count(led_to) == 2, "neither in the day's work nor in the menu"
    assert "ما لا يتطابق: 2" in manager.get("/manage/orders/").content.decode()
    packer = member(Role.FULFILMENT)
    for address in ("/manage/", "/manage/orders/"):
        assert led_to not in packer.get(address).content.decode()


def first_page(client: Client) -> str:
    page = client.get("/manage/")
    assert page.status_code == 200
    return page.content.decode()
