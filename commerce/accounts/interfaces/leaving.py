"""Where a member of staff leaves the store by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from commerce.accounts.application.staff import LastOwner
from commerce.accounts.application.use_cases.leave_store import leave_store
from commerce.accounts.interfaces.own_account import OwnAccount
from commerce.core.refusal_words import message_for


class LeaveStore(WagtailAdminTemplateMixin, TemplateView):
    """Asks once more and, sent, lets the person go: they are signed out and told so where they would sign in."""

    template_name = "accounts_desk/leave.html"
    page_title = _("Leave the store")
    header_icon = "logout"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": reverse("wagtailadmin_account"), "label": OwnAccount.page_title}
        return [*self.breadcrumbs_items, own, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest) -> HttpResponse:
        assert request.user.pk is not None
        try:
            leave_store(user_id=request.user.pk)
        except LastOwner as refusal:
            return self.render_to_response(self.get_context_data(refusal=message_for(refusal)), status=422)
        logout(request)
        messages.success(request, _("You no longer work in this store."))
        return redirect("wagtailadmin_login")


leave = require_admin_access(LeaveStore.as_view())
