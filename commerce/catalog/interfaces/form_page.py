"""A page of the catalog's desk with one form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from commerce.accounts.interfaces import form_page
from commerce.catalog.interfaces.problem_texts import IN_FORMS


class FormPage(form_page.FormPage):
    """Sent by a button named `find`, it is shown again with what was found, and nothing is done."""

    words = IN_FORMS

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "find" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.form_with_found()))
        return super().post(request, **kwargs)

    def form_with_found(self) -> Any:
        """For pages that offer to find something."""
        raise NotImplementedError

    @property
    def currency(self) -> str:
        return str(self.request.tenant.currency)
