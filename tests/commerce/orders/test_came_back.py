"""Orders that nobody took at the door, and what was collected of those that somebody took."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from commerce.accounts.domain.policies import Role
from commerce.core.actors import Actor, ActorKind
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.moves import MoveRefused
from commerce.orders.application.queries import order_view
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_fulfilment import deliver_fulfilment
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.application.use_cases.take_back_unpaid import (
    CAME_BACK_UNPAID,
    NotComingBackUnpaid,
    take_back_unpaid,
)
from commerce.orders.models import Order, OrderLine
from commerce.payments.application.money_queries import money_for, open_discrepancies
from commerce.payments.application.use_cases.collect_payment import NotCollectable
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.catalog.desk import member
from tests.commerce.orders.checkout import order_of

STAFF = Actor(ActorKind.STAFF, "7")
PRICE = 10000


def confirmed(pieces: int = 3) -> tuple[Order, int]:
    """Pieces of a shelf of ten, to be paid at the door."""
    oud = put_on_shelf("OUD", pieces=10, price_minor=PRICE)
    order = order_of({oud: pieces})
    confirm_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order, oud


def on_its_way(pieces: int = 3) -> tuple[Order, int]:
    order, oud = confirmed(pieces)
    ship_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order, oud


def sent_in_part(order: Order, pieces: int) -> int:
    line_id = OrderLine.objects.get(order=order).pk
    shipment = plan_fulfilment(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, now=NOON)
    pack_fulfilment(fulfilment_id=shipment, actor=STAFF, now=NOON)
    ship_fulfilment(fulfilment_id=shipment, tracking_number="", actor=STAFF, now=NOON)
    return shipment


def come_back(order: Order, *, restock: bool = True) -> None:
    take_back_unpaid(order_id=order.pk, restock=restock, actor=STAFF, reason="", now=NOON)


def collected(order: Order) -> tuple[int, list[str]]:
    """What the books have of it, and what does not agree."""
    money = money_for([order.payment_id])[order.payment_id]
    return money.paid.minor, [row.finding.value for row in open_discrepancies(order.payment_id)]


def test_nothing_is_collected_and_everything_lies_on_the_shelf_again(in_noor: Any) -> None:
    order, oud = on_its_way()
    assert pieces_of(oud) == (7, 0)
    come_back(order)
    view = order_view(order.token, now=NOON)
    assert (view.status, view.payment_status, view.came_back, view.refund_due) == (
        "cancelled",
        "cancelled",
        True,
        False,
    )
    assert view.moves[-1].reason == CAME_BACK_UNPAID
    assert [told.status for told in fulfilments_of(order.pk)] == ["returned"]
    assert (pieces_of(oud), collected(order)) == ((10, 0), (0, []))


def test_broken_pieces_do_not_go_back_to_the_shelf(in_noor: Any) -> None:
    order, oud = on_its_way()
    come_back(order, restock=False)
    assert pieces_of(oud) == (7, 0)


def test_what_had_not_left_yet_goes_back_in_any_case(in_noor: Any) -> None:
    order, oud = confirmed()
    sent_in_part(order, 2)
    come_back(order, restock=False)
    assert pieces_of(oud) == (8, 0)


def test_an_order_called_off_by_cancelling_is_none_that_came_back(in_noor: Any) -> None:
    order, _ = confirmed()
    cancel_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert not order_view(order.token, now=NOON).came_back


def test_what_is_on_its_way_is_not_cancelled(in_noor: Any) -> None:
    order, _ = on_its_way()
    with pytest.raises(MoveRefused):
        cancel_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)


def test_only_what_is_on_its_way_unpaid_and_whole_comes_back_so(in_noor: Any) -> None:
    waiting, _ = confirmed()
    with pytest.raises(NotComingBackUnpaid):
        come_back(waiting)
    sent_in_part(waiting, 1)
    deliver_fulfilment(fulfilment_id=sent_in_part(waiting, 1), actor=STAFF, now=NOON)
    with pytest.raises(NotComingBackUnpaid):
        come_back(waiting)


def test_what_was_paid_for_does_not_come_back_so(in_noor: Any) -> None:
    order, _ = on_its_way()
    Payment.objects.filter(pk=order.payment_id).update(status="captured", captured_minor=order.total_minor)
    with pytest.raises(NotComingBackUnpaid):
        come_back(order)


def test_pieces_that_had_arrived_in_a_return_are_not_put_back_twice(in_noor: Any) -> None:
    order, oud = on_its_way()
    line_id = OrderLine.objects.get(order=order).pk
    arrived, expected = (
        request_return(order_id=order.pk, pieces={line_id: 1}, actor=STAFF, reason="", now=NOON) for _ in range(2)
    )
    receive_return(return_id=arrived, restock=True, actor=STAFF, now=NOON)
    come_back(order)
    assert pieces_of(oud) == (10, 0)
    assert [parcel.status for parcel in returns_of(order.pk)] == ["refused", "refused"]
    assert expected


@pytest.mark.parametrize(
    ("minor", "paid", "findings"),
    [
        (None, 3 * PRICE, []),
        (3 * PRICE, 3 * PRICE, []),
        (3 * PRICE - 1, 3 * PRICE - 1, ["collected_otherwise"]),
        (3 * PRICE + 500, 3 * PRICE, ["collected_otherwise"]),
        (0, 0, ["collected_otherwise"]),
    ],
)
def test_f49_what_was_collected_is_what_the_books_say(
    in_noor: Any, minor: int | None, paid: int, findings: list[str]
) -> None:
    order, _ = on_its_way()
    amount = None if minor is None else Money(minor, "SAR")
    deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=amount, now=NOON)
    assert order_view(order.token, now=NOON).status == "delivered"
    assert collected(order) == (paid, findings)
    told = AuditEntry.objects.get(kind="payment", action="captured")
    assert told.after["amount"] == {"minor": 3 * PRICE if minor is None else minor, "currency": "SAR"}


@pytest.mark.parametrize("amount", [Money(-1, "SAR"), Money(3 * PRICE, "AED")])
def test_no_less_than_nothing_and_no_other_currency_is_collected(in_noor: Any, amount: Money) -> None:
    order, _ = on_its_way()
    with pytest.raises(NotCollectable):
        deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=amount, now=NOON)
    assert order_view(order.token, now=NOON).status == "shipped"


def test_nobody_has_back_what_they_never_paid_at_the_door(in_noor: Any) -> None:
    """Of two parcels one was paid and one refused: the refused one comes back as a return, and nothing with it."""
    order, _oud = confirmed(3)
    first, second = sent_in_part(order, 1), sent_in_part(order, 2)
    deliver_fulfilment(fulfilment_id=first, actor=STAFF, now=NOON)
    deliver_fulfilment(fulfilment_id=second, actor=STAFF, now=NOON, collected=Money(PRICE, "SAR"))
    assert collected(order) == (PRICE, ["collected_otherwise"])
    assert given_back(order, 2) == 0
    assert given_back(order, 1) == PRICE


def test_what_is_missing_is_missing_once(in_noor: Any) -> None:
    order, _oud = on_its_way(3)
    deliver_order(order_id=order.pk, actor=STAFF, reason="", collected=Money(2 * PRICE, "SAR"), now=NOON)
    assert [given_back(order, 1) for _ in range(3)] == [0, PRICE, PRICE]


def test_the_control_everything_paid_comes_back_whole(in_noor: Any) -> None:
    order, _oud = on_its_way(3)
    deliver_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert [given_back(order, 1) for _ in range(3)] == [PRICE, PRICE, PRICE]


def given_back(order: Order, pieces: int) -> int:
    line_id = OrderLine.objects.get(order=order).pk
    return_id = request_return(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, reason="", now=NOON)
    receive_return(return_id=return_id, restock=True, actor=STAFF, now=NOON)
    return refund_return(return_id=return_id, actor=STAFF, now=NOON).minor


@pytest.fixture
def sent(at_noor: Tenant) -> Order:
    with transaction.atomic():
        return on_its_way()[0]


def view(order: Order) -> Any:
    with transaction.atomic():
        return order_view(order.token, now=NOON)


def test_the_desk_asks_what_was_collected(sent: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.FULFILMENT)
    page = desk.get(f"/manage/orders/{sent.pk}/")
    assert page.context["to_collect"]["collected"].value() == "300.00"
    [shipment] = page.context["sending"]["shipments"]
    assert shipment["to_collect"]["collected"].value() == "300.00"
    refused = desk.post(f"/manage/orders/{sent.pk}/move/", {"move": "deliver", "collected": "much"})
    assert (refused.status_code, refused.context["to_collect"]["collected"].value()) == (422, "much")
    assert "much" in refused.context["to_collect"].errors.as_text()
    assert view(sent).status == "shipped"
    address = f"/manage/orders/shipments/{shipment['id']}/"
    refused = desk.post(address, {"move": "deliver", "collected": "-1"})
    [shipment] = refused.context["sending"]["shipments"]
    assert (refused.status_code, shipment["to_collect"]["collected"].value()) == (422, "-1")
    assert view(sent).status == "shipped"
    page = desk.post(address, {"move": "deliver", "collected": "٢٩٠٫٥٠"}, follow=True)
    assert view(sent).status == "delivered"
    assert "290.50 ريال" in page.content.decode()
    with transaction.atomic():
        assert collected(sent) == (29050, ["collected_otherwise"])
    assert desk.get(f"/manage/orders/{sent.pk}/").context["to_collect"] is None


@pytest.mark.parametrize(("typed", "told"), [("0", "لم يُدفع"), ("299", "مدفوع جزئيًا"), ("300", "مدفوع")])
def test_the_desk_says_how_much_of_it_is_paid(sent: Order, at_noor: Tenant, typed: str, told: str) -> None:
    desk = member(at_noor, Role.FULFILMENT)
    page = desk.post(f"/manage/orders/{sent.pk}/move/", {"move": "deliver", "collected": typed}, follow=True)
    assert str(page.context["payment_status"]) == told
    assert f"{told} · " in desk.get("/manage/orders/").content.decode()


def test_the_desk_takes_back_what_nobody_took(sent: Order, at_noor: Tenant) -> None:
    desk = member(at_noor, Role.FULFILMENT)
    assert desk.get(f"/manage/orders/{sent.pk}/").context["came_back"]
    page = desk.post(f"/manage/orders/{sent.pk}/came-back/", {"restock": "on"}, follow=True)
    assert "عاد دون دفع" in page.content.decode()
    assert not page.context["came_back"]
    assert view(sent).status == "cancelled"
    again = desk.post(f"/manage/orders/{sent.pk}/came-back/", {}, follow=True)
    assert (again.status_code, len(again.context["refused"])) == (422, 1)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MARKETER])
def test_who_may_not_move_orders_takes_nothing_back(sent: Order, at_noor: Tenant, role: Role) -> None:
    member(at_noor, role).post(f"/manage/orders/{sent.pk}/came-back/", {"restock": "on"})
    assert view(sent).status == "shipped"


def test_the_shopper_is_told_that_there_is_nothing_to_pay(sent: Order, at_noor: Tenant, client: Any) -> None:
    with transaction.atomic():
        come_back(sent)
    page = client.get(f"/orders/{sent.token}/", headers={"host": "noor.localhost"}).content.decode()
    assert "ليس عليك دفع شيء" in page
    assert "في الطريق" not in page.split("order-progress")[0]
