"""Settings → what does not agree between payment companies, couriers, banks and the books, and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.errors import Refusal
from commerce.orders.application.queries import orders_of_payments
from commerce.orders.interfaces.reason_forms import SettledForm
from commerce.orders.interfaces.refused_forms import (
    as_sent,
    form_on,
    is_page_again,
    put_beside,
    said_of_others,
    shown_again,
)
from commerce.orders.interfaces.rights import may_handle_money
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.use_cases.close_discrepancy import DiscrepancyNeedsReason, close_discrepancy
from commerce.payments.application.use_cases.settle_by_hand import settle_by_hand
from commerce.payments.interfaces.money_words import FINDINGS, told_facts
from commerce.payments.models import PaymentWay
from commerce.tenants.interfaces.transactions import without_transaction

_SAID = {"done": True, "not_done": False}
BESIDE_REASON = {DiscrepancyNeedsReason.code: "reason"}


class Discrepancies(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = PaymentWay
    permission_required = "change"
    header_icon = "warning"
    template_name = "orders_desk/discrepancies.html"

    request: Any  # always of somebody signed in

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Only for a form of this page that was refused."""
        return self.get(request) if is_page_again(request) else self.http_method_not_allowed(request)

    def get_page_title(self) -> str:
        return _("What does not agree")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = open_discrepancies()
        orders = orders_of_payments(row.payment_id for row in found if row.payment_id is not None)
        rows = [
            {
                "found": row,
                "words": FINDINGS[row.finding],
                "facts": list(told_facts(row.facts)),
                "order": orders.get(row.payment_id or 0),
                "form": as_sent(self.request, _name_of(row.id), _form(row.id, is_of_movement=row.is_of_movement)),
            }
            for row in found
        ]
        return super().get_context_data(**kwargs) | {"rows": rows, "refused": said_of_others(self.request)}


def _form(discrepancy_id: int, data: Any = None, *, is_of_movement: bool) -> SettledForm:
    return SettledForm(data, is_of_movement=is_of_movement, auto_id=f"{_name_of(discrepancy_id)}-%s")


def _name_of(discrepancy_id: int) -> str:
    return f"finding_{discrepancy_id}"


def _page_again(request: HttpRequest, discrepancy_id: int, form: SettledForm) -> HttpResponse:
    return shown_again(request, reverse("orders_desk:discrepancies"), _name_of(discrepancy_id), form)


@form_on(lambda discrepancy_id: reverse("orders_desk:discrepancies"))
@without_transaction
def settle(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Somebody has asked the company what became of a movement, and says it."""
    with transaction.atomic():
        if not may_handle_money(request.user):
            raise PermissionDenied
    said = request.POST.get("movement", "")
    if said not in _SAID:
        raise Http404
    form = _form(discrepancy_id, request.POST, is_of_movement=True)
    if form.is_valid():
        reason, is_done = form.cleaned_data["reason"], _SAID[said]
        try:
            settle_by_hand(
                discrepancy_id=discrepancy_id, is_done=is_done, reason=reason, actor=current_actor(), now=clock.now()
            )
        except Refusal as refusal:
            put_beside(form, refusal, BESIDE_REASON)
    if form.errors:
        return _page_again(request, discrepancy_id, form)
    messages.success(request, _("It is in the books, as you say."))
    return redirect("orders_desk:discrepancies")


@form_on(lambda discrepancy_id: reverse("orders_desk:discrepancies"))
def close(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Somebody has dealt with it, and says how."""
    if not may_handle_money(request.user):
        raise PermissionDenied
    form = _form(discrepancy_id, request.POST, is_of_movement=False)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            close_discrepancy(discrepancy_id=discrepancy_id, reason=reason, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            put_beside(form, refusal, BESIDE_REASON)
    if form.errors:
        return _page_again(request, discrepancy_id, form)
    messages.success(request, _("It is off the list."))
    return redirect("orders_desk:discrepancies")
