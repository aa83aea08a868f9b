"""Letters that could not be sent when it was their time: what they say is so when they arrive."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F

from commerce.core import clock
from commerce.core.actors import SYSTEM
from commerce.orders.application.moves import lock_order, move
from commerce.orders.application.use_cases import send_once as sending
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.expire_orders import TIME_IS_UP
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.application.use_cases.give_up_order import ANOTHER_WAY
from commerce.orders.application.use_cases.send_once import LetterUnderWay
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.application.use_cases.take_back_unpaid import take_back_unpaid
from commerce.orders.domain.events import FulfilmentMoved, OrderPlaced
from commerce.orders.domain.states import OrderStatus
from commerce.orders.interfaces import letters
from commerce.orders.interfaces.handlers import on_fulfilment_moved, on_order_placed
from commerce.orders.models import Fulfilment, Order, OrderLetter
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.orders.checkout import order_of
from tests.commerce.orders.letterbox import in_vain, moved, subjects, told


@pytest.fixture
def order(at_noor: Tenant) -> Order:
    with transaction.atomic():
        return order_of({put_on_shelf("OUD", pieces=10): 2})


def placed(order: Order) -> None:
    on_order_placed(OrderPlaced(order_id=order.pk))


def paid(order: Order) -> None:
    moved(order, confirm_order)
    with transaction.atomic():
        Order.objects.update(payment_method="paytabs")
        Payment.objects.update(status="captured", captured_minor=F("amount_minor"))


def shipped(order: Order) -> None:
    with transaction.atomic():
        shipment = Fulfilment.objects.get()
    on_fulfilment_moved(FulfilmentMoved(order.pk, shipment.pk, "packed", "shipped"))


def cancelled_meanwhile(order: Order) -> None:
    """Nothing that was told before could be sent, and the mail server is back when the order is called off."""
    paid(order)
    in_vain(lambda: placed(order))
    in_vain(lambda: told(order, "confirmed"))
    moved(order, cancel_order)
    told(order, "cancelled")
    for _ in range(2):
        told(order, "confirmed")
        placed(order)


def test_what_was_called_off_is_not_told_afterwards_as_if_all_were_well(order: Order) -> None:
    cancelled_meanwhile(order)
    assert subjects() == [f"أُلغي طلبك {order.number} من نور"]


def test_the_control_who_does_not_look_says_that_it_is_placed_and_paid(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "CALLED_OFF", frozenset())
    cancelled_meanwhile(order)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(("reason", "is_told"), [(TIME_IS_UP, True), (ANOTHER_WAY, False)])
def test_who_hears_late_of_an_order_that_was_not_paid_hears_that_alone(
    order: Order, reason: str, *, is_told: bool
) -> None:
    in_vain(lambda: placed(order))
    with transaction.atomic():
        move(lock_order(order.pk), OrderStatus.PAYMENT_PENDING, actor=SYSTEM, reason="", now=NOON)
        fail_order(order_id=order.pk, actor=SYSTEM, reason=reason, now=NOON)
    for _ in range(2):
        told(order, "failed")
        placed(order)
    assert [letter.body.startswith(f"لم يُدفع طلبك {order.number}") for letter in mail.outbox] == [True] * is_told


def test_letters_arrive_in_the_order_in_which_things_happened(order: Order) -> None:
    paid(order)
    in_vain(lambda: placed(order))
    in_vain(lambda: told(order, "confirmed"))
    for _ in range(2):
        told(order, "confirmed")
        placed(order)
    assert subjects() == [f"طلبك {order.number} من نور", f"تم دفع طلبك {order.number} من نور"]


def test_of_an_order_whose_placing_is_being_told_nothing_else_is_told_beside_it(order: Order) -> None:
    paid(order)
    with transaction.atomic():
        OrderLetter.objects.create(order=order, kind="placed", claimed_at=clock.now())
    with pytest.raises(LetterUnderWay):
        told(order, "confirmed")
    assert mail.outbox == []


def test_what_is_called_off_when_its_letter_was_to_be_sent_is_not_told_as_placed(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = sending._claim

    def called_off_then(*asked: Any) -> int | None:
        letter_id = claim(*asked)
        with transaction.atomic():
            cancel_order(order_id=order.pk, actor=SYSTEM, reason="", now=NOON)
        return letter_id

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sending, "_claim", called_off_then)
        placed(order)
    told(order, "cancelled")
    assert subjects() == [f"أُلغي طلبك {order.number} من نور"]


def test_what_went_back_is_not_told_as_paid(order: Order) -> None:
    paid(order)
    in_vain(lambda: told(order, "confirmed"))
    with transaction.atomic():
        Payment.objects.update(refunded_minor=F("amount_minor"))
    told(order, "confirmed")
    assert mail.outbox == []


def come_back(**facts: Any) -> None:
    take_back_unpaid(restock=True, **facts)


@pytest.mark.parametrize("end", [deliver_order, come_back])
def test_what_has_come_or_gone_back_is_not_told_as_on_its_way(order: Order, end: Any) -> None:
    moved(order, confirm_order, ship_order)
    in_vain(lambda: shipped(order))
    moved(order, end)
    told(order, "delivered" if end is deliver_order else "cancelled")
    shipped(order)
    assert len(mail.outbox) == 1
    assert not any("في الطريق" in subject for subject in subjects())
