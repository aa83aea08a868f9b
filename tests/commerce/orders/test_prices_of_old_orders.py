"""Orders from before prices were kept: their totals stay what they were."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from commerce.accounts.models import Customer
from commerce.carts.domain.values import Shopper
from commerce.core.actors import SYSTEM
from commerce.orders.application.queries import order_view
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.support.databases import migrate, owner_of

FIGURES = (
    "SELECT number, subtotal_minor, discount_minor, shipping_minor, fee_minor, total_minor FROM orders_order ORDER BY 1"
)
LINES = "SELECT quantity, unit_price_minor, gross_minor, line_total_minor, paid_minor FROM orders_orderline ORDER BY id"
COUNTS = "SELECT email, order_count FROM accounts_customer ORDER BY 1"


@pytest.mark.long
def test_totals_and_counts_are_the_same_after_the_way_back_and_forth(at_noor: Tenant, own_database: str) -> None:
    with transaction.atomic():
        sara = Customer.objects.create(email="sara@example.com", name="Sara", language="ar").pk
        oud, musk = put_on_shelf("OUD", price_minor=10333), put_on_shelf("MUSK", price_minor=4999)
        order = order_of({oud: 3, musk: 1}, shopper=Shopper(customer_id=sara))
        called_off = order_of({musk: 2}, shopper=Shopper(customer_id=sara), key="k2")
        cancel_order(order_id=called_off.pk, actor=SYSTEM, reason="", now=NOON)

    def told() -> list[list[tuple[Any, ...]]]:
        with owner_of(own_database) as owner:
            return [owner.execute(sql).fetchall() for sql in (FIGURES, LINES, COUNTS)]

    before = told()
    assert before[2] == [("sara@example.com", 1)]
    migrate(own_database, "orders", "0003")
    migrate(own_database, "orders")
    assert told() == before
    with transaction.atomic():
        view = order_view(order.token, now=NOON)
    assert (view.total, view.vat, view.discounts) == (order.total, None, ())
