"""From a refusal to an answer in the user's language: the only place that knows both the codes and HTTP."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from commerce.core.errors import NotAllowed, NotFound, Refusal
from commerce.tenants.interfaces.transactions import mark_raised
from wasla_site.refusal_messages import message_for


def status_of(refusal: Refusal) -> int:
    """404 for what is not there, 403 for what this person may not do, 409 for what the state of things refuses."""
    if isinstance(refusal, NotFound):
        return 404
    return 403 if isinstance(refusal, NotAllowed) else 409


class RefusalMiddleware:
    """A refusal that no view answered becomes a page with its message; everything else stays a defect and is logged."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        mark_raised(request)
        name = "not_found" if isinstance(exception, NotFound) else "refused"
        return error_page(request, name, status_of(exception), message=message_for(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "not_found", 404)


def error_page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    """In a transaction, because the header and the menu of the page are the store's rows."""
    with transaction.atomic(savepoint=False):
        return render(request, f"storefront/errors/{name}.html", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/errors/server_error.html", status=500)
