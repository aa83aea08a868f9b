"""What was called off of an order is told as what it is: it never left the store, and will not come."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.outbox import deliver_due
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refuse_return import NeverSent, refuse_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.models import Order
from commerce.payments.domain.accounts import Taking
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import order_it, pay
from tests.commerce.orders.test_partly_sent import STAFF, WAYS, arrived, asked_back, confirmed, rest_off, sent, the_line
from tests.commerce.payments.tills import connect
from tests.simulators.gateways.running import Simulator
from tests.support.databases import owner_of

MIGRATION: Any = import_module("commerce.orders.migrations.0013_pieces_never_sent")
NOT_SENT = {"ar": "لن تُشحن هذه القطع", "en": "These pieces will not be sent"}
CAME_BACK = {"ar": "وصلت هذه القطع", "en": "These pieces have come back to the store"}
SUBJECTS = {"ar": "جزء من طلبك {} من نور لن يُشحن", "en": "A part of order {} from Noor will not be sent"}
AT_THE_DOOR = {"ar": "لا تدفع ثمنها.", "en": "You do not pay for them."}
IS_OWED = {
    "ar": "لك عنها {} ريال يعيدها المتجر إليك.",
    "en": "For them {} riyals is owed to you, and the store returns it.",
}
GOES_BACK = {"ar": "يُرد إليك عنها {} ريال.", "en": "For them {} riyals goes back to you."}
HELD = {
    "ar": "لا تدفع ثمنها: ما يحجزه بنكك لها لا يُحصّل، أو يُرد إليك.",
    "en": "You do not pay for them: what your bank holds for them is not taken, or goes back to you.",
}


@pytest.fixture
def shopper() -> Client:
    return Client(HTTP_HOST="noor.localhost")


pytestmark = pytest.mark.usefixtures("everybody_listens")


def work() -> None:
    while deliver_due(now=clock.now()):
        pass


def one_of_three(way: str, language: str) -> Order:
    with transaction.atomic():
        order = confirmed(way)
        Order.objects.update(language=language)
        arrived(order, 1)
        rest_off(order)
    return order


def letters_of_rest(order: Order, language: str) -> list[str]:
    """Both bodies of each."""
    letters = [letter for letter in mail.outbox if letter.subject == SUBJECTS[language].format(order.number)]
    bodies = [body for letter in letters for body in (letter.body, letter.alternatives[0][0])]  # type: ignore[attr-defined]
    return [" ".join(str(body).split()) for body in bodies]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_says_that_they_will_not_be_sent(at_noor: Tenant, shopper: Client, language: str) -> None:
    order = one_of_three("cash_on_delivery", language)
    page = shopper.get(f"{'/en' if language == 'en' else ''}/orders/{order.token}/").content.decode()
    assert NOT_SENT[language] in page
    assert CAME_BACK[language] not in page


def test_what_was_sent_and_came_back_is_told_as_that(at_noor: Tenant, shopper: Client) -> None:
    order = one_of_three("cash_on_delivery", "ar")
    with transaction.atomic():
        receive_return(return_id=asked_back(order, 1), restock=True, actor=STAFF, now=NOON)
    page = shopper.get(f"/orders/{order.token}/").content.decode()
    assert (page.count(NOT_SENT["ar"]), page.count(CAME_BACK["ar"])) == (1, 1)
    work()
    assert len(letters_of_rest(order, "ar")) == 2, "one letter, of what will not come"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("way", WAYS)
def test_who_ordered_is_written_what_will_not_come_and_what_goes_back_once(
    at_noor: Tenant, way: str, language: str
) -> None:
    order = one_of_three(way, language)
    work()
    bodies = letters_of_rest(order, language)
    assert len(bodies) == 2
    said = AT_THE_DOOR[language] if way == "cash_on_delivery" else IS_OWED[language].format("66.66")
    assert all(said in body and "× 2" in body for body in bodies)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("taking", list(Taking))
def test_who_paid_by_card_is_written_what_goes_back_or_is_not_taken(
    browser: Client, simulator: Simulator, at_noor: Tenant, taking: Taking, language: str
) -> None:
    connect("paytabs", taking=taking)
    order = pay(browser, order_it(browser, email="sara@example.com")["Location"])
    simulator.control("clock", seconds=61)
    with transaction.atomic():
        Order.objects.update(language=language)
        sent(order, 1)
    work()
    typed = {"move": "call_off_rest", "reason": "انكسرت"}
    member(at_noor, Role.MANAGER).post(f"/manage/orders/{order.pk}/move/", typed)
    work()
    bodies = letters_of_rest(order, language)
    assert len(bodies) == 2
    said = HELD[language] if taking is Taking.BY_HAND else GOES_BACK[language].format("249.00")
    assert all(said in body for body in bodies)


def test_what_was_never_sent_is_not_refused_though_all_that_was_sent_came_back(in_noor: Any) -> None:
    order = confirmed("cash_on_delivery")
    arrived(order, 2)
    rest_off(order)
    asked_back(order, 2)
    [rest, _back] = returns_of(order.pk)
    with pytest.raises(NeverSent):
        refuse_return(return_id=rest.id, actor=STAFF, reason="", now=NOON)


def test_what_was_called_off_before_it_was_marked_is_marked_by_the_migration(
    at_noor: Tenant, own_database: str
) -> None:
    order = one_of_three("cash_on_delivery", "ar")
    with transaction.atomic():
        pieces = {the_line(order).pk: 1}
        later = NOON + timedelta(hours=1)
        request_return(order_id=order.pk, pieces=pieces, actor=STAFF, reason="", now=later)
    with owner_of(own_database) as owner:
        owner.execute("UPDATE orders_return SET was_never_sent = false")
        for _ in range(2):
            owner.execute(MIGRATION.NEVER_SENT)
        owner.commit()
    with transaction.atomic():
        assert [told.was_never_sent for told in returns_of(order.pk)] == [True, False]
