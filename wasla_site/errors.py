"""From a refusal to an answer in the user's language: the only place that knows both the codes and HTTP."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from psycopg.errors import DeadlockDetected, LockNotAvailable

from commerce.core.errors import NotAllowed, NotFound, Refusal
from commerce.core.idempotency import KeyInFlight, KeyMissing, KeyReused
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.transactions import mark_raised

# What a field is called that may hold one: a person's, or the keys a payment company gives to a store.
_SECRET = re.compile("password|secret|token|key|webhook", re.IGNORECASE)
# Our own, by which a form that is sent twice is done once.
_MAKES_ONE = frozenset({"idempotency_key", "key"})


def status_of(refusal: Refusal) -> int:
    """404 for what is not there, 403 for what this person may not do, 409 for what the state of things refuses; of keys
    that make requests happen once 400 for none, 422 for another request under it, 409 for one that is being done."""
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, KeyMissing):
        return 400
    if isinstance(refusal, KeyReused):
        return 422
    return 403 if isinstance(refusal, NotAllowed) else 409


class RefusalMiddleware:
    """A refusal that no view answered becomes a page with its message, and a wait that was too long one that offers to
    try again; everything else stays a defect and is logged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_busy(exception):
            mark_raised(request)
            return busy(request)
        if isinstance(exception, KeyInFlight):
            mark_raised(request)
            return busy(request, is_under_way=True)
        if not isinstance(exception, Refusal):
            return None
        mark_raised(request)
        name = "not_found" if isinstance(exception, NotFound) else "refused"
        return error_page(request, name, status_of(exception), message=message_for(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "not_found", 404)


def error_page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    """In a transaction, because the header and the menu of the page are the store's rows."""
    if name == "not_found" and _is_of_a_store(request):
        name = "not_found_in_store"
    with transaction.atomic(savepoint=False):
        return render(request, f"storefront/errors/{name}.html", context, status=status)


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's own page, when a form's proof is not the browser's: its person signed in or out in another
    tab, or keeps no cookies. Nothing was done."""
    return render(request, "storefront/errors/out_of_date.html", status=403)


def is_busy(error: BaseException | None) -> bool:
    """Whether a statement gave up because others held the rows it needed: nothing is wrong, and nothing was done."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected))


def busy(request: HttpRequest, *, is_under_way: bool = False) -> HttpResponse:
    """503 with a button that sends the same form again; 409 for one whose first sending `is_under_way`.

    Asks the database nothing: its transaction may be broken. Of a form with secrets nothing is written into a page, and
    files can't be: whoever sent one goes back and sends it again.
    """
    is_sent = request.method == "POST"
    fields = _to_send_again(request) if is_sent and not request.FILES else []
    context = {"is_sent": is_sent, "fields": fields, "is_under_way": is_under_way}
    response = render(request, "storefront/errors/busy.html", context, status=409 if is_under_way else 503)
    response["Retry-After"] = "1" if is_under_way else "3"
    response["Cache-Control"] = "no-store"
    return response


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    sent = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    if any(_SECRET.search(name) for name, _ in sent if name not in _MAKES_ONE):
        return []
    return [(name, value) for name, values in sent for value in values]


def _is_of_a_store(request: HttpRequest) -> bool:
    """Whether a shopper may have looked for a page of a store, which then keeps its header and its menu."""
    return getattr(request, "tenant", None) is not None and not request.path_info.startswith(settings.LANGUAGE_FREE)


def server_error(request: HttpRequest) -> HttpResponse:
    """What a view raised comes to the middleware first; a wait in a middleware comes here."""
    if is_busy(sys.exception()):
        return busy(request)
    return render(request, "storefront/errors/server_error.html", status=500)
