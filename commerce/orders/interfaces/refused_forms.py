"""A form of a page of the desk that was refused: the page again, with what was typed and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import resolve, reverse
from django.views.decorators.http import require_POST

from commerce.core.errors import Refusal
from commerce.core.refusal_words import Words, message_for

View = TypeVar("View", bound=Callable[..., HttpResponse])


def form_on(page_of: Callable[..., str]) -> Callable[[View], View]:
    """The view takes, by POST, a form of the page at the address that `page_of` tells. A browser stands at the form's
    own address when it was refused: who asks for that anew, or keeps it, is led to the page."""

    def taking(view: View) -> View:
        sent = require_POST(view)

        @wraps(view)
        def answer(request: HttpRequest, **about: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return sent(request, **about)
            with transaction.atomic():
                return redirect(page_of(**about))

        return answer  # type: ignore[return-value]

    return taking


def order_page(order_id: int) -> str:
    """The address of the order's page."""
    return reverse("wagtailsnippets_orders_order:inspect", args=[order_id])


def page_again(request: HttpRequest, order_id: int, name: str, form: forms.Form) -> HttpResponse:
    """The order's page with this form as it was sent, its errors beside its fields (422); where this store has no such
    order, what its page answers."""
    return shown_again(request, order_page(order_id), name, form)


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
