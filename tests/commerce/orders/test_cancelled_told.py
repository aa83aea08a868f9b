"""Who is told that their order was cancelled is told what becomes of their money: paid, only held, or neither."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.outbox import deliver_due
from commerce.orders.models import Order
from commerce.payments.application.use_cases.return_payments import return_payments
from commerce.payments.domain.accounts import Taking
from tests.commerce.orders.browsing import order_it, pay, the_order
from tests.commerce.payments.tills import connect, offer
from tests.simulators.gateways.running import Simulator

SUBJECTS = {"ar": "أُلغي طلبك {} من نور", "en": "Order {} from Noor was cancelled"}
RELEASED = {
    "ar": "لم يُخصم منك أي مبلغ: يفك بنكك حجز 498.00 ريال الذي كان محجوزًا له.",
    "en": "Nothing was taken from you: your bank releases the 498.00 riyals that it held for it.",
}
OWED = {"ar": "وما دفعته حق لك", "en": "What you paid for it is owed to you"}


pytestmark = pytest.mark.usefixtures("everybody_listens")


def paid(browser: Client, simulator: Simulator, taking: Taking, language: str) -> Order:
    connect("paytabs", taking=taking)
    order = pay(browser, order_it(browser, email="sara@example.com")["Location"])
    return _confirmed(order, simulator, language)


def _confirmed(order: Order, simulator: Simulator, language: str) -> Order:
    simulator.control("clock", seconds=61)
    with transaction.atomic():
        Order.objects.update(language=language)
    work()
    return order


def work() -> None:
    while deliver_due(now=clock.now()):
        pass


def cancel(manager: Client, order: Order) -> None:
    manager.post(f"/manage/orders/{order.pk}/move/", {"move": "cancel", "reason": "نفد"})


def release(manager: Client, order: Order) -> None:
    """Staff let go of the hold, which calls the order off."""
    manager.post(f"/manage/orders/{order.pk}/held-money/", {"do": "let_go", "amount": "498"})


def bodies(order: Order, language: str) -> list[str]:
    """Both of the one letter that says it."""
    [letter] = [each for each in mail.outbox if each.subject == SUBJECTS[language].format(order.number)]
    both = (letter.body, letter.alternatives[0][0])  # type: ignore[attr-defined]
    return [" ".join(str(body).replace("\N{NO-BREAK SPACE}", " ").split()) for body in both]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("end", [cancel, release])
def test_who_paid_with_a_hold_reads_that_their_bank_releases_it(
    browser: Client, simulator: Simulator, manager: Client, end: Any, language: str
) -> None:
    order = paid(browser, simulator, Taking.WHEN_SENT, language)
    end(manager, order)
    work()
    assert the_order().status == "cancelled"
    assert [(RELEASED[language] in body, OWED[language] in body) for body in bodies(order, language)] == [
        (True, False)
    ] * 2


def test_it_says_the_same_when_the_hold_is_gone_before_it_could_be_sent(
    browser: Client, simulator: Simulator, manager: Client
) -> None:
    order = paid(browser, simulator, Taking.WHEN_SENT, "ar")
    cancel(manager, order)
    return_payments(now=clock.now())
    assert simulator.calls("paytabs", "void") == 1
    work()
    assert [RELEASED["ar"] in body for body in bodies(order, "ar")] == [True, True]


def test_who_paid_reads_that_it_is_owed_to_them(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = paid(browser, simulator, Taking.AT_ONCE, "ar")
    cancel(manager, order)
    work()
    assert [(RELEASED["ar"] in body, OWED["ar"] in body) for body in bodies(order, "ar")] == [(False, True)] * 2


def test_who_has_not_paid_reads_nothing_of_money(browser: Client, simulator: Simulator, manager: Client) -> None:
    offer("cash_on_delivery")
    order_it(browser, "cash_on_delivery", email="sara@example.com")
    order = _confirmed(the_order(), simulator, "ar")
    cancel(manager, order)
    work()
    assert [("بنكك" in body, OWED["ar"] in body) for body in bodies(order, "ar")] == [(False, False)] * 2
