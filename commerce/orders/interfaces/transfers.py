"""The shopper's side of a transfer: what to send where, and what to show for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.limits import Limit, count_try
from commerce.core.refusal_words import message_for
from commerce.orders.application import queries
from commerce.orders.domain.values import OrderView
from commerce.orders.interfaces.payment_steps import see_other
from commerce.payments.application.transfer_queries import bank_details, receipts_for
from commerce.payments.application.use_cases.keep_receipt import MOST, keep_receipt
from commerce.tenants.interfaces.transactions import without_transaction

# Of one order: decoding a picture costs more than most pages.
UPLOADS = Limit("receipt", most=10, window=timedelta(hours=1))


def transfer_of(order: OrderView) -> dict[str, Any] | None:
    """What the order's page tells of a transfer that is awaited; None for other orders, for which nothing is asked."""
    if not order.awaits_transfer:
        return None
    receipts = receipts_for(order.payment_id)
    return {
        "bank": bank_details(),
        "left": order.left,
        "arrived": order.total - order.left,
        "receipts": receipts,
        "may_show_more": len(receipts) < MOST,
    }


@require_POST
@without_transaction
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The payer shows what their bank gave them."""
    with transaction.atomic():
        order = queries.order_view(token, now=clock.now())
    file = request.FILES.get("receipt")
    if file is None or not order.awaits_transfer:
        return see_other("orders:order", token)
    try:
        count_try([(UPLOADS, token)], now=clock.now())
        keep_receipt(payment_id=order.payment_id, file=cast(BinaryIO, file), now=clock.now())
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("The store has your receipt, and confirms the order when the money is there."))
    return see_other("orders:order", token)
