"""Pieces of an order paid at the door that are back before the courier brought its money."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from commerce.accounts.domain.policies import Role
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.refund_return import NotCollectedYet, refund_return
from commerce.orders.models import Order
from commerce.payments.application.money_queries import open_discrepancies
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.catalog.desk import member
from tests.commerce.orders.test_came_back import PRICE, STAFF, collected, given_back, on_its_way
from tests.commerce.orders.test_shelf_of_returns import arrives


def give_back(return_id: int) -> int:
    return refund_return(return_id=return_id, actor=STAFF, now=NOON).minor


def test_nothing_is_given_back_before_the_money_is_there(in_noor: Any) -> None:
    order, _oud = on_its_way()
    return_id = arrives(order)
    with pytest.raises(NotCollectedYet):
        give_back(return_id)
    assert [told.status for told in returns_of(order.pk)] == ["received"]


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("brought", "paid"),
    [(None, 2 * PRICE), (2 * PRICE, 2 * PRICE), (3 * PRICE, 3 * PRICE), (PRICE + 1, PRICE + 1), (0, 0)],
)
def test_whatever_the_courier_brought_all_pieces_give_it_back(
    in_noor: Any, brought: int | None, paid: int, *, is_first: bool
) -> None:
    order, _oud = on_its_way()
    early = arrives(order)
    amount = None if brought is None else Money(brought, "SAR")
    deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=amount, now=NOON)
    assert collected(order)[0] == paid
    back = give_back(early) if is_first else 0
    back += given_back(order, 2)
    back += 0 if is_first else give_back(early)
    assert back == paid


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        (None, []),
        (2 * PRICE, []),
        (3 * PRICE, []),  # of which the return gives back its part
        (2 * PRICE - 1, ["collected_otherwise"]),
        (2 * PRICE + 1, ["collected_otherwise"]),
        (0, ["collected_otherwise"]),
    ],
)
def test_only_another_sum_than_was_due_is_told(in_noor: Any, brought: int | None, told: list[str]) -> None:
    order, _oud = on_its_way()
    arrives(order)
    amount = None if brought is None else Money(brought, "SAR")
    deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=amount, now=NOON)
    assert collected(order)[1] == told
    facts = [dict(row.facts) for row in open_discrepancies(order.payment_id)]
    assert [each["owed"] for each in facts] == ["200.00 SAR" for _ in told]


@pytest.fixture
def back_early(at_noor: Tenant) -> tuple[Order, int]:
    """One piece of three is back; the order is on its way."""
    with transaction.atomic():
        order, _oud = on_its_way()
        return order, arrives(order)


def page_of(desk: Client, order: Order) -> Any:
    return desk.get(f"/manage/orders/{order.pk}/")


def moves(page: Any) -> list[str]:
    [parcel] = page.context["returns"]["parcels"]
    return [name for name, _label in parcel["moves"]]


def test_the_desk_proposes_what_is_still_to_be_collected(back_early: tuple[Order, int], at_noor: Tenant) -> None:
    page = page_of(member(at_noor, Role.MANAGER), back_early[0])
    assert page.context["to_collect"]["collected"].value() == "200.00"


def test_the_desk_gives_back_once_the_money_is_there(back_early: tuple[Order, int], at_noor: Tenant) -> None:
    order, return_id = back_early
    desk = member(at_noor, Role.MANAGER)
    page = page_of(desk, order)
    assert moves(page) == ["refuse"]
    assert "لم يسلّم المندوب المبلغ بعد" in page.content.decode()
    page = desk.post(f"/manage/orders/returns/{return_id}/", {"move": "refund"}, follow=True)
    [told] = page.context["messages"]
    assert str(told).startswith("لم يسلّم المندوب المبلغ بعد. سجّل أولًا ما حُصّل")
    desk.post(f"/manage/orders/{order.pk}/move/", {"move": "deliver", "collected": "300"})
    assert "refund" in moves(page_of(desk, order))
    page = desk.post(f"/manage/orders/returns/{return_id}/", {"move": "refund"}, follow=True)
    with transaction.atomic():
        assert [str(told.amount) for told in returns_of(order.pk)] == ["100.00 SAR"]


def test_why_is_said_in_english_too() -> None:
    with translation.override("en"):
        assert message_for(NotCollectedYet()).startswith("The courier has not brought the money yet.")
