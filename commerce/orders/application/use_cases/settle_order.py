"""What the end of a payment means for its order."""

import logging
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.core.actors import Actor, ActorKind
from commerce.core.outbox import publish
from commerce.orders.application.moves import lock_order
from commerce.orders.application.use_cases.cancel_order import PartlySent, cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.domain.events import OrderPaid
from commerce.orders.domain.policies import may_be_paid_again
from commerce.orders.domain.states import OrderStatus, may_move
from commerce.orders.models import Order
from commerce.payments.application.queries import PaymentView, get_payment
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.note_lost_hold import note_lost_hold
from commerce.payments.domain.states import PaymentStatus

log = logging.getLogger(__name__)

STOCK_GONE = "stock_gone"
PAYMENT_DECLINED = "payment_declined"
HOLD_OVER = "hold_over"
GIVEN_BACK = "given_back"
_SENT = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
_STANDS = _SENT | {OrderStatus.CONFIRMED}


def settle_order(*, payment_id: int, now: datetime) -> None:
    """The order of this payment stands where the payment's present state puts it: confirmed by money that is taken or
    held; or cancelled, where it was confirmed and nothing is held any more. Of one that was sent on a hold that is
    over, a person is told; of money that comes for one that stands already, who ordered. One that was declined waits
    for its shopper to pay again, and fails when its time is up.

    Idempotent, and right in whatever order payments are told of. Money that comes for an order called off revives
    nothing: it is owed back. Money for pieces that others bought meanwhile cancels the order, and is owed back too. Nor
    is an order confirmed on money of which all went back, or is on its way, before it counted: it is cancelled.
    """
    with transaction.atomic():
        order_id = Order.objects.filter(payment_id=payment_id).values_list("pk", flat=True).first()
        if order_id is None:
            return
        order = lock_order(order_id)
        status = OrderStatus(order.status)
        payment = get_payment(payment_id)
        gateway = Actor(ActorKind.GATEWAY, payment.method)
        is_paid = payment.status is PaymentStatus.CAPTURED or payment.is_held
        if _went_back(payment) and may_move(status, OrderStatus.CONFIRMED):
            cancel_order(order_id=order_id, actor=gateway, reason=GIVEN_BACK, now=now)
        elif is_paid and may_move(status, OrderStatus.CONFIRMED):
            _confirm_or_cancel(order_id, gateway, now)
        elif payment.status is PaymentStatus.FAILED and _waits_for_another_card(order, now):
            return
        elif payment.status is PaymentStatus.FAILED and may_move(status, OrderStatus.FAILED):
            fail_order(order_id=order_id, actor=gateway, reason=PAYMENT_DECLINED, now=now)
        elif payment.status is PaymentStatus.FAILED and status is OrderStatus.CONFIRMED:
            _call_off_unpaid(order_id, payment_id, gateway, now)
        elif payment.status is PaymentStatus.FAILED and status in _SENT:
            note_lost_hold(payment_id=payment_id, now=now)
        elif payment.status is PaymentStatus.CAPTURED and status in _STANDS:
            publish(OrderPaid(order_id=order_id))
        elif payment.status is PaymentStatus.CAPTURED and status in {OrderStatus.CANCELLED, OrderStatus.FAILED}:
            log.warning("order %s was paid after it had been called off", order_id)
            cancel_payment(payment_id=payment_id, now=now)  # what was taken is owed back


def _went_back(payment: PaymentView) -> bool:
    """Staff may give money back while it is in review, and the review say yes to it afterwards."""
    is_taken = payment.status is PaymentStatus.CAPTURED and payment.paid.minor > 0
    return is_taken and payment.refundable.is_zero


def _waits_for_another_card(order: Order, now: datetime) -> bool:
    current = OrderStatus(order.status)
    return may_be_paid_again(current, placed_at=order.placed_at, expires_at=order.expires_at, now=now)


def _confirm_or_cancel(order_id: int, actor: Actor, now: datetime) -> None:
    try:
        confirm_order(order_id=order_id, actor=actor, reason="", now=now)
    except OutOfStock:
        cancel_order(order_id=order_id, actor=actor, reason=STOCK_GONE, now=now)


def _call_off_unpaid(order_id: int, payment_id: int, actor: Actor, now: datetime) -> None:
    """Its money was held, and is let go. Of what has left the house already, staff are told that it is not paid."""
    try:
        cancel_order(order_id=order_id, actor=actor, reason=HOLD_OVER, now=now)
    except PartlySent:
        note_lost_hold(payment_id=payment_id, now=now)
