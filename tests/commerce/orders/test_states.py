"""The table of moves, and the database's own copy of it."""

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commerce.orders.domain.states import CALLED_OFF, MOVES, UNCONFIRMED, OrderStatus, may_move
from commerce.orders.models import Order
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.orders.checkout import order_of

PAIRS = list(product(OrderStatus, OrderStatus))


def test_every_state_is_in_the_table() -> None:
    assert set(MOVES) == set(OrderStatus)


def test_every_state_but_the_first_can_be_reached_from_it() -> None:
    reached = {OrderStatus.CREATED}
    while more := {to for status in reached for to in MOVES[status]} - reached:
        reached |= more
    assert reached == set(OrderStatus)


def test_ends_are_ends() -> None:
    assert not any(MOVES[status] for status in (*CALLED_OFF, OrderStatus.DELIVERED))


def test_whatever_is_unconfirmed_can_be_called_off() -> None:
    assert all(MOVES[status] & CALLED_OFF for status in UNCONFIRMED)


def way_to(wanted: OrderStatus) -> list[OrderStatus]:
    """Some allowed moves from the beginning to that state."""
    ways = {OrderStatus.CREATED: [OrderStatus.CREATED]}
    while wanted not in ways:
        for known, way in list(ways.items()):
            for to in MOVES[known]:
                ways.setdefault(to, [*way, to])
    return ways[wanted][1:]


def test_the_database_allows_exactly_the_moves_of_the_table(in_noor: Any) -> None:
    allowed = set()
    for number, (before, after) in enumerate(pair for pair in PAIRS if pair[0] is not pair[1]):
        order = order_of({put_on_shelf(f"V{number}"): 1}, key=f"k{number}")
        for status in way_to(before):
            Order.objects.filter(pk=order.pk).update(status=status)
        try:
            with transaction.atomic():
                Order.objects.filter(pk=order.pk).update(status=after)
        except IntegrityError:
            continue
        allowed.add((before, after))
    assert allowed == {pair for pair in PAIRS if may_move(*pair)}


def test_the_database_lets_an_order_begin_as_created_only(in_noor: Any) -> None:
    order = order_of({put_on_shelf("OUD"): 1})
    order.pk, order.number, order.token, order.idempotency_key = None, 2, "t", "k2"
    order.status = OrderStatus.CONFIRMED
    with pytest.raises(IntegrityError, match="begins as created"), transaction.atomic():
        order.save(force_insert=True)
