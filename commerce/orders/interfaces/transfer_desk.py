"""A transfer on the desk: the receipts that were shown, and the money that arrived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.permissions import policy_registry

from commerce.core import clock
from commerce.core.errors import NotFound, Refusal
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application.queries import order_by_id
from commerce.orders.application.use_cases.accept_part_paid import accept_part_paid
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.domain.values import OrderView
from commerce.orders.interfaces.amount_fields import typed
from commerce.orders.interfaces.rights import may_move_orders
from commerce.orders.models import Order
from commerce.payments.application.queries import awaits_transfer
from commerce.payments.application.transfer_queries import arrivals_of, receipt_file, receipts_for
from commerce.payments.application.use_cases.confirm_transfer import Difference
from commerce.payments.domain.states import PAYMENT_MOVES, PaymentStatus


class TransferForm(forms.Form):
    amount = forms.CharField(max_length=20)
    bank_reference = forms.CharField(max_length=60)
    difference = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Difference], coerce=Difference, empty_value=None, required=False
    )


def transfer_on_desk(order: OrderView) -> dict[str, Any] | None:
    """What the order's page on the desk shows; None for orders that are paid otherwise, for which nothing is asked."""
    if not awaits_transfer(order.payment_method):
        return None
    return {
        "receipts": receipts_for(order.payment_id),
        "arrivals": arrivals_of(order.payment_id),
        "is_awaited": PaymentStatus.CAPTURED in PAYMENT_MOVES[PaymentStatus(order.payment_status)],
        "amount": typed(order.left),
    }


@require_POST
def confirm(request: HttpRequest, order_id: int) -> HttpResponse:
    """Somebody saw the money on the store's account."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    form = TransferForm(request.POST)
    if form.is_valid():
        _confirm(request, order_id, **form.cleaned_data)
    else:
        messages.error(request, _("Please give the amount and the bank's reference."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


def _confirm(request: HttpRequest, order_id: int, amount: str, **facts: Any) -> None:
    try:
        arrived = Money.parse(amount, order_by_id(order_id, now=clock.now()).total.currency)
        confirm_transfer(order_id=order_id, amount=arrived, now=clock.now(), **facts)
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("The transfer was confirmed."))


@require_POST
def accept_part(request: HttpRequest, order_id: int) -> HttpResponse:
    """What arrived so far is enough."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    try:
        accept_part_paid(order_id=order_id, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("The order is taken as paid."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


@require_safe
def receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The file to be saved: a stranger chose it, so no browser shows it among the desk's own pages."""
    if not policy_registry.get_by_type(Order).user_has_permission(request.user, "view"):
        raise PermissionDenied
    file = receipt_file(receipt_id)
    if file is None:
        raise Http404
    ending = file.name.rpartition(".")[2]
    answer = FileResponse(
        file, as_attachment=True, filename=f"receipt-{receipt_id}.{ending}", content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]
