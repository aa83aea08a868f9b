"""An order of which a part was sent: what arrived can come back, and what is not sent can be called off."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.money import Money
from commerce.core.outbox import deliver_due
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.moves import MoveRefused
from commerce.orders.application.queries import order_view
from commerce.orders.application.return_queries import pieces_to_return, returns_of
from commerce.orders.application.use_cases import call_off_rest as calling_off
from commerce.orders.application.use_cases.call_off_rest import call_off_rest
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.application.use_cases.deliver_fulfilment import deliver_fulfilment
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.refuse_return import NeverSent, refuse_return
from commerce.orders.application.use_cases.request_return import NotReturnable, NotSoManyToReturn, request_return
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.models import Order, OrderLine
from commerce.payments.application.money_queries import money_for
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON, pieces_of, put_on_shelf
from tests.commerce.catalog.desk import member
from tests.commerce.orders.checkout import order_of

STAFF = Actor(ActorKind.STAFF, "7")
WAYS = ("cash_on_delivery", "bank_transfer")


def confirmed(way: str) -> Order:
    """Three of one thing, to be paid at the door or paid before."""
    order = order_of({put_on_shelf("OUD", pieces=10, price_minor=3333): 3}, payment_method=way)
    if way == "bank_transfer":
        confirm_transfer(order_id=order.pk, amount=order.total, bank_reference="FT-1", now=NOON)
    else:
        confirm_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    return order


def the_line(order: Order) -> OrderLine:
    line: OrderLine = OrderLine.objects.get(order=order)
    return line


def sent(order: Order, pieces: int) -> int:
    line_id = the_line(order).pk
    part = plan_fulfilment(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, now=NOON)
    pack_fulfilment(fulfilment_id=part, actor=STAFF, now=NOON)
    ship_fulfilment(fulfilment_id=part, tracking_number="", actor=STAFF, now=NOON)
    return part


def arrived(order: Order, pieces: int) -> None:
    deliver_fulfilment(fulfilment_id=sent(order, pieces), actor=STAFF, now=NOON)


def asked_back(order: Order, pieces: int) -> int:
    line_id = the_line(order).pk
    return request_return(order_id=order.pk, pieces={line_id: pieces}, actor=STAFF, reason="", now=NOON)


def rest_off(order: Order) -> None:
    call_off_rest(order_id=order.pk, actor=STAFF, reason="broken", now=NOON)


def status_of(order: Order) -> str:
    return order_view(order.token, now=NOON).status


def on_shelf(order: Order) -> int:
    return pieces_of(the_line(order).variant_id or 0)[0]


def test_only_what_was_sent_can_come_back(in_noor: Any) -> None:
    order = confirmed("cash_on_delivery")
    with pytest.raises(NotReturnable):
        asked_back(order, 1)
    arrived(order, 1)
    with pytest.raises(NotSoManyToReturn):
        asked_back(order, 2)
    asked_back(order, 1)
    assert pieces_to_return(order.pk) == ()
    sent(order, 2)
    assert [piece.quantity for piece in pieces_to_return(order.pk)] == [2]


def test_of_a_paid_order_the_rest_lies_on_the_shelf_and_is_to_be_given_back(in_noor: Any) -> None:
    order = confirmed("bank_transfer")
    arrived(order, 1)
    plan_fulfilment(order_id=order.pk, pieces={the_line(order).pk: 1}, actor=STAFF, now=NOON)
    rest_off(order)
    assert (status_of(order), on_shelf(order)) == ("delivered", 9)
    assert [told.status for told in fulfilments_of(order.pk)] == ["delivered", "cancelled"]
    [told] = returns_of(order.pk)
    assert (told.status, [piece.quantity for piece in told.pieces], told.owed) == ("received", [2], Money(0, "SAR"))
    assert [piece.quantity for piece in pieces_to_return(order.pk)] == [1]
    assert refund_return(return_id=told.id, actor=STAFF, now=NOON) == Money(6666, "SAR")


def rest_off_at(desk: Client) -> tuple[Order, int, list[str]]:
    """Of a transfer; returns the order, the return, and what may be done with it then."""
    with transaction.atomic():
        order = confirmed("bank_transfer")
        arrived(order, 1)
    typed = {"move": "call_off_rest", "reason": "انكسرت"}
    page = desk.post(f"/manage/orders/{order.pk}/move/", typed, follow=True)
    work()
    [parcel] = page.context["returns"]["parcels"]
    return order, parcel["id"], [name for name, _label in parcel["moves"]]


def work() -> None:
    while deliver_due(now=clock.now()):
        pass


def gone_back(order: Order) -> tuple[int, list[str]]:
    """What is booked as given back, and what was written of that."""
    with transaction.atomic():
        money = money_for([order.payment_id])[order.payment_id]
    told = [letter for letter in mail.outbox if str(letter.subject).startswith("استرداد مبلغ")]
    return money.refunded.minor, [str(letter.subject) for letter in told if "66.66" in letter.body]


@pytest.mark.parametrize(("role", "may"), [(Role.OWNER, ["refund"]), (Role.FULFILMENT, [])])
def test_a_transfer_is_given_back_when_a_person_has_sent_it(
    at_noor: Tenant, settings: Any, role: Role, may: list[str]
) -> None:
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    desk = member(at_noor, role)
    order, return_id, moves = rest_off_at(desk)
    assert (moves, gone_back(order)) == (may, (0, []))
    for one, given in ((desk, "refund" in may), (member(at_noor, Role.MANAGER), True)):
        one.post(f"/manage/orders/returns/{return_id}/", {"move": "refund"})
        work()
        booked, letters = gone_back(order)
        assert (booked, len(letters)) == ((6666, 1) if given else (0, 0))


def test_the_control_it_would_be_booked_and_told_though_nobody_sent_it(
    at_noor: Tenant, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"
    monkeypatch.setattr(calling_off, "awaits_transfer", lambda _: False)
    order, _return_id, _moves = rest_off_at(member(at_noor, Role.FULFILMENT))
    booked, letters = gone_back(order)
    assert (booked, len(letters)) == (6666, 1)


def test_at_the_door_the_rest_is_not_asked_for(in_noor: Any) -> None:
    order = confirmed("cash_on_delivery")
    arrived(order, 1)
    rest_off(order)
    assert (status_of(order), on_shelf(order)) == ("shipped", 9)
    deliver_order(order_id=order.pk, actor=STAFF, reason="", now=NOON)
    assert (order_view(order.token, now=NOON).payment_status, status_of(order)) == ("captured", "delivered")
    order.refresh_from_db()
    assert order.payment.captured_minor == order.total_minor - 6666


def test_what_was_never_sent_does_not_go_back_to_the_shopper(in_noor: Any) -> None:
    order = confirmed("cash_on_delivery")
    arrived(order, 1)
    rest_off(order)
    [rest] = returns_of(order.pk)
    with pytest.raises(NeverSent):
        refuse_return(return_id=rest.id, actor=STAFF, reason="", now=NOON)
    refuse_return(return_id=asked_back(order, 1), actor=STAFF, reason="", now=NOON)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_on_its_way_is_delivered_when_it_has_arrived(in_noor: Any, way: str) -> None:
    order = confirmed(way)
    part = sent(order, 1)
    rest_off(order)
    assert status_of(order) == "shipped"
    deliver_fulfilment(fulfilment_id=part, actor=STAFF, now=NOON)
    assert status_of(order) == "delivered"


@pytest.mark.parametrize("pieces", [0, 3])
def test_there_is_no_rest_of_what_was_sent_as_a_whole_or_not_at_all(in_noor: Any, pieces: int) -> None:
    order = confirmed("cash_on_delivery")
    if pieces:
        sent(order, pieces)
    with pytest.raises(MoveRefused):
        rest_off(order)
    assert returns_of(order.pk) == ()


def test_the_desk_calls_off_what_has_not_been_sent(at_noor: Tenant) -> None:
    with transaction.atomic():
        order = confirmed("cash_on_delivery")
        arrived(order, 1)
    client = member(at_noor, Role.OWNER)
    page = client.get(f"/manage/orders/{order.pk}/")
    assert page.context["returns"]["ask_back"] is not None
    assert 'name="move" value="call_off_rest"' in page.content.decode()
    fields = {"move": "call_off_rest", "reason": "انكسرت"}
    page = client.post(f"/manage/orders/{order.pk}/move/", fields, follow=True)
    assert "انكسرت" in page.content.decode()
    with transaction.atomic():
        assert status_of(order) == "shipped"
