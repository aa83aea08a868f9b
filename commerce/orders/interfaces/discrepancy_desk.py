"""Settings → what does not agree between payment companies, couriers, banks and the books, and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.orders.application.queries import orders_of_payments
from commerce.orders.interfaces.rights import may_handle_money
from commerce.payments.application.money_queries import open_discrepancies
from commerce.payments.application.use_cases.close_discrepancy import close_discrepancy
from commerce.payments.application.use_cases.settle_by_hand import settle_by_hand
from commerce.payments.interfaces.money_words import FINDINGS, told_facts
from commerce.payments.models import PaymentWay
from commerce.tenants.interfaces.transactions import without_transaction

_SAID = {"done": True, "not_done": False}


class Discrepancies(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = PaymentWay
    permission_required = "change"
    header_icon = "warning"
    template_name = "orders_desk/discrepancies.html"

    request: Any  # always of somebody signed in

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return _("What does not agree")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = open_discrepancies()
        orders = orders_of_payments(row.payment_id for row in found if row.payment_id is not None)
        rows = [
            (row, FINDINGS[row.finding], list(told_facts(row.facts)), orders.get(row.payment_id or 0)) for row in found
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


@require_POST
@without_transaction
def settle(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Somebody has asked the company what became of a movement, and says it."""
    with transaction.atomic():
        if not may_handle_money(request.user):
            raise PermissionDenied
    said = request.POST.get("movement", "")
    if said not in _SAID:
        raise Http404
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        settle_by_hand(
            discrepancy_id=discrepancy_id, is_done=_SAID[said], reason=reason, actor=current_actor(), now=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("It is in the books, as you say."))
    return redirect("orders_desk:discrepancies")


@require_POST
def close(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Somebody has dealt with it, and says how."""
    if not may_handle_money(request.user):
        raise PermissionDenied
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        close_discrepancy(discrepancy_id=discrepancy_id, reason=reason, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("It is off the list."))
    return redirect("orders_desk:discrepancies")
