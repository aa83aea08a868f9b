"""Staff at work: whatever an order's state asks for next is done, and done again by who comes after a death.

Which order is refunded in part, called off, sent or taken back goes by its number, so that who comes after goes on with
the same, and of everything there is some, among the first seven already.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid5

from django.db import transaction

from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.orders.application.return_queries import pieces_to_return
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.pay_back_return import pay_back_return
from commerce.orders.application.use_cases.receive_return import receive_return
from commerce.orders.application.use_cases.refund_return import refund_return
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order, Return
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.models import Payment
from commerce.tenants.models import Tenant
from tests.faults.crashes.facts import SHOPS, Facts

HUDA = Actor(ActorKind.STAFF, "1", "Huda")
PAUSE = 0.2
CASH = "cash_on_delivery"


def work(facts: Facts) -> None:
    """Until it is killed. What is done is ticked off in a file, at the latest when it is done again."""
    ticked = facts.folder / "ticked"
    done = {int(line) for line in ticked.read_text().splitlines()} if ticked.exists() else set()
    with acting_as(HUDA), ticked.open("a", buffering=1) as list_of_done:
        while True:
            for tenant_id in Tenant.objects.filter(slug__in=SHOPS).values_list("pk", flat=True):
                with tenant_scope(tenant_id):
                    for order_id in _go_through_orders(done):
                        list_of_done.write(f"{order_id}\n")
                        done.add(order_id)
            time.sleep(PAUSE)


def give_back(_: Facts) -> None:
    """Of the last orders that were paid by card and not sent, in each store, some are called off, and of others half is
    given back."""
    with acting_as(HUDA):
        for tenant_id in Tenant.objects.filter(slug__in=SHOPS).values_list("pk", flat=True):
            with tenant_scope(tenant_id):
                with transaction.atomic():
                    paid = Order.objects.filter(status=OrderStatus.CONFIRMED).exclude(payment_method=CASH)
                    last = list(paid.defer("trace").order_by("-id")[:6])
                for number, order in enumerate(last):
                    with suppress(Refusal):  # staff at work was faster
                        _refund_half(order) if number % 2 else _call_off(order)


def _go_through_orders(done: set[int]) -> Iterator[int]:
    """The ids of those with which nothing is left to do."""
    with transaction.atomic():
        orders = list(Order.objects.exclude(pk__in=done).defer("trace").order_by("id"))
    for order in orders:
        try:
            is_done = _next(order, order.number * 9 % 20 / 20)
        except Refusal:
            is_done = False
        if is_done:
            yield order.pk


def _next(order: Order, fate: float) -> bool:
    """One step; whether nothing is left to do."""
    status = OrderStatus(order.status)
    if status in {OrderStatus.CANCELLED, OrderStatus.FAILED}:
        return True
    if not _is_paid(order, status, fate):
        return False
    if fate < 0.2:
        return order.payment_method == CASH or _refund_half(order)
    if fate < 0.35:
        return _call_off(order)
    return fate > 0.8 or _send(order, status, fate)


def _is_paid(order: Order, status: OrderStatus, fate: float) -> bool:
    """Or confirmed, to be paid at the door; what staff has to do for it is done."""
    if status is OrderStatus.CREATED:
        _confirm(order, fate)
    elif status is not OrderStatus.PAYMENT_PENDING:
        if not _is_held(order):
            return True
        _decide_on_the_hold(order, status, fate)
    return False


def _is_held(order: Order) -> bool:
    with transaction.atomic():
        return bool(Payment.objects.get(pk=order.payment_id).authorised_minor)


def _decide_on_the_hold(order: Order, status: OrderStatus, fate: float) -> None:
    """What goes nowhere is taken by hand or let go; the rest is called off, or sent and waits until it is taken."""
    if fate < 0.2:
        capture_payment(payment_id=order.payment_id, now=clock.now())
    elif fate < 0.35:
        _call_off(order)
    elif fate > 0.65:
        void_payment(payment_id=order.payment_id, now=clock.now())
    elif status is OrderStatus.CONFIRMED:
        _send(order, status, fate)


def _confirm(order: Order, fate: float) -> None:
    if order.payment_method != CASH:
        return
    if fate < 0.1:
        _call_off(order)
    else:
        confirm_order(order_id=order.pk, actor=HUDA, reason="", now=clock.now())


def _call_off(order: Order) -> bool:
    cancel_order(order_id=order.pk, actor=HUDA, reason="", now=clock.now())
    return True


def _refund_half(order: Order) -> bool:
    half, key = Money(max(order.total_minor // 2, 1), order.currency), uuid5(order.public_id, "half")
    request = RefundRequest(half, key, reason="asked for by phone", asked_by="staff:1")
    refund_payment(payment_id=order.payment_id, request=request, now=clock.now())
    return True


def _send(order: Order, status: OrderStatus, fate: float) -> bool:
    if status is OrderStatus.CONFIRMED:
        ship_order(order_id=order.pk, actor=HUDA, reason="", now=clock.now())
        return False
    if status is OrderStatus.SHIPPED:
        deliver_order(order_id=order.pk, actor=HUDA, reason="", now=clock.now())
        return False
    return fate > 0.65 or _take_back(order)


def _take_back(order: Order) -> bool:
    """The first piece comes back and its money goes back; each step is found by where the last one ended."""
    with transaction.atomic():
        parcel = Return.objects.filter(order=order).first()
    if parcel is None:
        with transaction.atomic():
            first = pieces_to_return(order.pk)[0]
        request_return(order_id=order.pk, pieces={first.line_id: 1}, actor=HUDA, reason="", now=clock.now())
        return False
    if parcel.status == ReturnStatus.REQUESTED:
        receive_return(return_id=parcel.pk, restock=True, actor=HUDA, now=clock.now())
        return False
    if parcel.status == ReturnStatus.RECEIVED:
        refund_return(return_id=parcel.pk, actor=HUDA, now=clock.now())
        pay_back_return(return_id=parcel.pk, now=clock.now())
    return True
