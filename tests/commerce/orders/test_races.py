"""Many shoppers at once, in threads with connections of their own, on a database where they commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import transaction

from commerce.carts.application.queries import piece_count
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases import reserve_stock as reserving
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.models import StockMovement
from commerce.core.idempotency import KeyInFlight, begin
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.orders.application.use_cases import place_order as placing
from commerce.orders.application.use_cases.place_order import FIRST_NUMBER, EmptyCart, TotalMoved, place_order
from commerce.orders.models import Order, OrderLine
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import GUEST, NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import request_for
from tests.support.together import at_once

BUYERS = 40
PIECES = 10

# As a careless hand would write it: what is free was read before it is written, and nothing is locked between.
WITHOUT_LOCK = (
    reserving.RESERVE.replace("FOR UPDATE OF level", "")
    .replace("AS available", "AS available, level.reserved AS seen, pg_sleep(0.05)")
    .replace("SET reserved = level.reserved", "SET reserved = decided.seen")
)


def all_at_once(count: int, act: Callable[[int], str], noor: Tenant) -> Counter[str]:
    """How often each answer came when all began in the same instant."""
    with tenant_scope(noor.pk):
        return Counter(at_once(*(partial(act, index) for index in range(count))))


def one_piece_each(noor: Tenant) -> tuple[int, Counter[str]]:
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=PIECES)
        for index in range(BUYERS):
            add_to_cart(shopper=Shopper(guest_key=f"buyer-{index}"), variant_id=oud, quantity=1, now=NOON)
        request = request_for(Shopper(guest_key="buyer-0"))

    def buy(index: int) -> str:
        try:
            place_order(shopper=Shopper(guest_key=f"buyer-{index}"), request=request, idempotency_key="k", now=NOON)
        except OutOfStock:
            return "sold out"
        return "ordered"

    return oud, all_at_once(BUYERS, buy, noor)


@pytest.fixture
def _nobody_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    """All come to the shelf at once."""

    def reserve(*, queued: bool, **asked: Any) -> None:
        assert queued
        reserving.reserve_stock(**asked)

    monkeypatch.setattr(placing, "reserve_stock", reserve)


def test_forty_buyers_of_ten_pieces(at_noor: Tenant) -> None:
    oud, answers = one_piece_each(at_noor)
    assert answers == {"ordered": PIECES, "sold out": BUYERS - PIECES}
    with transaction.atomic():
        assert pieces_of(oud) == (PIECES, PIECES)
        assert Order.objects.count() == Payment.objects.count() == OrderLine.objects.count() == PIECES
        numbers = sorted(Order.objects.values_list("number", flat=True))
        assert numbers == list(range(FIRST_NUMBER, FIRST_NUMBER + PIECES))
        moved = StockMovement.objects.filter(variant_id=oud).values_list("delta_on_hand", "delta_reserved")
        assert [sum(column) for column in zip(*moved, strict=True)] == [PIECES, PIECES]


@pytest.mark.long
@pytest.mark.usefixtures("_nobody_queues")
def test_the_lock_on_stock_alone_suffices(at_noor: Tenant) -> None:
    oud, answers = one_piece_each(at_noor)
    assert answers == {"ordered": PIECES, "sold out": BUYERS - PIECES}
    with transaction.atomic():
        assert pieces_of(oud) == (PIECES, PIECES)


@pytest.mark.usefixtures("_nobody_queues")
def test_without_that_lock_the_same_buyers_buy_too_much(at_noor: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: were the tests above blind, this one would fail."""
    monkeypatch.setattr(reserving, "RESERVE", WITHOUT_LOCK)
    _, answers = one_piece_each(at_noor)
    assert answers["ordered"] > PIECES


def test_twenty_presses_of_one_button_are_one_order(at_noor: Tenant) -> None:
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=PIECES)
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
        request = request_for()

    def press(_: int) -> str:
        return until_answered(lambda: place_order(shopper=GUEST, request=request, idempotency_key="k", now=NOON))[0]

    answers = all_at_once(20, press, at_noor)
    with transaction.atomic():
        (order,) = Order.objects.all()
        assert answers == {str(order.pk): 20}
        assert Payment.objects.count() == 1
        assert pieces_of(oud) == (PIECES, 2)


def until_answered(place: Callable[[], int]) -> tuple[str, int]:
    """The answer, and how often it was in flight before."""
    for times in range(2000):
        try:
            return str(place()), times
        except KeyInFlight:
            sleep(0.01)
    raise AssertionError("it never ended")


@pytest.mark.parametrize(("keys", "clients"), [(8, 20), pytest.param(20, 50, marks=pytest.mark.long)])
def test_keys_of_many_clients_each_are_one_order_each(at_noor: Tenant, keys: int, clients: int) -> None:
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=100)
        for number in range(keys):
            add_to_cart(shopper=Shopper(guest_key=f"buyer-{number}"), variant_id=oud, quantity=1, now=NOON)
        request = request_for(Shopper(guest_key="buyer-0"))
    in_flight = []

    def client(_: int) -> str:
        answers = []
        for number in range(keys):
            shopper, key = Shopper(guest_key=f"buyer-{number}"), f"key-{number}"
            answer, times = until_answered(
                lambda s=shopper, k=key: place_order(shopper=s, request=request, idempotency_key=k, now=NOON)  # type: ignore[misc]
            )
            in_flight.append(times)
            answers.append(answer)
        return " ".join(answers)

    answers = all_at_once(clients, client, at_noor)
    with transaction.atomic():
        orders = Order.objects.order_by("idempotency_key").in_bulk(field_name="pk").values()
        of_key = {order.idempotency_key: str(order.pk) for order in orders}
        assert len(of_key) == len(orders) == keys
        assert answers == {" ".join(of_key[f"key-{number}"] for number in range(keys)): clients}
        assert pieces_of(oud) == (100, keys)
    assert any(in_flight)


def test_without_the_key_clients_get_other_answers(at_noor: Tenant) -> None:
    """The negative control: what makes fifty answers one is the key."""
    with transaction.atomic():
        add_to_cart(shopper=GUEST, variant_id=put_on_shelf("OUD", pieces=100), quantity=1, now=NOON)
        request = request_for()

    def press(index: int) -> str:
        try:
            return str(place_order(shopper=GUEST, request=request, idempotency_key=f"k{index}", now=NOON))
        except EmptyCart:
            return "empty"

    assert all_at_once(20, press, at_noor)["empty"] == 19


def test_the_second_of_two_does_not_wait_for_the_first(at_noor: Tenant) -> None:
    begun, done = Event(), Event()

    def act(index: int) -> str:
        if index:
            assert begun.wait(10)
            try:
                with transaction.atomic():
                    begin(actor="guest", key="k", request={}, now=NOON)
            except KeyInFlight:
                return "in flight"
            finally:
                done.set()
        with transaction.atomic():
            begin(actor="guest", key="k", request={}, now=NOON)
            begun.set()
            # A second that waited at the constraint would hold this up for as long as a lock may be waited for.
            return "first to end" if done.wait(2) else "waited for"

    assert all_at_once(2, act, at_noor) == {"first to end": 1, "in flight": 1}


def test_a_key_whose_work_was_rolled_back_is_free(at_noor: Tenant) -> None:
    with transaction.atomic():
        begin(actor="guest", key="k", request={"total": 1}, now=NOON)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert begin(actor="guest", key="k", request={"total": 2}, now=NOON).answer is None


@pytest.mark.long
def test_opposite_carts_never_wait_for_each_other_in_a_circle(at_noor: Tenant) -> None:
    with transaction.atomic():
        shelf = [put_on_shelf(f"V{index}", pieces=100, price_minor=1000) for index in range(5)]
        for index in range(BUYERS):
            shopper = Shopper(guest_key=f"buyer-{index}")
            for variant in shelf if index % 2 else reversed(shelf):
                add_to_cart(shopper=shopper, variant_id=variant, quantity=1, now=NOON)
        request = request_for(seen_total=Money(5000, "SAR"))

    def buy(index: int) -> str:
        place_order(shopper=Shopper(guest_key=f"buyer-{index}"), request=request, idempotency_key="k", now=NOON)
        return "ordered"

    assert all_at_once(BUYERS, buy, at_noor) == {"ordered": BUYERS}
    with transaction.atomic():
        assert [pieces_of(variant) for variant in shelf] == [(100, BUYERS)] * 5


def test_filling_the_cart_while_it_is_ordered_loses_nothing(at_noor: Tenant) -> None:
    """Each piece ends in the order or in the next cart, whoever comes first."""
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=100, price_minor=1000)
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
        request = request_for()

    def act(index: int) -> str:
        if index:
            add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
            return "added"
        try:
            place_order(shopper=GUEST, request=request, idempotency_key="k", now=NOON)
        except TotalMoved:
            return "refused"
        return "ordered"

    answers = all_at_once(12, act, at_noor)
    assert answers["added"] == 11
    with transaction.atomic():
        ordered = sum(OrderLine.objects.values_list("quantity", flat=True))
        assert ordered + piece_count(GUEST) == 12
        assert answers["ordered"] == Order.objects.count()
        assert answers["ordered"] + answers["refused"] == 1
