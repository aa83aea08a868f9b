"""Who is asking: staff of this store, and a customer of this store, each without regard to the other."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from commerce.accounts.interfaces.sessions import customer_of_session, is_bound_to_store
from commerce.accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StaffMiddleware:
    """`request.user` is anonymous unless the staff session was begun on this store's host. Nothing is destroyed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: _staff(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if getattr(request.session, "shopper_outlived_flush", False):
            # Wagtail's sign-out deletes the cookie and calls the session unmodified; the shopper still needs both.
            request.session.modified = True
        return response


def _staff(request: HttpRequest) -> User | AnonymousUser:
    if not is_bound_to_store(request):
        return AnonymousUser()
    person: User | AnonymousUser = get_user(request)
    return person


class CustomerMiddleware:
    """`request.customer` is the signed-in Customer of this store, or None. Visitors without one cost no query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.customer = customer_of_session(request)  # type: ignore[attr-defined]
        return self.get_response(request)
