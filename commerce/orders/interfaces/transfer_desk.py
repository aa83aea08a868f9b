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
from commerce.core.amounts import spelt
from commerce.core.errors import NotFound, Refusal
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application.queries import order_by_id
from commerce.orders.application.use_cases.accept_part_paid import accept_part_paid
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.domain.values import OrderView
from commerce.orders.interfaces.amount_fields import typed
from commerce.orders.interfaces.money_forms import BESIDE, TransferForm
from commerce.orders.interfaces.refused_forms import as_sent, form_on, order_page, page_again, put_beside
from commerce.orders.interfaces.rights import may_handle_money
from commerce.orders.models import Order
from commerce.payments.application.queries import awaits_transfer
from commerce.payments.application.transfer_queries import arrivals_of, receipt_file, receipts_for
from commerce.payments.domain.states import PaymentStatus, is_rest_awaited


def transfer_on_desk(order: OrderView, request: HttpRequest) -> dict[str, Any] | None:
    """What the order's page on the desk shows; None for orders that are paid otherwise, for which nothing is asked."""
    if not awaits_transfer(order.payment_method):
        return None
    may_confirm = may_handle_money(request.user)
    status, arrived = PaymentStatus(order.payment_status), order.total - order.left
    return {
        "receipts": receipts_for(order.payment_id),
        "arrivals": arrivals_of(order.payment_id),
        "form": _form(request, order) if may_confirm else None,
        "is_paid": status is PaymentStatus.CAPTURED,
        "may_accept_part": may_confirm and is_rest_awaited(status, arrived),
        "arrived": arrived,
        "left": order.left,
    }


def _form(request: HttpRequest, order: OrderView) -> forms.Form:
    amount = "" if order.left.is_zero else typed(order.left)
    return as_sent(request, "transfer", TransferForm(initial={"amount": amount}, auto_id="transfer-%s"))


@form_on(order_page)
def confirm(request: HttpRequest, order_id: int) -> HttpResponse:
    """Somebody saw the money on the store's account."""
    if not may_handle_money(request.user):
        raise PermissionDenied
    form = TransferForm(request.POST, auto_id="transfer-%s")
    was_paid = order_by_id(order_id, now=clock.now()).payment_status == PaymentStatus.CAPTURED
    if form.is_valid():
        try:
            _confirm(order_id, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            put_beside(form, refusal, BESIDE)
    if form.errors:
        return page_again(request, order_id, "transfer", form)
    _tell(request, order_by_id(order_id, now=clock.now()), was_paid=was_paid)
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


def _tell(request: HttpRequest, order: OrderView, *, was_paid: bool) -> None:
    if was_paid:
        messages.warning(request, _("The transfer is recorded. The order was paid before: please give the money back."))
    elif order.awaits_transfer and order.left.minor:
        words = _("A part of the transfer is recorded. %(left)s are still missing.")
        messages.info(request, words % {"left": spelt(order.left)})
    else:
        messages.success(request, _("The transfer was confirmed."))


def _confirm(order_id: int, amount: str, **facts: Any) -> None:
    arrived = Money.parse(amount, order_by_id(order_id, now=clock.now()).total.currency)
    confirm_transfer(order_id=order_id, amount=arrived, now=clock.now(), **facts)


@require_POST
def accept_part(request: HttpRequest, order_id: int) -> HttpResponse:
    """What arrived so far is enough."""
    if not may_handle_money(request.user):
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
