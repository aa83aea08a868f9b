"""Who is asking: staff of this store, and a customer of this store, each without regard to the other."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from commerce.accounts.interfaces.sessions import customer_of_session, is_bound_to_store, renew_on_new_role
from commerce.accounts.models import User
from commerce.tenants.interfaces.transactions import view_raised

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StaffMiddleware:
    """`request.user` is anonymous unless the staff session was begun on this store's host. Nothing is destroyed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked: list[User] = []
        request.user = SimpleLazyObject(lambda: _staff(request, asked))  # type: ignore[assignment]
        response = self.get_response(request)
        # What a raising view's request wrote is not kept. A preview passes here inside of the editor's own request, and
        # its cookies are not sent.
        if asked and not view_raised(request) and not getattr(request, "is_dummy", False):
            renew_on_new_role(request, asked[0])
        if getattr(request.session, "shopper_outlived_flush", False):
            # Wagtail's sign-out deletes the cookie and calls the session unmodified; the shopper still needs both.
            request.session.modified = True
        return response


def _staff(request: HttpRequest, asked: list[User]) -> User | AnonymousUser:
    """`asked` is told who it is, if somebody is."""
    if not is_bound_to_store(request):
        return AnonymousUser()
    person = get_user(request)
    if isinstance(person, User):
        asked.append(person)
    return person


class CustomerMiddleware:
    """`request.customer` is the signed-in Customer of this store, or None. Visitors without one cost no query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.customer = customer_of_session(request)  # type: ignore[attr-defined]
        return self.get_response(request)
