"""Who is told that their order was cancelled is told what becomes of their money: paid, only held, or neither."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import transaction
from django.test import Client
from wagtail.users.models import UserProfile

from commerce.accounts.models import User
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


LET_GO_ITSELF = {"ar": "يُفك الحجز لدى بنك العميل تلقائيًا", "en": "is let go by itself"}
HOLDS_NO_LONGER = {
    "ar": "لم يُحصّل لهذا الطلب أي مبلغ. كان بنك العميل يحجز له 498.00 ريال، وقد فُك الحجز.",
    "en": "Nothing was taken for this order. The payer's bank held 498.00 SAR for it, and no longer does.",
}
STATES = {
    "ar": ("محجوز لدى البنك", "فُك الحجز", "مرفوض"),
    "en": ("held by the bank", "the hold was let go", "declined"),
}
WHEN_SENT = {"ar": "يُحصّل تلقائيًا عند خروج أول شحنة", "en": "It is taken by itself when the first shipment leaves"}


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


# — to staff —


def page_of(manager: Client, order: Order, language: str) -> Any:
    with transaction.atomic():
        profile = {"preferred_language": language}
        UserProfile.objects.update_or_create(user=User.objects.latest("pk"), defaults=profile)
    page = BeautifulSoup(manager.get(f"/manage/orders/{order.pk}/").content, "html.parser")
    card = page.select_one("section[aria-labelledby=order-money]")
    assert card is not None
    return card


def text_of(card: Any) -> str:
    return " ".join(card.get_text().replace("\N{NO-BREAK SPACE}", " ").split())


def states(card: Any, language: str) -> list[bool]:
    """Whether the payer's attempt reads as held, let go, refused."""
    told = text_of(card.select_one(".order-happenings li"))
    return [state in told for state in STATES[language]]


def buttons(card: Any) -> list[str]:
    return [button["value"] for button in card.select("button[name=do]")]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_staff_read_what_becomes_of_the_hold_and_are_not_asked_to_take_it(
    browser: Client, simulator: Simulator, manager: Client, language: str
) -> None:
    order = paid(browser, simulator, Taking.WHEN_SENT, "ar")
    card = page_of(manager, order, language)
    assert (buttons(card), WHEN_SENT[language] in text_of(card)) == (["take", "let_go"], True)
    assert LET_GO_ITSELF[language] not in text_of(card)
    assert states(card, language) == [True, False, False]
    cancel(manager, order)
    card = page_of(manager, order, language)
    assert (buttons(card), WHEN_SENT[language] in text_of(card)) == (["let_go"], False)
    assert LET_GO_ITSELF[language] in text_of(card)
    return_payments(now=clock.now())
    card = page_of(manager, order, language)
    assert (buttons(card), LET_GO_ITSELF[language] in text_of(card)) == ([], False)
    assert HOLDS_NO_LONGER[language] in text_of(card)
    assert states(card, language) == [False, True, False]


def test_nothing_of_a_hold_is_said_of_what_was_paid(browser: Client, simulator: Simulator, manager: Client) -> None:
    order = paid(browser, simulator, Taking.AT_ONCE, "ar")
    cancel(manager, order)
    assert "بنك العميل" not in text_of(page_of(manager, order, "ar"))


@pytest.mark.parametrize("is_being_taken", [True, False])
def test_nobody_is_promised_a_release_while_it_may_be_taken_this_moment(
    browser: Client, simulator: Simulator, manager: Client, is_being_taken: bool
) -> None:
    order = paid(browser, simulator, Taking.BY_HAND, "ar")
    if is_being_taken:
        simulator.fault("drop_after", "paytabs", "capture")
        manager.post(f"/manage/orders/{order.pk}/held-money/", {"do": "take", "amount": "498"})
    cancel(manager, order)
    work()
    assert the_order().status == "cancelled"
    assert [RELEASED["ar"] in body for body in bodies(order, "ar")] == [not is_being_taken] * 2
    assert (LET_GO_ITSELF["ar"] in text_of(page_of(manager, order, "ar"))) is not is_being_taken
