"""The first page of the desk shows each person what they may see, and no more."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
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


def first_page(client: Client) -> str:
    page = client.get("/manage/")
    assert page.status_code == 200
    return page.content.decode()
