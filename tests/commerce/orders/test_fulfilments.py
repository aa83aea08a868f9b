"""Parts of an order that are packed and sent one after the other."""

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commerce.core.actors import Actor, ActorKind
from commerce.orders.application.fulfilment_moves import FulfilmentMoveRefused
from commerce.orders.application.fulfilment_queries import fulfilments_of, pieces_to_send
from commerce.orders.application.moves import MoveRefused
from commerce.orders.application.queries import order_view
from commerce.orders.application.use_cases.cancel_fulfilment import cancel_fulfilment
from commerce.orders.application.use_cases.cancel_order import PartlySent, cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_fulfilment import deliver_fulfilment
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.plan_fulfilment import NothingToSend, NotSoManyPieces, plan_fulfilment
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.fulfilments import FULFILMENT_MOVES, FulfilmentStatus, may_move_fulfilment
from commerce.orders.models import Fulfilment, FulfilmentLine, Order, OrderLine
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of

STAFF = Actor(ActorKind.STAFF, "7")


@pytest.fixture
def order(in_noor: Any) -> Order:
    """Three of one thing and one of another, to be sent."""
    order = order_of({put_on_shelf("OUD", pieces=10): 3, put_on_shelf("MUSK", pieces=10): 1})
    confirm_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order


def lines_of(order: Order) -> list[int]:
    return list(OrderLine.objects.filter(order=order).order_by("position").values_list("pk", flat=True))


def planned(order: Order, **pieces: int) -> int:
    oud, musk = lines_of(order)
    named = {"oud": oud, "musk": musk}
    wanted = {named[name]: count for name, count in pieces.items()}
    return plan_fulfilment(order_id=order.pk, pieces=wanted, actor=STAFF, now=NOON)


def sent(order: Order, tracking_number: str = "", **pieces: int) -> int:
    fulfilment_id = planned(order, **pieces)
    pack_fulfilment(fulfilment_id=fulfilment_id, actor=STAFF, now=NOON)
    ship_fulfilment(fulfilment_id=fulfilment_id, tracking_number=tracking_number, actor=STAFF, now=NOON)
    return fulfilment_id


def status_of(order: Order) -> str:
    return order_view(order.token, now=NOON).status


def test_an_order_is_on_its_way_when_all_its_pieces_are(order: Order) -> None:
    first = sent(order, "SMSA 123", oud=2)
    assert status_of(order) == "confirmed"
    second = sent(order, oud=1, musk=1)
    assert status_of(order) == "shipped"
    deliver_fulfilment(fulfilment_id=second, actor=STAFF, now=NOON)
    assert status_of(order) == "shipped"
    deliver_fulfilment(fulfilment_id=first, actor=STAFF, now=NOON)
    view = order_view(order.token, now=NOON)
    assert (view.status, view.payment_status) == ("delivered", "captured")


def test_a_fulfilment_tells_its_pieces_its_number_and_who_moved_it(order: Order) -> None:
    sent(order, " SMSA 123 ", oud=2)
    [told] = fulfilments_of(order.pk)
    assert (told.position, told.status, told.tracking_number) == (1, "shipped", "SMSA 123")
    assert [(piece.sku, piece.quantity) for piece in told.pieces] == [("OUD", 2)]
    assert [(move.status, move.actor_id) for move in told.moves] == [
        ("planned", "7"),
        ("packed", "7"),
        ("shipped", "7"),
    ]
    assert [(piece.sku, piece.quantity) for piece in pieces_to_send(order.pk)] == [("OUD", 1), ("MUSK", 1)]


def test_an_order_that_arrived_in_part_is_not_delivered(order: Order) -> None:
    deliver_fulfilment(fulfilment_id=sent(order, oud=3), actor=STAFF, now=NOON)
    assert status_of(order) == "confirmed"


def test_pieces_that_are_unpacked_can_be_planned_anew(order: Order) -> None:
    first = planned(order, oud=3)
    with pytest.raises(NotSoManyPieces):
        planned(order, oud=1)
    cancel_fulfilment(fulfilment_id=first, actor=STAFF, reason="broken", now=NOON)
    sent(order, oud=3, musk=1)
    assert status_of(order) == "shipped"
    assert [told.status for told in fulfilments_of(order.pk)] == ["cancelled", "shipped"]


def test_what_has_left_is_not_unpacked(order: Order) -> None:
    first = sent(order, oud=1)
    with pytest.raises(FulfilmentMoveRefused):
        cancel_fulfilment(fulfilment_id=first, actor=STAFF, reason="", now=NOON)


def test_nothing_and_too_much_and_the_unconfirmed_are_refused(order: Order) -> None:
    with pytest.raises(NothingToSend):
        planned(order, oud=0)
    with pytest.raises(NotSoManyPieces):
        planned(order, oud=4)
    with pytest.raises(NotSoManyPieces):
        planned(order, oud=-1, musk=1)
    other = order_of({put_on_shelf("AMBER", pieces=5): 1}, key="k2")
    with pytest.raises(NotSoManyPieces):
        plan_fulfilment(order_id=order.pk, pieces={lines_of(other)[0]: 1}, actor=STAFF, now=NOON)
    with pytest.raises(MoveRefused):
        plan_fulfilment(order_id=other.pk, pieces={lines_of(other)[0]: 1}, actor=STAFF, now=NOON)


def test_shipping_the_order_sends_what_is_left_together(order: Order) -> None:
    planned(order, oud=1)
    ship_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert [(told.status, [piece.quantity for piece in told.pieces]) for told in fulfilments_of(order.pk)] == [
        ("shipped", [1]),
        ("shipped", [2, 1]),
    ]
    deliver_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert [told.status for told in fulfilments_of(order.pk)] == ["delivered", "delivered"]


def test_an_order_that_is_called_off_stays_in_the_house(order: Order) -> None:
    planned(order, oud=1)
    cancel_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert [told.status for told in fulfilments_of(order.pk)] == ["cancelled"]
    assert pieces_of(OrderLine.objects.get(pk=lines_of(order)[0]).variant_id or 0) == (10, 0)


def test_an_order_of_which_pieces_have_left_is_not_called_off(order: Order) -> None:
    sent(order, oud=1)
    with pytest.raises(PartlySent):
        cancel_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert status_of(order) == "confirmed"


def way_to(wanted: FulfilmentStatus) -> list[FulfilmentStatus]:
    ways = {FulfilmentStatus.PLANNED: [FulfilmentStatus.PLANNED]}
    while wanted not in ways:
        for known, way in list(ways.items()):
            for to in FULFILMENT_MOVES[known]:
                ways.setdefault(to, [*way, to])
    return ways[wanted][1:]


def test_the_database_allows_exactly_the_moves_of_the_table(order: Order) -> None:
    allowed = set()
    pairs = [pair for pair in product(FulfilmentStatus, FulfilmentStatus) if pair[0] is not pair[1]]
    for position, (before, after) in enumerate(pairs, start=1):
        made = Fulfilment.objects.create(order=order, position=position, status=FulfilmentStatus.PLANNED)
        for status in way_to(before):
            Fulfilment.objects.filter(pk=made.pk).update(status=status)
        try:
            with transaction.atomic():
                Fulfilment.objects.filter(pk=made.pk).update(status=after)
        except IntegrityError:
            continue
        allowed.add((before, after))
    assert allowed == {pair for pair in pairs if may_move_fulfilment(*pair)}


def test_the_database_refuses_more_pieces_than_were_ordered(order: Order) -> None:
    fulfilment = Fulfilment.objects.get(pk=planned(order, oud=2))
    second = Fulfilment.objects.create(order=order, position=2, status=FulfilmentStatus.PLANNED)
    oud = lines_of(order)[0]
    FulfilmentLine.objects.create(fulfilment=second, line_id=oud, quantity=1)
    third = Fulfilment.objects.create(order=order, position=3, status=FulfilmentStatus.PLANNED)
    with pytest.raises(IntegrityError, match="has 3 pieces, not 4"), transaction.atomic():
        FulfilmentLine.objects.create(fulfilment=third, line_id=oud, quantity=1)
    cancel_fulfilment(fulfilment_id=fulfilment.pk, actor=STAFF, reason="", now=NOON)
    FulfilmentLine.objects.create(fulfilment=third, line_id=oud, quantity=1)


def test_the_database_refuses_another_orders_line(order: Order) -> None:
    other = order_of({put_on_shelf("AMBER", pieces=5): 1}, key="k2")
    made = Fulfilment.objects.create(order=order, position=1, status=FulfilmentStatus.PLANNED)
    with pytest.raises(IntegrityError, match="not of the order"), transaction.atomic():
        FulfilmentLine.objects.create(fulfilment=made, line_id=lines_of(other)[0], quantity=1)


@pytest.mark.parametrize("table", ["orders_fulfilmentmove", "orders_fulfilmentline"])
def test_history_and_pieces_are_never_changed(order: Order, table: str) -> None:
    planned(order, oud=1)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
