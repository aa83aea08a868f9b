"""The history of a product's stock names the orders that moved it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.accounts.domain.policies import Role
from commerce.catalog.models import StockMovement, Variant
from commerce.orders.application.order_stock import return_stock
from commerce.orders.application.queries import orders_of_subjects
from commerce.orders.models import Order
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import buy


@pytest.fixture
def order(browser: Client) -> Order:
    """Its pieces were promised, taken and put back."""
    order = buy(browser)
    with transaction.atomic():
        return_stock(order, "system:", order.placed_at)
    return order


def history(desk: Client) -> str:
    with transaction.atomic():
        product_id = Variant.objects.get().product_id
    return desk.get(f"/manage/products/{product_id}/stock/").content.decode().partition("movements-heading")[2]


def test_what_an_order_moved_bears_its_number_with_a_link(order: Order, at_noor: Tenant) -> None:
    shown = history(member(at_noor, Role.MANAGER))
    with transaction.atomic():
        kinds = list(StockMovement.objects.exclude(reference="", reason="").values_list("kind", flat=True))
    assert {"reserved", "committed", "returned"} <= set(kinds)
    link = f'<a href="/manage/orders/{order.pk}/">الطلب {order.number}</a>'
    assert shown.count(link) == 3
    assert str(order.public_id) not in shown, "staff read what only machines can"


def test_who_may_not_see_orders_reads_the_number_alone(order: Order, at_noor: Tenant) -> None:
    shown = history(member(at_noor, Role.MARKETER))
    assert shown.count(f"الطلب {order.number}") == 3
    assert f"/manage/orders/{order.pk}/" not in shown


def test_however_many_moved_it_they_are_asked_for_once_and_what_is_no_order_is_nobodys(order: Order) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        found = orders_of_subjects([order.subject, "order:1", "order:", "staff:7", f"order:{'0' * 32}"])
    assert found == {order.subject: (order.pk, order.number)}
    assert len([each for each in asked.captured_queries if "orders_order" in each["sql"]]) == 1
