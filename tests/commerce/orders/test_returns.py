"""Pieces that come back, and the money for them."""

from __future__ import annotations

import re
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.orders.application.return_moves import ReturnMoveRefused
from commerce.orders.application.return_queries import pieces_to_return, returns_of
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.refuse_return import refuse_return
from commerce.orders.application.use_cases.request_return import (
    NothingToReturn,
    NotReturnable,
    NotSoManyToReturn,
    request_return,
)
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.events import ReturnMoved
from commerce.orders.domain.returns import RETURN_MOVES, ReturnStatus, SoldLine, may_move_return, shares_back
from commerce.orders.interfaces.handlers import on_return_moved
from commerce.orders.models import Order, OrderLine, Return, ReturnLine
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.models import Refund
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of

STAFF = Actor(ActorKind.STAFF, "7")


def sent(*, price_minor: int = 3333, pieces: int = 3) -> Order:
    order = order_of({put_on_shelf("OUD", pieces=20, price_minor=price_minor): pieces})
    confirm_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    ship_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order


@pytest.fixture
def order(in_noor: Any) -> Order:
    return delivered()


def the_line(order: Order) -> OrderLine:
    line: OrderLine = OrderLine.objects.get(order=order)
    return line


def asked(order: Order, pieces: int) -> int:
    line_id = the_line(order).pk
    return request_return(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, reason="", now=NOON)


def given_back(order: Order, pieces: int, *, restock: bool = True) -> int:
    return_id = asked(order, pieces)
    receive_return(return_id=return_id, restock=restock, actor=STAFF, now=NOON)
    return refund_return(return_id=return_id, actor=STAFF, now=NOON).minor


def test_pieces_that_come_back_one_by_one_sum_to_what_was_paid(order: Order) -> None:
    line = the_line(order)
    amounts = [given_back(order, 1) for _ in range(3)]
    assert sum(amounts) == line.paid_minor == order.total_minor
    assert sum(row.vat_minor or 0 for row in ReturnLine.objects.all()) == line.vat_minor == order.vat_minor
    assert pieces_of(line.variant_id or 0) == (20, 0)
    assert pieces_to_return(order.pk) == ()


@given(st.data())
def test_any_sequence_that_ends_in_all_sums_exactly(data: st.DataObject) -> None:
    quantity = data.draw(st.integers(1, 60))
    paid = data.draw(st.integers(0, 10**9))
    sold = SoldLine(quantity, paid, data.draw(st.none() | st.integers(0, paid)))
    returned, amounts, vats = 0, 0, 0
    while returned < quantity:
        returning = data.draw(st.integers(1, quantity - returned))
        share = shares_back(sold, returned=returned, returning=returning)
        assert share.amount >= 0
        returned, amounts, vats = returned + returning, amounts + share.amount, vats + (share.vat or 0)
    assert (amounts, vats) == (paid, sold.vat or 0)


def test_a_share_by_itself_would_not_sum() -> None:
    """The negative control: three thirds of ten are nine."""
    assert sum(shares_back(SoldLine(3, 10, None), returned=0, returning=1).amount for _ in range(3)) != 10


def test_refused_returns_leave_no_gap(order: Order) -> None:
    first, second = asked(order, 1), asked(order, 1)
    refuse_return(return_id=first, actor=STAFF, reason="opened", now=NOON)
    receive_return(return_id=second, restock=False, actor=STAFF, now=NOON)
    back = refund_return(return_id=second, actor=STAFF, now=NOON).minor
    assert back + given_back(order, 2) == order.total_minor


def test_pieces_go_to_the_shelf_only_where_somebody_says_so(order: Order) -> None:
    variant_id = the_line(order).variant_id or 0
    given_back(order, 1, restock=False)
    assert pieces_of(variant_id) == (17, 0)
    given_back(order, 2)
    assert pieces_of(variant_id) == (19, 0)
    assert [told.is_restocked for told in returns_of(order.pk)] == [False, True]


def test_what_is_refused(order: Order) -> None:
    with pytest.raises(NothingToReturn):
        asked(order, 0)
    with pytest.raises(NotSoManyToReturn):
        asked(order, 4)
    asked(order, 2)
    with pytest.raises(NotSoManyToReturn):
        asked(order, 2)
    kept = order_of({put_on_shelf("MUSK"): 1}, key="k2")
    with pytest.raises(NotReturnable):
        asked(kept, 1)


def test_money_goes_back_once_and_only_for_what_arrived(order: Order) -> None:
    return_id = asked(order, 1)
    with pytest.raises(ReturnMoveRefused):
        refund_return(return_id=return_id, actor=STAFF, now=NOON)
    receive_return(return_id=return_id, restock=False, actor=STAFF, now=NOON)
    refund_return(return_id=return_id, actor=STAFF, now=NOON)
    with pytest.raises(ReturnMoveRefused):
        refund_return(return_id=return_id, actor=STAFF, now=NOON)


def way_to(wanted: ReturnStatus) -> list[ReturnStatus]:
    ways = {ReturnStatus.REQUESTED: [ReturnStatus.REQUESTED]}
    while wanted not in ways:
        for known, way in list(ways.items()):
            for to in RETURN_MOVES[known]:
                ways.setdefault(to, [*way, to])
    return ways[wanted][1:]


def test_the_database_allows_exactly_the_moves_of_the_table(in_noor: Any) -> None:
    order = sent(pieces=12)
    allowed = set()
    pairs = [pair for pair in product(ReturnStatus, ReturnStatus) if pair[0] is not pair[1]]
    for before, after in pairs:
        made = Return.objects.get(pk=asked(order, 1))
        for status in way_to(before):
            Return.objects.filter(pk=made.pk).update(status=status)
        try:
            with transaction.atomic():
                Return.objects.filter(pk=made.pk).update(status=after)
        except IntegrityError:
            continue
        allowed.add((before, after))
    assert allowed == {pair for pair in pairs if may_move_return(*pair)}


def test_the_database_refuses_more_pieces_and_more_money_than_there_were(order: Order) -> None:
    parcel = Return.objects.get(pk=asked(order, 3))
    row = ReturnLine.objects.get(parcel=parcel)
    with pytest.raises(IntegrityError, match="would come back"), transaction.atomic():
        ReturnLine.objects.filter(pk=row.pk).update(amount_minor=order.total_minor + 1)
    with transaction.atomic():
        extra = Return.objects.get(pk=asked_of_nothing(order))
        with pytest.raises(IntegrityError, match="would come back"), transaction.atomic():
            ReturnLine.objects.create(parcel=extra, line=the_line(order), quantity=1)


def asked_of_nothing(order: Order) -> int:
    made = Return.objects.get(order=order)
    made.pk, made.position, made.refund_key = None, 2, "00000000-0000-0000-0000-000000000002"
    made.save(force_insert=True)
    return int(made.pk)


def test_who_ordered_has_the_money_back_once_and_is_told_how_much(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = delivered()
        given_back(order, 3)
    all_told()
    assert (refunded(), letters()) == ([9999], ["99.99"])
    on_return_moved(ReturnMoved(order.pk, returns_id(order), "received", "refunded"))
    all_told()
    assert (refunded(), letters()) == ([9999], ["99.99"])


def test_a_return_gives_back_no_more_than_is_left(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = delivered()
    half = RefundRequest(amount=Money(5000, "SAR"), key=uuid4(), reason="Dented")
    refund_payment(payment_id=order.payment_id, request=half, now=NOON)
    for pieces in (1, 2):
        with transaction.atomic():
            given_back(order, pieces)
        all_told()
    assert refunded() == [5000, 3333, 1666]
    with transaction.atomic():
        return_ids = [told.id for told in returns_of(order.pk)]
    for return_id in return_ids:  # told again, when less is left than the pieces cost
        on_return_moved(ReturnMoved(order.pk, return_id, "received", "refunded"))
    assert refunded() == [5000, 3333, 1666]
    with transaction.atomic():
        assert [str(told.amount) for told in returns_of(order.pk)] == ["33.33 SAR", "16.66 SAR"]


def test_what_was_never_paid_is_not_given_back(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = sent()
        deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=Money(0, "SAR"), now=NOON)
        mail.outbox.clear()
        given_back(order, 3)
    all_told()
    assert (refunded(), letters()) == ([], [])


def all_told() -> None:
    """What happened has been handled, and what happened because of that."""
    while deliver_due(now=clock.now()):
        pass


def delivered() -> Order:
    order = sent()
    deliver_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    mail.outbox.clear()
    return order


def refunded() -> list[int]:
    with transaction.atomic():
        return [refund.amount_minor for refund in Refund.objects.order_by("id")]


def letters() -> list[str]:
    """The amounts that letters of refunds tell."""
    told = [str(letter.body) for letter in mail.outbox if "استرداد مبلغ" in letter.subject]
    return [amount for body in told for amount in re.findall(r"المبلغ: (\S+)", body)]


def returns_id(order: Order) -> int:
    with transaction.atomic():
        return returns_of(order.pk)[0].id
