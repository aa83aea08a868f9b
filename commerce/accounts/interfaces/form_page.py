"""A page of the desk with one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.core.errors import Refusal
from commerce.core.refusal_words import Words, message_for


class FormPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Shows the form and, sent, does what it says; a refusal is shown in it, in `words` of its own where there are
    any, and nothing typed is lost."""

    saved_text: Any = ""
    words: Mapping[str, Words] | None = None
    request: Any  # always of somebody signed in

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                address = self.save(form)
            except Refusal as refusal:
                form.add_error(None, message_for(refusal, self.words))
            else:
                # What is lazy would be read when the session is kept, which is after the reader's language was left.
                messages.success(request, str(self.saved_text))
                return redirect(address)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Returns the address to go to."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": _("Save"),
            "submit_button_active_label": _("Saving…"),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.pages_above(), {"url": "", "label": self.get_page_title()}]

    def pages_above(self) -> list[dict[str, Any]]:
        return []
