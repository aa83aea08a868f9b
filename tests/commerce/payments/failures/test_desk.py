"""Giving money back from the order's page, and the list of what does not agree."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.payments.application.money_queries import money_for, open_discrepancies
from commerce.payments.models import Discrepancy, Payment
from commerce.tenants.models import Tenant
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import come_back, order_it, the_order
from tests.commerce.orders.conftest import browser
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import refunds
from tests.simulators.gateways.payer import pay_on_page
from tests.simulators.gateways.running import Simulator

__all__ = ["browser"]


@pytest.fixture
def paid_order(browser: Client, settings: Any, till: OpenTill) -> int:
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    page = order_it(browser)["Location"]
    come_back(browser, pay_on_page(page))
    order = the_order()
    assert order.status == "confirmed"
    return int(order.pk)


def page_of(order_id: int) -> str:
    return f"/manage/orders/inspect/{order_id}/"


def give_back(client: Client, order_id: int, amount: str, times: int = 1) -> str:
    page = client.get(page_of(order_id)).content.decode()
    found = re.search(r'name="key" value="([^"]+)"', page)
    key = found[1] if found else "00000000-0000-4000-8000-000000000000"
    for _ in range(times):
        typed = {"amount": amount, "reason": "مقاس آخر", "key": key}
        answer = client.post(f"/manage/orders/{order_id}/give-back/", typed, follow=True)
    return str(answer.content.decode())


def test_money_goes_back_once_however_often_the_form_is_sent(
    paid_order: int, at_noor: Tenant, simulator: Simulator
) -> None:
    manager = member(at_noor, Role.MANAGER)
    page = give_back(manager, paid_order, "10.00", times=2)
    assert [(one.amount_minor, one.status, one.source) for one in refunds()] == [(1000, "succeeded", "staff")]
    assert "مقاس آخر" in page
    with transaction.atomic():
        (payment_id,) = Payment.objects.values_list("pk", flat=True)
        money = money_for([payment_id])[payment_id]
    assert (money.refunded.minor, money.on_its_way.minor) == (1000, 0)
    assert money.paid.minor - money.refundable.minor == 1000
    assert simulator.calls("paytabs", "refund") == 1


def test_more_than_was_paid_is_refused_with_what_is_left(paid_order: int, at_noor: Tenant) -> None:
    page = give_back(member(at_noor, Role.MANAGER), paid_order, "99999")
    assert "لا يمكن رد أكثر من" in page
    assert refunds() == []


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.ANALYST])
def test_who_does_not_manage_payments_gives_nothing_back(paid_order: int, at_noor: Tenant, role: Role) -> None:
    client = member(at_noor, role)
    assert "give-back" not in client.get(page_of(paid_order)).content.decode()
    give_back(client, paid_order, "1.00")
    assert refunds() == []
    assert client.get("/manage/payments/differences/").status_code in {302, 403}


def test_what_does_not_agree_is_closed_with_a_word_on_why(paid_order: int, at_noor: Tenant) -> None:
    with transaction.atomic():
        payment = Payment.objects.get()
        row = Discrepancy.objects.create(
            payment=payment,
            finding="contradiction",
            key="x",
            facts={"amount": "92.01 SAR"},
            found_at=payment.created_at,
        )
    manager = member(at_noor, Role.MANAGER)
    listed = manager.get("/manage/payments/differences/").content.decode()
    assert "92.01 SAR" in listed
    close = f"/manage/payments/differences/{row.pk}/close/"
    manager.post(close, {"reason": "  "})
    with transaction.atomic():
        assert len(open_discrepancies()) == 1
    manager.post(close, {"reason": "سُوّي هاتفيًا"})
    with transaction.atomic():
        assert open_discrepancies() == []
        assert Discrepancy.objects.get().reason == "سُوّي هاتفيًا"
