"""More of an order's money was taken after its returns were given less."""

from __future__ import annotations

import uuid

from django.db import transaction

from commerce.core.money import total
from commerce.core.outbox import publish
from commerce.orders.application.moves import lock_order
from commerce.orders.application.return_money import money_of_returns
from commerce.orders.application.unpaid_part import add_taken
from commerce.orders.domain.events import ReturnUnpaid
from commerce.orders.models import Order, Return, ReturnLine
from commerce.payments.application.money_queries import asked_refunds
from commerce.payments.application.queries import locked_payment


def owe_what_was_taken(*, payment_id: int) -> None:
    """What was taken since the order's returns were given less, for so much had not been taken then, is given back for
    them, and is on its way by itself; of a return that lacks what came to nothing a person sends it with that.
    Idempotent."""
    with transaction.atomic():
        given = ReturnLine.objects.filter(line__order__payment_id=payment_id, amount_minor__isnull=False)
        if not given.exists():
            return
        order = lock_order(Order.objects.values_list("pk", flat=True).get(payment_id=payment_id))
        payment = locked_payment(payment_id)
        before = money_of_returns(order)
        lacking = total([each.lacking for each in before.values()], order.currency)
        raised = add_taken(order, payment, lacking)
        asked = asked_refunds(payment_id)
        for parcel in Return.objects.select_for_update().filter(pk__in=raised).order_by("pk"):
            last = asked.get(parcel.refund_key)
            if last is not None and last.has_failed and not before[parcel.pk].lacking.is_zero:
                continue
            if last is not None:  # another amount is another refund
                parcel.refund_key = uuid.uuid4()
                parcel.save(update_fields=["refund_key"])
            publish(ReturnUnpaid(return_id=parcel.pk))
