"""Pieces that come back lie on the shelf once, whatever becomes of their money."""

from __future__ import annotations

from typing import Any

import pytest

from commerce.catalog.application.use_cases.adjust_stock import BelowReserved
from commerce.catalog.domain.values import Movement
from commerce.catalog.interfaces.problem_texts import MOVEMENT_NAMES
from commerce.catalog.models import StockMovement
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refuse_return import refuse_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.models import Order, OrderLine, Return
from tests.commerce.carts.shop import NOON, pieces_of
from tests.commerce.orders.checkout import order_of
from tests.commerce.orders.test_came_back import STAFF, come_back, on_its_way
from tests.commerce.orders.test_held_stock import movement_sums


def arrives(order: Order, *, restock: bool = True) -> int:
    """One piece of three."""
    line_id = OrderLine.objects.get(order=order).pk
    return_id = request_return(order_id=order.pk, pieces={line_id: 1}, actor=STAFF, reason="", now=NOON)
    receive_return(return_id=return_id, restock=restock, actor=STAFF, now=NOON)
    return return_id


def refuse(return_id: int) -> None:
    refuse_return(return_id=return_id, actor=STAFF, reason="worn", now=NOON)


def delivered() -> tuple[Order, int]:
    order, oud = on_its_way()
    deliver_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order, oud


@pytest.mark.parametrize(("restock", "on_shelf"), [(True, 10), (False, 9)])
def test_pieces_that_were_given_back_for_are_not_put_on_the_shelf_twice(
    in_noor: Any, *, restock: bool, on_shelf: int
) -> None:
    """Of orders from before money had to be there first."""
    order, oud = on_its_way()
    Return.objects.filter(pk=arrives(order, restock=restock)).update(status="refunded")
    come_back(order)
    assert (pieces_of(oud), movement_sums(oud)) == ((on_shelf, 0), (on_shelf, 0))


def test_what_was_left_on_the_shelf_though_it_was_refused_is_not_put_there_twice(in_noor: Any) -> None:
    """Of orders from before refused pieces were taken off it."""
    order, oud = on_its_way()
    Return.objects.filter(pk=arrives(order)).update(status="refused")
    come_back(order)
    assert (pieces_of(oud), movement_sums(oud)) == ((10, 0), (10, 0))


def test_refused_pieces_go_to_the_shopper_again_however_often_they_come(in_noor: Any) -> None:
    order, oud = delivered()
    for _ in range(3):
        return_id = arrives(order)
        assert pieces_of(oud) == (8, 0)
        refuse(return_id)
        assert (pieces_of(oud), movement_sums(oud)) == ((7, 0), (7, 0))
    assert [told.is_restocked for told in returns_of(order.pk)] == [False] * 3


def test_the_shelfs_history_says_that_refused_pieces_went_to_the_shopper_again(in_noor: Any) -> None:
    order, oud = delivered()
    refuse(arrives(order))
    history = StockMovement.objects.filter(variant_id=oud, kind__in=["returned", "sent_back"]).order_by("id")
    assert list(history.values_list("kind", "delta_on_hand")) == [("returned", 1), ("sent_back", -1)]
    assert str(MOVEMENT_NAMES[Movement.SENT_BACK]) == "عاد إلى العميل"


def test_refused_pieces_that_were_never_on_the_shelf_change_nothing(in_noor: Any) -> None:
    order, oud = delivered()
    refuse(arrives(order, restock=False))
    assert pieces_of(oud) == (7, 0)


def test_what_was_refused_and_then_not_taken_comes_back_with_the_others(in_noor: Any) -> None:
    order, oud = on_its_way()
    refuse(arrives(order))
    come_back(order)
    assert (pieces_of(oud), movement_sums(oud)) == ((10, 0), (10, 0))


def test_what_others_were_promised_meanwhile_can_not_go_to_the_shopper_again(in_noor: Any) -> None:
    order, oud = delivered()
    return_id = arrives(order)
    order_of({oud: 8}, key="k2")
    with pytest.raises(BelowReserved):
        refuse(return_id)
    assert (pieces_of(oud), [told.status for told in returns_of(order.pk)]) == ((8, 8), ["received"])
