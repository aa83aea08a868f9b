"""What was called off of an order is told to staff as that: nothing of it came back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from wagtail.users.models import UserProfile

from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.outbox import deliver_due
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.models import Order
from tests.commerce.carts.shop import NOON
from tests.commerce.orders.browsing import order_it, pay
from tests.commerce.orders.test_partly_sent import STAFF, arrived, asked_back, confirmed, rest_off, sent
from tests.commerce.payments.tills import connect
from tests.simulators.gateways.running import Simulator

CALLED_OFF = {"ar": "قطع أُلغيت قبل شحنها", "en": "Called off"}
RETURNED = {"ar": "الإرجاع", "en": "Return "}
GIVEN_BACK = {"ar": "رُدّ المبلغ", "en": "Money given back"}
MONEY_OF_REST = {"ar": "رُدّ مقابل قطع أُلغيت قبل شحنها", "en": "Given back for pieces that were called off"}
LOGGED = {"ar": "إلغاء قطع لم تُشحن من الطلب {}", "en": "Called off pieces of order {} that had not been sent"}
OF_PIECES = {"ar": "قطع", "en": "pieces"}
MONEY_OF_RETURN = {"ar": "رُدّ مقابل قطع أُعيدت", "en": "Given back for pieces that came back"}


pytestmark = pytest.mark.usefixtures("everybody_listens")


def shown(manager: Client, order: Order, language: str) -> BeautifulSoup:
    with transaction.atomic():
        profile = {"preferred_language": language}
        UserProfile.objects.update_or_create(user=User.objects.latest("pk"), defaults=profile)
    return BeautifulSoup(manager.get(f"/manage/orders/{order.pk}/").content, "html.parser")


def heads(page: BeautifulSoup) -> list[str]:
    return [head.get_text(strip=True) for head in page.select("h2[id^=return-]")]


def happened(page: BeautifulSoup) -> list[str]:
    return [one.get_text(strip=True) for one in page.select(".order-happened li > strong")]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_order_says_that_they_were_called_off_once_and_offers_no_refusal(manager: Client, language: str) -> None:
    with transaction.atomic():
        order = confirmed("bank_transfer")
        arrived(order, 1)
        rest_off(order)
    page = shown(manager, order, language)
    assert heads(page) == [CALLED_OFF[language]]
    told = happened(page)
    assert told.count(CALLED_OFF[language]) == 1
    assert not [one for one in told if one.startswith(RETURNED[language])]
    assert "broken" in page.select_one(".order-happened").get_text()  # type: ignore[union-attr]
    card = page.select_one("section[aria-labelledby=return-1]")
    assert card is not None
    assert [button["value"] for button in card.select("button")] == ["refund"]
    assert not card.select("input[name=reason]")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_came_back_beside_it_is_a_return(manager: Client, language: str) -> None:
    with transaction.atomic():
        order = confirmed("bank_transfer")
        arrived(order, 1)
        rest_off(order)
        receive_return(return_id=asked_back(order, 1), restock=True, actor=STAFF, now=NOON)
    page = shown(manager, order, language)
    called_off, came_back = heads(page)
    assert (called_off, came_back.startswith(RETURNED[language])) == (CALLED_OFF[language], True)
    assert len([one for one in happened(page) if one.startswith(RETURNED[language])]) == 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_money_that_went_back_for_it_is_told_as_that(
    browser: Client, simulator: Simulator, manager: Client, language: str
) -> None:
    connect("paytabs")
    order = pay(browser, order_it(browser)["Location"])
    simulator.control("clock", seconds=61)
    with transaction.atomic():
        sent(order, 1)
    manager.post(f"/manage/orders/{order.pk}/move/", {"move": "call_off_rest", "reason": "انكسرت"})
    while deliver_due(now=clock.now()):
        pass
    page = shown(manager, order, language)
    assert heads(page) == [f"{CALLED_OFF[language]}: {GIVEN_BACK[language]}"]
    text = page.get_text()
    assert (text.count(MONEY_OF_REST[language]), MONEY_OF_RETURN[language] in text) == (2, False)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_stores_log_tells_it_once_and_of_nothing_that_came_back(manager: Client, language: str) -> None:
    with transaction.atomic():
        order = confirmed("bank_transfer")
        arrived(order, 1)
        rest_off(order)
    [told] = logged(manager, order, language)
    assert told.startswith(LOGGED[language].format(order.number))
    with transaction.atomic():
        receive_return(return_id=asked_back(order, 1), restock=True, actor=STAFF, now=NOON)
    assert len(logged(manager, order, language)) == 3


def logged(manager: Client, order: Order, language: str) -> list[str]:
    """What the store's log says of pieces of the order, the newest first."""
    shown(manager, order, language)
    page = BeautifulSoup(manager.get("/manage/activity/").content, "html.parser")
    told = [" ".join(one.get_text().split()) for one in page.select(".activity-deed")]
    return [one for one in told if OF_PIECES[language] in one and str(order.number) in one]
