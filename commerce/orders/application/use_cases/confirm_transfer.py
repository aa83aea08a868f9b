"""An order whose transfer has arrived."""

from datetime import datetime

from django.db import transaction

from commerce.core.money import Money
from commerce.orders.application.moves import lock_order
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.payments.application.use_cases import confirm_transfer as payments


def confirm_transfer(
    *,
    order_id: int,
    amount: Money,
    bank_reference: str,
    now: datetime,
    difference: payments.Difference | None = None,
) -> None:
    """The order is paid, by as much as arrived, and stands where that puts it: confirmed once it is enough, or owed
    back when it was called off.

    Refuses NotFound, and what payments' `confirm_transfer` refuses.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        payments.confirm_transfer(
            payment_id=order.payment_id,
            amount=amount,
            bank_reference=bank_reference,
            difference=difference,
            now=now,
        )
        settle_order(payment_id=order.payment_id, now=now)
