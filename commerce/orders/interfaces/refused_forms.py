"""A form of a page of the desk that was refused: the page again, with what was typed and why."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import resolve, reverse

from commerce.core.errors import Refusal
from commerce.core.refusal_words import Words, message_for


def page_again(request: HttpRequest, order_id: int, name: str, form: forms.Form) -> HttpResponse:
    """The order's page with this form as it was sent, its errors beside its fields (422); where this store has no such
    order, what its page answers."""
    return shown_again(request, reverse("wagtailsnippets_orders_order:inspect", args=[order_id]), name, form)


def shown_again(request: HttpRequest, address: str, name: str, form: forms.Form) -> HttpResponse:
    """As `page_again`, of the page at that address."""
    _begin_at_what_is_wrong(form)
    request.refused_forms = {name: form}  # type: ignore[attr-defined]
    shown = resolve(address)
    with transaction.atomic():
        answer: HttpResponse = shown.func(request, *shown.args, **shown.kwargs)
        if isinstance(answer, SimpleTemplateResponse):
            answer.render()
            answer.status_code = 422
    return answer


def _begin_at_what_is_wrong(form: forms.Form) -> None:
    """The page is long: it opens where something is to be put right."""
    wrong = next((name for name in form.fields if name in form.errors), next(iter(form.fields)))
    form.fields[wrong].widget.attrs["autofocus"] = True


def is_page_again(request: HttpRequest) -> bool:
    return hasattr(request, "refused_forms")


def as_sent(request: HttpRequest, name: str, fresh: forms.Form) -> forms.Form:
    """The form of that name that was refused by this request; else the fresh one."""
    refused: dict[str, forms.Form] = getattr(request, "refused_forms", {})
    return refused.pop(name, fresh)


def said_of_others(request: HttpRequest) -> list[str]:
    """What is wrong with refused forms that nothing on the page asked for (`as_sent`): somebody was faster, and there
    is nothing left to fill in."""
    refused: dict[str, forms.Form] = getattr(request, "refused_forms", {})
    return [str(error) for form in refused.values() for errors in form.errors.values() for error in errors]


def put_beside(
    form: forms.Form, refusal: Refusal, fields: Mapping[str, str], words: Mapping[str, Words] | None = None
) -> None:
    """The refusal is said beside the field that `fields` names for its code, or above all of them; in `words`, where
    this place has its own."""
    form.add_error(fields.get(refusal.code), message_for(refusal, words))
