"""An order that is sent though not all of its transfer arrived."""

from datetime import datetime

from django.db import transaction

from commerce.orders.application.moves import lock_order
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.payments.application.use_cases.waive_rest import waive_rest


def accept_part_paid(*, order_id: int, now: datetime) -> None:
    """The order is paid by what arrived, and confirmed. Refuses NotFound, and what `waive_rest` refuses."""
    with transaction.atomic():
        order = lock_order(order_id)
        waive_rest(payment_id=order.payment_id, now=now)
        settle_order(payment_id=order.payment_id, now=now)
