"""What orders do when payments have news, and when they write to who ordered."""

from django.db import transaction

from commerce.core import clock
from commerce.core.money import Money
from commerce.core.outbox import NotYet
from commerce.orders.application.queries import payment_of_order
from commerce.orders.application.use_cases.owe_what_was_taken import owe_what_was_taken
from commerce.orders.application.use_cases.pay_back_when_possible import pay_back_when_possible
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.orders.domain.events import FulfilmentMoved, OrderMoved, OrderPaid, OrderPlaced, ReturnMoved, ReturnUnpaid
from commerce.orders.domain.fulfilments import FulfilmentStatus
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.interfaces.letters import (
    write_of_arrival,
    write_of_cancelling,
    write_of_payment,
    write_of_placing,
    write_of_refund,
    write_of_rest,
    write_of_shipment,
    write_of_unpaid,
)
from commerce.payments.application.holds import MovementUnderWay
from commerce.payments.application.use_cases.take_when_sent import take_when_sent
from commerce.payments.domain.events import (
    MoreCaptured,
    PaymentCaptured,
    PaymentFailed,
    PaymentHeld,
    RefundSucceeded,
)


def on_order_placed(event: OrderPlaced) -> None:
    """Who ordered has a letter with the order's figures."""
    write_of_placing(event.order_id)


def on_order_moved(event: OrderMoved) -> None:
    """Who ordered is told that it is paid, or the money held, has arrived, or will not come."""
    if event.to_status == OrderStatus.CONFIRMED:
        write_of_payment(event.order_id)
    elif event.to_status == OrderStatus.DELIVERED:
        write_of_arrival(event.order_id)
    elif event.to_status == OrderStatus.CANCELLED:
        write_of_cancelling(event.order_id)
    elif event.to_status == OrderStatus.FAILED:
        write_of_unpaid(event.order_id)


def on_order_paid(event: OrderPaid) -> None:
    """Who ordered is told that what was held is taken."""
    write_of_payment(event.order_id)


def on_fulfilment_moved(event: FulfilmentMoved) -> None:
    """Who ordered is told what is on its way."""
    if event.to_status == FulfilmentStatus.SHIPPED:
        write_of_shipment(event.order_id, event.fulfilment_id)


def on_fulfilment_sent(event: FulfilmentMoved) -> None:
    """What is held for the order is taken with its first shipment, where the store wants it so, once nothing else that
    was asked for of it is under way."""
    if event.to_status == FulfilmentStatus.SHIPPED:
        with transaction.atomic():
            payment_id = payment_of_order(event.order_id)
        try:
            take_when_sent(payment_id=payment_id, now=clock.now())
        except MovementUnderWay as refusal:
            raise NotYet("another movement of what is held is under way") from refusal


def on_return_moved(event: ReturnMoved) -> None:
    """The money of pieces that came back goes to who paid, once it is taken and no other refund of it is under way."""
    if event.to_status == ReturnStatus.REFUNDED:
        _pay_back(event.return_id)


def on_return_received(event: ReturnMoved) -> None:
    """Who ordered is told what will not come, where it is what was called off of their order."""
    if event.to_status == ReturnStatus.RECEIVED:
        write_of_rest(event.order_id, event.return_id)


def on_return_unpaid(event: ReturnUnpaid) -> None:
    """As once it was decided (`on_return_moved`)."""
    _pay_back(event.return_id)


def _pay_back(return_id: int) -> None:
    if not pay_back_when_possible(return_id=return_id, now=clock.now()):
        raise NotYet("the payment is held only, or another refund of it is under way")


def on_refund_succeeded(event: RefundSucceeded) -> None:
    """Who ordered is told what was given back."""
    write_of_refund(event.payment_id, event.refund_id, Money(event.minor, event.currency))


def on_payment_captured(event: PaymentCaptured) -> None:
    """Money may come after all that was held had been let go, and returns been given nothing for it."""
    settle_order(payment_id=event.payment_id, now=clock.now())
    owe_what_was_taken(payment_id=event.payment_id)


def on_more_captured(event: MoreCaptured) -> None:
    """Returns that were given less for what had not been taken are given it."""
    owe_what_was_taken(payment_id=event.payment_id)


def on_payment_held(event: PaymentHeld) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())


def on_payment_failed(event: PaymentFailed) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())
