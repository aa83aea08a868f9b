"""Orders nobody paid or confirmed in time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from commerce.catalog.application.use_cases.prolong_stock import prolong_stock
from commerce.core.actors import SYSTEM
from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.orders.application.moves import lock_order
from commerce.orders.application.time_up import time_is_up
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.fail_order import fail_order
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.orders.domain.states import UNCONFIRMED, OrderStatus
from commerce.orders.models import Order
from commerce.payments.application.queries import get_payment
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight
from commerce.payments.application.use_cases.expire_payment import expire_payment
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.domain.states import PaymentStatus

log = logging.getLogger(__name__)

TIME_IS_UP = "time_is_up"

# An order that can't be called off now waits so long, behind those that can.
PAUSE = timedelta(minutes=10)


def expire_orders(*, now: datetime, most: int = 100) -> int:
    """Unconfirmed orders of every store whose time is up are called off and their pieces free; returns how many were
    looked at.

    The gateway is asked once more before: money that came makes the order confirmed instead. Orders that are being
    paid, those about whose payment a call is under way or was a moment ago, and those that fail, are left for later
    and stop no other; stores take turns.
    """
    with system_scope(), transaction.atomic():
        late = in_turn(Order.objects.expired(now), "due_at", "id")
        due = list(late.values_list("tenant_id", "id", "payment_id")[:most])
    for tenant_id, order_id, payment_id in due:
        with tenant_scope(tenant_id):
            try:
                if not refresh_payment(payment_id=payment_id, now=now) or not _call_off(order_id, now):
                    _put_off(order_id, now)
            except PaymentInFlight:
                _put_off(order_id, now)
            except Exception:  # one order's defect must not stop the sweep
                log.exception("order %s could not be expired", order_id)
                _put_off(order_id, now)
    return len(due)


def _put_off(order_id: int, now: datetime) -> None:
    """Its pieces stay held as well: money for them may be under way."""
    with transaction.atomic():
        order = lock_order(order_id)
        order.retry_at = now + PAUSE
        order.save(update_fields=["retry_at"])
        prolong_stock(subject=order.subject, until=order.retry_at)


def _call_off(order_id: int, now: datetime) -> bool:
    """False where somebody is paying it."""
    with transaction.atomic():
        order = lock_order(order_id)
        if OrderStatus(order.status) not in UNCONFIRMED or order.expires_at > now:
            return True
        if not time_is_up(order, now):
            return False
        if order.status == OrderStatus.CREATED and get_payment(order.payment_id).status is PaymentStatus.CAPTURED:
            # Nothing was owed, and whoever hears of that has not been here yet.
            settle_order(payment_id=order.payment_id, now=now)
        elif order.status == OrderStatus.CREATED:
            cancel_order(order_id=order_id, actor=SYSTEM, reason=TIME_IS_UP, now=now)
        elif expire_payment(payment_id=order.payment_id, now=now):
            fail_order(order_id=order_id, actor=SYSTEM, reason=TIME_IS_UP, now=now)
        return True
