"""Who paid something else than was asked is not asked to pay again, and hears where the money is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.outbox import deliver_due
from commerce.orders.application import queries
from commerce.orders.application.use_cases.expire_orders import expire_orders
from commerce.orders.domain.policies import ONLINE_HOLD
from commerce.orders.models import Order
from commerce.payments.application.use_cases import start_payment
from commerce.payments.models import PaymentAttempt
from tests.commerce.orders.browsing import hidden, order_it, pay, the_order
from tests.simulators.gateways.running import Simulator


def work() -> None:
    while deliver_due(now=clock.now()):
        continue


def misread(browser: Client, simulator: Simulator, settings: Any) -> tuple[Order, str]:
    """An order whose payer has paid, and of which PayTabs tells another amount; and the token of its page's form."""
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    page = order_it(browser, email="sara@example.com")["Location"]
    work()
    token = hidden(browser.get(f"/orders/{the_order().token}/"), "csrfmiddlewaretoken")
    simulator.fault("tamper_amount", "paytabs", "query", value="+1", times=99)
    order = pay(browser, page)
    work()
    return order, token


def attempts() -> int:
    with transaction.atomic():
        return PaymentAttempt.objects.count()


@pytest.mark.parametrize(("language", "told"), [("", "لا حاجة إلى الدفع مرة أخرى"), ("/en", "You need not pay again")])
def test_nobody_is_asked_to_pay_it_again(
    browser: Client, simulator: Simulator, settings: Any, language: str, told: str
) -> None:
    order, token = misread(browser, simulator, settings)
    shown = browser.get(f"{language}/orders/{order.token}/").content.decode()
    assert told in shown
    assert f"/orders/{order.token}/pay/" not in shown
    browser.post(f"/orders/{order.token}/pay/", {"csrfmiddlewaretoken": token})
    assert attempts() == 1, "nor does a page of before begin another"


def test_the_control_they_would_pay_twice(
    browser: Client, simulator: Simulator, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (queries, start_payment):
        monkeypatch.setattr(module, "money_is_parked", lambda _: False)
    order, token = misread(browser, simulator, settings)
    shown = browser.get(f"/orders/{order.token}/").content.decode()
    assert f"/orders/{order.token}/pay/" in shown
    browser.post(f"/orders/{order.token}/pay/", {"csrfmiddlewaretoken": token})
    assert attempts() == 2


def test_when_its_time_is_up_they_hear_that_the_store_has_the_money(
    browser: Client, simulator: Simulator, settings: Any
) -> None:
    order, _ = misread(browser, simulator, settings)
    late = order.placed_at + ONLINE_HOLD + timedelta(days=1)
    with clock.as_of(late):
        expire_orders(now=late)
        work()
        shown = browser.get(f"/orders/{order.token}/").content.decode()
    assert the_order().status == "failed"
    assert "ما خُصم منك ما زال لدى المتجر" in shown
    assert "ما خُصم منك لا يطابق هذا الطلب" in mail.outbox[-1].body
