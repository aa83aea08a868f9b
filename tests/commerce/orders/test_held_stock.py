"""How long pieces are held for an order, and who gets them when its time is up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from commerce.carts.application.queries import cart_view
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.models import StockMovement, StockReservation
from commerce.core.actors import GUEST as GUEST_ACTOR
from commerce.core.money import Money
from commerce.orders.application.use_cases import place_order as placing
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.settle_order import STOCK_GONE, settle_order
from commerce.orders.domain.policies import ATTEMPT_HOLD, LONGEST_ONLINE_HOLD, ONLINE_HOLD, held_for_attempt
from commerce.orders.models import Order, OrderMove
from commerce.payments.models import Payment
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.payments.tills import offer

NORA = Shopper(guest_key="nora")
DUE = NOON + ONLINE_HOLD


def nora_wants(variant_id: int) -> Money:
    """One piece lies in Nora's cart; the total she sees."""
    add_to_cart(shopper=NORA, variant_id=variant_id, quantity=1, now=NOON)
    return cart_view(NORA, now=NOON).total


def movement_sums(variant_id: int) -> tuple[int, int]:
    sums = StockMovement.objects.filter(variant_id=variant_id).aggregate(Sum("delta_on_hand"), Sum("delta_reserved"))
    return sums["delta_on_hand__sum"], sums["delta_reserved__sum"]


def test_pieces_whose_time_is_up_go_to_who_wants_them(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD", pieces=3), put_on_shelf("MUSK", pieces=1)
    seen = nora_wants(oud)
    first = order_of({oud: 3, musk: 1}, payment_method="paytabs")
    second = order_of({}, shopper=NORA, now=DUE, seen_total=seen)
    assert (pieces_of(oud), pieces_of(musk)) == ((3, 1), (1, 0))
    assert movement_sums(oud) == (3, 1)
    held = StockReservation.objects.filter(state="held")
    assert [row.subject for row in held] == [second.subject]
    # Money that comes for the first all the same takes nothing from the second.
    Payment.objects.filter(pk=first.payment_id).update(status="captured")
    Order.objects.filter(pk=first.pk).update(status="payment_pending")
    settle_order(payment_id=first.payment_id, now=DUE)
    assert OrderMove.objects.filter(order=first).latest("pk").reason == STOCK_GONE
    assert (pieces_of(oud), pieces_of(musk)) == ((3, 1), (1, 0))


def test_a_moment_earlier_they_are_still_held(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=2)
    seen = nora_wants(oud)
    order_of({oud: 2}, payment_method="paytabs")
    with pytest.raises(OutOfStock):
        order_of({}, shopper=NORA, seen_total=seen, now=DUE - timedelta(seconds=1))


def test_without_the_release_the_second_is_refused(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(placing, "release_due_stock", lambda **_: 0)
    oud = put_on_shelf("OUD", pieces=2)
    seen = nora_wants(oud)
    order_of({oud: 2}, payment_method="paytabs")
    with pytest.raises(OutOfStock):
        order_of({}, shopper=NORA, seen_total=seen, now=DUE)


@pytest.mark.usefixtures("simulator")
def test_who_went_to_pay_holds_them_for_as_long_as_they_may_take(at_noor: Any) -> None:
    offer("paytabs", "cash_on_delivery")
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=2)
        seen = nora_wants(oud)
        order = order_of({oud: 2}, payment_method="paytabs")
    went = NOON + timedelta(minutes=14)
    pay_order(order_id=order.pk, actor=GUEST_ACTOR, return_url="http://noor.localhost/back/", now=went)
    with transaction.atomic():
        order.refresh_from_db()
        assert order.expires_at == went + ATTEMPT_HOLD
        with pytest.raises(OutOfStock):
            order_of({}, shopper=NORA, seen_total=seen, now=DUE)


def test_nobody_holds_pieces_for_ever() -> None:
    placed_at, expires_at = NOON, NOON + ONLINE_HOLD
    for minute in range(0, 600, 5):
        now = NOON + timedelta(minutes=minute)
        later = held_for_attempt(placed_at=placed_at, expires_at=expires_at, now=now)
        assert later >= expires_at
        expires_at = later
    assert expires_at == NOON + LONGEST_ONLINE_HOLD
