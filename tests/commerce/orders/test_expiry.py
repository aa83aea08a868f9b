"""The sweep over late orders of all stores: nobody's trouble is another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.outbox import deliver_due
from commerce.core.scope import tenant_scope
from commerce.orders.application.use_cases import expire_orders as module
from commerce.orders.application.use_cases.expire_orders import PAUSE, expire_orders
from commerce.orders.models import Order
from commerce.payments.application.use_cases import refresh_attempt
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.browsing import come_back, order_it, the_order
from tests.commerce.orders.checkout import order_of
from tests.simulators.gateways.payer import pay_on_page

LATE = NOON + timedelta(days=30)


def late_orders(store: Tenant, count: int, *, first: int = 0) -> list[Order]:
    with tenant_scope(store.pk), transaction.atomic():
        oud = put_on_shelf("OUD", pieces=count)
        return [
            order_of({oud: 1}, key=f"k{index}", now=NOON + timedelta(minutes=first + index)) for index in range(count)
        ]


def statuses(store: Tenant) -> list[str]:
    with tenant_scope(store.pk), transaction.atomic():
        return list(Order.objects.order_by("placed_at").values_list("status", flat=True))


@pytest.mark.parametrize("trouble", [RuntimeError, PaymentInFlight])
def test_orders_that_fail_are_put_off_behind_the_others(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    broken = {order.payment_id for order in late_orders(at_noor, 3)[:2]}

    def refresh(*, payment_id: int, now: Any) -> bool:
        if payment_id in broken:
            raise trouble
        return True

    monkeypatch.setattr(module, "refresh_payment", refresh)
    assert expire_orders(now=LATE, most=2) == 2
    assert expire_orders(now=LATE, most=2) == 1
    assert statuses(at_noor) == ["created", "created", "cancelled"]
    assert expire_orders(now=LATE + PAUSE - timedelta(seconds=1)) == 0
    broken.clear()
    assert expire_orders(now=LATE + PAUSE) == 2
    assert statuses(at_noor) == ["cancelled"] * 3


def test_an_order_whose_money_came_is_sent_however_late_it_is_told_and_the_money_stays(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who heard of the money died before the order was told, and meanwhile its time was up."""
    page = order_it(browser)["Location"]
    with monkeypatch.context() as dying:
        dying.setattr(refresh_attempt, "deliver", lambda delivery_ids: None)
        come_back(browser, pay_on_page(page))
        assert the_order().payment.captured_minor
        assert expire_orders(now=clock.now() + timedelta(hours=3)) == 1
    assert (the_order().status, the_order().payment.owed_back_at) == ("payment_pending", None)
    while deliver_due(now=clock.now()):
        continue
    reconcile_payments(now=clock.now())
    assert the_order().status == "confirmed"
    assert the_order().payment.refunded_minor == 0


def test_an_order_of_nothing_that_nobody_was_told_of_yet_is_confirmed_and_not_called_off(at_noor: Tenant) -> None:
    """Its process died after placing it, and the workers are away."""
    with transaction.atomic():
        free = put_on_shelf("OUD", pieces=10, price_minor=0)
        order = order_of({free: 1}, payment_method="paytabs")
    assert expire_orders(now=order.expires_at + timedelta(minutes=1)) == 1
    with transaction.atomic():
        order.refresh_from_db()
        assert (order.total_minor, order.status, order.payment.status) == (0, "confirmed", "captured")


def test_stores_take_turns(at_noor: Tenant) -> None:
    souq = Tenant.objects.get(slug="souq")
    late_orders(at_noor, 3)
    late_orders(souq, 1, first=10)
    assert expire_orders(now=LATE, most=2) == 2
    assert statuses(souq) == ["cancelled"]
    assert statuses(at_noor) == ["cancelled", "created", "created"]
