"""What shoppers and staff see where nothing opens the keys of a store's account any more."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from django.test import Client

from commerce.payments.models import Operation
from tests.commerce.orders.browsing import buy, order_it, pay, shelf, the_order
from tests.commerce.orders.test_held_money import said
from tests.commerce.payments.failures.money import still_told
from tests.commerce.payments.failures.test_lost_keys import lose_the_keys
from tests.commerce.payments.tills import connect
from tests.simulators.gateways.running import Simulator

pytestmark = pytest.mark.usefixtures("everybody_listens")

ACCOUNT = "/manage/payments/paytabs/test/"


def test_the_shopper_is_told_that_they_can_not_pay_now_and_pays_the_same_order_later(
    browser: Client, simulator: Simulator
) -> None:
    lose_the_keys()
    answer = order_it(browser)
    order = the_order()
    assert answer["Location"].endswith(f"/orders/{order.token}/")
    page = browser.get(answer["Location"]).content.decode()
    assert "لا يستطيع المتجر" in page
    assert f"/orders/{order.token}/pay/" in page
    held = shelf()
    connect("paytabs")
    again = browser.post(f"/orders/{order.token}/pay/")
    assert pay(browser, again["Location"]).status == "confirmed"
    assert held[1] == 2


def test_the_desk_says_that_the_keys_are_to_be_entered_anew(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    assert "أدخلها من جديد" not in manager.get(ACCOUNT).content.decode()
    order = buy(browser)
    lose_the_keys()
    page = manager.get(ACCOUNT)
    assert "أدخلها من جديد" in page.content.decode()
    assert page.context["form"].fields["server_key"].required, "what is kept is of no use"
    checked = manager.post(f"{ACCOUNT}check/", follow=True)
    assert (said(checked), "لم نسأل أحدًا" in checked.content.decode()) == (["error"], True)
    typed = {"amount": "10", "reason": "x", "key": str(uuid.uuid4())}
    simulator.control("clock", seconds=61)
    given = manager.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True)
    assert (said(given), "لم يُرسل شيء" in given.content.decode()) == (["error"], True)
    with transaction.atomic():
        assert [(one.status, one.sends) for one in Operation.objects.all()] == [("planned", 0)]
    assert still_told() == ["account_refused"]
    assert "مفاتيح حسابك لم يعد فتحها ممكنًا" in manager.get("/manage/orders/differences/").content.decode()
