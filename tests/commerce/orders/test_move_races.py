"""Two hands move one order at once: the lock on the order decides who comes first, and the stock adds up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commerce.catalog.models import StockMovement
from commerce.core.actors import Actor, ActorKind
from commerce.orders.application.moves import lock_order
from commerce.orders.application.use_cases import cancel_order as cancelling
from commerce.orders.application.use_cases import confirm_order as confirming
from commerce.orders.application.use_cases import expire_orders as expiring
from commerce.orders.application.use_cases import fail_order as failing
from commerce.orders.application.use_cases import settle_order as settling
from commerce.orders.domain.policies import ONLINE_HOLD
from commerce.orders.models import Order, OrderMove
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.support.together import Meeting, outcomes

STAFF = Actor(ActorKind.STAFF, "1")
PLACES = (cancelling, confirming, expiring, failing, settling)
Act = Callable[[], object]


def read_order(order_id: int) -> Order:
    """As a careless hand would write `lock_order`."""
    order: Order = Order.objects.get(pk=order_id)
    return order


def with_time_to_think(monkeypatch: pytest.MonkeyPatch, lock: Callable[[int], Order]) -> None:
    """Whoever has the order looks at it until the other has it too, or is held back by the lock: two really meet."""
    meeting = Meeting(2)

    def met(order_id: int) -> Order:
        order = lock(order_id)
        meeting.come()
        return order

    for place in PLACES:
        monkeypatch.setattr(place, "lock_order", met)


def movement_sums(variant: int) -> tuple[int, int]:
    moved = StockMovement.objects.filter(variant_id=variant).values_list("delta_on_hand", "delta_reserved")
    on_hand, reserved = (sum(column) for column in zip(*moved, strict=True))
    return on_hand, reserved


def confirm_and_cancel(noor: Tenant) -> tuple[str, tuple[int, int], list[str]]:
    """How the order stands at the end, the shelf, and the answers."""
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=10)
        order = order_of({oud: 2})
    answers = outcomes(
        lambda: confirming.confirm_order(order_id=order.pk, actor=STAFF, reason="", now=NOON),
        lambda: cancelling.cancel_order(order_id=order.pk, actor=STAFF, reason="", now=NOON),
    )
    with transaction.atomic():
        order.refresh_from_db()
        assert movement_sums(oud) == pieces_of(oud)
        return order.status, pieces_of(oud), answers


def test_confirming_and_cancelling_at_once_leaves_every_piece_on_the_shelf(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes first, the order ends cancelled: a confirmed one may still be, a cancelled one stays so."""
    with_time_to_think(monkeypatch, lock_order)
    status, shelf, answers = confirm_and_cancel(at_noor)
    assert (status, shelf) == ("cancelled", (10, 0))
    assert answers in (["done", "done"], ["order_move_refused", "done"])


def test_without_the_lock_the_same_two_lose_pieces(at_noor: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: one of the two acts on what the order no longer is."""
    with_time_to_think(monkeypatch, read_order)
    try:
        status, shelf, _ = confirm_and_cancel(at_noor)
    except DatabaseError:  # the table's own guards may stop it before a piece is lost
        return
    assert (status, shelf) != ("cancelled", (10, 0))


def unpaid(payment_status: PaymentStatus) -> tuple[int, Order]:
    """An order whose time is up just when its payment has ended so."""
    with transaction.atomic():
        oud = put_on_shelf("OUD", pieces=10)
        order = order_of({oud: 2}, payment_method="paytabs")
        Order.objects.filter(pk=order.pk).update(status="payment_pending")
        Payment.objects.filter(pk=order.payment_id).update(status=payment_status)
    return oud, order


def settle_and_expire(noor: Tenant, payment_status: PaymentStatus) -> tuple[str, tuple[int, int], list[str]]:
    """How the order stands at the end, the shelf, and every state it came into after it waited for its payment."""
    oud, order = unpaid(payment_status)
    late = NOON + ONLINE_HOLD + timedelta(seconds=1)
    outcomes(
        lambda: settling.settle_order(payment_id=order.payment_id, now=late),
        lambda: expiring.expire_orders(now=late),
    )
    with transaction.atomic():
        order.refresh_from_db()
        assert movement_sums(oud) == pieces_of(oud)
        states = OrderMove.objects.filter(order=order).exclude(from_status="").order_by("id")
        return order.status, pieces_of(oud), list(states.values_list("to_status", flat=True))


def test_an_order_paid_as_its_time_runs_out_is_confirmed_once(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with_time_to_think(monkeypatch, lock_order)
    assert settle_and_expire(at_noor, PaymentStatus.CAPTURED) == ("confirmed", (8, 0), ["confirmed"])
    assert caplog.messages == []


def test_an_order_declined_as_its_time_runs_out_fails_once(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with_time_to_think(monkeypatch, lock_order)
    assert settle_and_expire(at_noor, PaymentStatus.FAILED) == ("failed", (10, 0), ["failed"])
    assert caplog.messages == []


def test_without_the_lock_it_fails_twice_or_in_a_deadlock(
    at_noor: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The negative control of the test above."""
    with_time_to_think(monkeypatch, read_order)
    try:
        _, _, states = settle_and_expire(at_noor, PaymentStatus.FAILED)
    except DatabaseError:
        return
    assert states == ["failed", "failed"] or "could not be expired" in caplog.text
