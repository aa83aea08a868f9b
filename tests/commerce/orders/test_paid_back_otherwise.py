"""Returns whose money went back by another way than for them: nobody is asked to send it once more."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from wagtail.users.models import UserProfile

from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.money import Money
from commerce.orders.application import return_money
from commerce.orders.application.return_queries import returns_of
from commerce.orders.models import Order, OrderLine
from commerce.payments.application import takings
from commerce.payments.models import Payment, PaymentAttempt
from tests.commerce.orders.test_paying_back_again import (
    delivered_and_paid_by_card,
    move,
    refunds,
    said,
    send_in_vain,
)
from tests.simulators.gateways.running import Simulator

ONE, BOTH = 24900, 49800
DID_NOT_GO = {"ar": "لم يُرد مبلغ هذه القطع", "en": "The money for these pieces did not go back"}
OTHERWISE = {"ar": "رُدّ بطريقة أخرى أو في طريقه إلى الدافع:", "en": "Given back another way, or on its way:"}


pytestmark = pytest.mark.usefixtures("everybody_listens")


@pytest.fixture
def order(browser: Client, simulator: Simulator, manager: Client) -> Order:
    return delivered_and_paid_by_card(browser, simulator, manager)


def came_back(manager: Client, order: Order) -> int:
    """One piece; returns the return's id."""
    with transaction.atomic():
        line_id = OrderLine.objects.get().pk
    manager.post(f"/manage/orders/{order.pk}/returns/", {f"pieces_{line_id}": "1"})
    with transaction.atomic():
        return_id = int(returns_of(order.pk)[-1].id)
    move(manager, return_id, "receive")
    return return_id


def give_back(manager: Client, order: Order, amount: str, *, hours: int = 0) -> None:
    typed = {"amount": amount, "reason": "اتصل بنا", "key": str(uuid.uuid4())}
    with clock.as_of(clock.now() + timedelta(hours=hours)):
        page = manager.post(f"/manage/orders/{order.pk}/give-back/", typed, follow=True)
    assert said(page)[-1:] == ["success"]


def bank_takes_back_all(order: Order) -> None:
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=order.payment_id)
        attempt = PaymentAttempt.objects.select_for_update().get(payment=payment)
        takings.charge_back(payment, attempt, payment.amount, "CB-1", clock.now())


def sums(order: Order) -> list[tuple[int, int]]:
    """Missing, and gone back by another way, of each return."""
    with transaction.atomic():
        return [(told.missing.minor, told.otherwise.minor) for told in returns_of(order.pk)]


def moves(manager: Client, order: Order) -> list[str]:
    page = manager.get(f"/manage/orders/{order.pk}/")
    return [name for parcel in page.context["returns"]["parcels"] for name, _label in parcel["moves"]]


@pytest.mark.parametrize("way", ["by amount", "by the bank"])
def test_where_all_went_back_before_the_pieces_did_the_desk_says_so(order: Order, manager: Client, way: str) -> None:
    if way == "by amount":
        give_back(manager, order, "498")
    else:
        bank_takes_back_all(order)
    page = move(manager, came_back(manager, order), "refund")
    assert (said(page)[-1:], sums(order), moves(manager, order)) == (["info"], [(0, ONE)], [])
    for language in ("ar", "en"):
        with transaction.atomic():
            UserProfile.objects.update_or_create(
                user=User.objects.latest("pk"), defaults={"preferred_language": language}
            )
        shown = manager.get(f"/manage/orders/{order.pk}/").content.decode()
        assert OTHERWISE[language] in shown
        assert DID_NOT_GO[language] not in shown


def test_what_went_back_by_amount_after_it_came_to_nothing_is_not_sent_once_more(
    order: Order, manager: Client, simulator: Simulator
) -> None:
    back = came_back(manager, order)
    send_in_vain(simulator, manager, back)
    assert (sums(order), moves(manager, order)) == ([(ONE, 0)], ["refund_again"])
    give_back(manager, order, "249", hours=2)
    assert (sums(order), moves(manager, order)) == ([(0, ONE)], [])
    assert said(move(manager, back, "refund_again")) == ["error"]
    assert refunds() == [(ONE, "failed"), (ONE, "succeeded")]


def test_the_control_unseen_it_would_be_sent_twice(
    order: Order, manager: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(return_money, "went_back_otherwise", lambda *_: [])
    back = came_back(manager, order)
    send_in_vain(simulator, manager, back)
    give_back(manager, order, "249", hours=2)
    move(manager, back, "refund_again")
    assert refunds() == [(ONE, "failed"), (ONE, "succeeded"), (ONE, "succeeded")]


def test_of_what_went_back_in_part_by_another_way_the_rest_is_sent(
    order: Order, manager: Client, simulator: Simulator
) -> None:
    back = came_back(manager, order)
    send_in_vain(simulator, manager, back)
    give_back(manager, order, "100", hours=2)
    assert (sums(order), moves(manager, order)) == ([(ONE - 10000, 10000)], ["refund_again"])
    with clock.as_of(clock.now() + timedelta(hours=3)):
        move(manager, back, "refund_again")
    assert refunds() == [(ONE, "failed"), (10000, "succeeded"), (ONE - 10000, "succeeded")]
    assert (sums(order), moves(manager, order)) == ([(0, 10000)], [])


def test_what_went_back_before_is_not_of_these_pieces(order: Order, manager: Client, simulator: Simulator) -> None:
    give_back(manager, order, "100")
    send_in_vain(simulator, manager, came_back(manager, order))
    assert sums(order) == [(ONE, 0)]


def test_what_went_back_once_is_of_one_return_alone(order: Order, manager: Client, simulator: Simulator) -> None:
    for _ in range(2):
        send_in_vain(simulator, manager, came_back(manager, order))
    give_back(manager, order, "300", hours=2)
    assert sums(order) == [(0, ONE), (BOTH - 30000, 30000 - ONE)]
    with transaction.atomic():
        assert [told.amount for told in returns_of(order.pk)] == [None, None]
        assert Payment.objects.get().refundable == Money(BOTH - 30000, "SAR")
