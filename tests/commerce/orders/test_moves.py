"""What happens to an order after it was placed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from commerce.accounts.models import Customer
from commerce.carts.application.queries import cart_view
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.use_cases.release_stock import release_stock
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.catalog.models import StockMovement
from commerce.core.actors import Actor, ActorKind
from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.orders.application.moves import MoveRefused
from commerce.orders.application.queries import last_details, order_view, orders_for_customer, orders_to_do
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import NotPaid, confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.settle_order import STOCK_GONE, settle_order
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment
from tests.commerce.carts.shop import GUEST, NOON, pieces_of, put_on_shelf
from tests.commerce.orders.checkout import order_of

STAFF = Actor(ActorKind.STAFF, "7")
LATER = NOON + timedelta(days=1)

MoveOrder = Callable[..., None]


def move_all(order: Order, *moves: MoveOrder) -> None:
    for use_case in moves:
        use_case(order_id=order.pk, actor=STAFF, reason="as agreed", now=LATER)


def paid(order: Order, status: PaymentStatus) -> None:
    taken = F("amount_minor") if status is PaymentStatus.CAPTURED else 0
    Payment.objects.filter(pk=order.payment_id).update(status=status, captured_minor=taken)


def test_cash_on_delivery_from_the_shelf_to_the_door(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    order = order_of({oud: 3})
    move_all(order, confirm_order)
    assert pieces_of(oud) == (7, 0)
    move_all(order, ship_order, deliver_order)
    view = order_view(order.token, now=LATER)
    assert (view.status, view.payment_status) == ("delivered", "captured")
    assert [(move.status, move.actor_kind, move.reason) for move in view.moves] == [
        ("created", "guest", ""),
        ("confirmed", "staff", "as agreed"),
        ("shipped", "staff", "as agreed"),
        ("delivered", "staff", "as agreed"),
    ]
    assert {move.actor_id for move in view.moves[1:]} == {"7"}
    assert not view.refund_due


def test_a_cancelled_order_frees_what_it_held(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    order = order_of({oud: 3})
    move_all(order, cancel_order)
    assert pieces_of(oud) == (10, 0)
    view = order_view(order.token, now=LATER)
    assert (view.status, view.payment_status, view.refund_due) == ("cancelled", "cancelled", False)


def test_a_confirmed_order_called_off_puts_its_pieces_back(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    order = order_of({oud: 3})
    move_all(order, confirm_order, cancel_order)
    assert pieces_of(oud) == (10, 0)
    moved = StockMovement.objects.filter(variant_id=oud).values_list("delta_on_hand", "delta_reserved")
    assert (sum(on_hand for on_hand, _ in moved), sum(reserved for _, reserved in moved)) == (10, 0)


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ((), ship_order),
        ((), deliver_order),
        ((confirm_order,), confirm_order),
        ((confirm_order,), deliver_order),
        ((confirm_order, ship_order), cancel_order),
        ((confirm_order, ship_order, deliver_order), cancel_order),
        ((cancel_order,), confirm_order),
        ((cancel_order,), cancel_order),
    ],
)
def test_other_moves_are_refused_and_change_nothing(
    in_noor: Any, before: tuple[MoveOrder, ...], refused: MoveOrder
) -> None:
    oud = put_on_shelf("OUD", pieces=10)
    order = order_of({oud: 3})
    move_all(order, *before)
    then = order_view(order.token, now=LATER), pieces_of(oud)
    with pytest.raises(MoveRefused):
        move_all(order, refused)
    assert (order_view(order.token, now=LATER), pieces_of(oud)) == then


def test_an_unpaid_online_order_is_not_confirmed(in_noor: Any) -> None:
    order = order_of({put_on_shelf("OUD"): 1}, payment_method="paytabs")
    with pytest.raises(NotPaid):
        move_all(order, confirm_order)
    order.refresh_from_db()
    assert order.status == OrderStatus.CREATED


def test_another_stores_order_is_not_found(in_noor: Any, souq: Any) -> None:
    order = order_of({put_on_shelf("OUD"): 1})
    with tenant_scope(souq.pk), pytest.raises(NotFound):
        move_all(order, confirm_order)


def waiting(pieces: int = 5) -> tuple[Order, int]:
    oud = put_on_shelf("OUD", pieces=pieces)
    order = order_of({oud: 5}, payment_method="paytabs")
    Order.objects.filter(pk=order.pk).update(status=OrderStatus.PAYMENT_PENDING)
    return order, oud


def settle(order: Order) -> str:
    settle_order(payment_id=order.payment_id, now=LATER)
    return str(Order.objects.values_list("status", flat=True).get(pk=order.pk))


def test_paid_is_confirmed_once(in_noor: Any) -> None:
    order, oud = waiting()
    paid(order, PaymentStatus.CAPTURED)
    assert [settle(order), settle(order)] == ["confirmed", "confirmed"]
    assert pieces_of(oud) == (0, 0)


def test_declined_is_failed_and_the_cart_is_there_again(in_noor: Any) -> None:
    order, oud = waiting()
    paid(order, PaymentStatus.FAILED)
    settle_order(payment_id=order.payment_id, now=NOON)
    assert pieces_of(oud) == (5, 5), "what may still be paid for is given to others"
    assert [settle(order), settle(order)] == ["failed", "failed"]
    assert pieces_of(oud) == (5, 0)
    assert [(line.variant_id, line.quantity) for line in cart_view(GUEST, now=NOON).lines] == [(oud, 5)]


def test_money_for_an_order_called_off_revives_nothing_and_is_owed_back(in_noor: Any) -> None:
    order, oud = waiting()
    move_all(order, cancel_order)
    paid(order, PaymentStatus.CAPTURED)
    assert settle(order) == "cancelled"
    assert order_view(order.token, now=LATER).refund_due
    assert pieces_of(oud) == (5, 0)


def test_paid_in_the_last_moment_takes_what_is_still_there(in_noor: Any) -> None:
    order, oud = waiting()
    release_stock(order.subject, now=LATER)
    paid(order, PaymentStatus.CAPTURED)
    assert settle(order) == "confirmed"
    assert pieces_of(oud) == (0, 0)


def test_paid_when_others_bought_the_pieces_is_cancelled_and_owed_back(in_noor: Any) -> None:
    order, oud = waiting()
    release_stock(order.subject, now=LATER)
    order_of({oud: 1}, key="k2", shopper=Shopper(guest_key="faster"))
    paid(order, PaymentStatus.CAPTURED)
    assert settle(order) == "cancelled"
    view = order_view(order.token, now=LATER)
    assert (view.refund_due, view.moves[-1].reason) == (True, STOCK_GONE)
    assert pieces_of(oud) == (5, 1)


def test_staff_confirming_what_others_bought_is_refused(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=5)
    order = order_of({oud: 5})
    release_stock(order.subject, now=LATER)
    order_of({oud: 1}, key="k2", shopper=Shopper(guest_key="faster"))
    with pytest.raises(OutOfStock), transaction.atomic():
        move_all(order, confirm_order)
    order.refresh_from_db()
    assert order.status == OrderStatus.CREATED


def test_a_payment_of_something_else_is_none_of_orders_business(in_noor: Any) -> None:
    settle_order(payment_id=123456, now=NOON)


def test_a_customer_finds_their_orders_and_need_not_type_again(in_noor: Any) -> None:
    sara = Shopper(customer_id=Customer.objects.create(email="s@example.com", name="Sara", language="ar").pk)
    assert last_details(sara.customer_id or 0) == {}
    oud = put_on_shelf("OUD")
    first = order_of({oud: 1}, shopper=sara, key="k1")
    second = order_of({oud: 1}, shopper=sara, key="k2", now=LATER)
    order_of({oud: 1})
    rows = orders_for_customer(sara.customer_id or 0)
    assert [row.number for row in rows] == [second.number, first.number]
    assert rows[0].token == second.token
    assert last_details(sara.customer_id or 0)["phone"] == "+966551234567"
    assert order_view(first.token, now=NOON).moves[0].actor_id == str(sara.customer_id)


def test_what_there_is_to_do(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    orders = [order_of({oud: 1}, key=f"k{index}") for index in range(3)]
    move_all(orders[0], confirm_order)
    assert [(group.status, group.count) for group in orders_to_do()] == [
        ("created", 2),
        ("confirmed", 1),
        ("payment_pending", 0),
    ]
