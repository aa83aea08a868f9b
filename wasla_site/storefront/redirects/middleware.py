"""The last thing tried before a shopper is told that there is nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils.http import escape_leading_slashes

from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.queries import redirect_from

# Browsers keep a permanent redirect for good if nobody says how long, and merchants change their minds.
KEPT_FOR = "max-age=3600"


class RedirectMiddleware:
    """A 404 at a path the store redirects becomes the redirect, in the language that was asked for.

    Stands below the language middleware, so paths have no language here. One statement for a 404, none otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or request.tenant is None:  # type: ignore[attr-defined]
            return response
        with transaction.atomic():
            redirect = redirect_from(request.path_info)
        if redirect is None:
            return response
        return _led_on(redirect, request.META.get("QUERY_STRING", ""))


def _led_on(redirect: Redirect, query: str) -> HttpResponseBase:
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    response = kind(_address(redirect, query))
    if redirect.is_permanent:
        response["Cache-Control"] = KEPT_FOR
    return response


def _address(redirect: Redirect, query: str) -> str:
    """Inside the store, what was asked for besides the path goes along."""
    inside = redirect.page.address_in_store if redirect.page else redirect.address
    if not inside.startswith("/"):
        return inside
    address = escape_leading_slashes(get_script_prefix() + inside.lstrip("/"))
    return f"{address}?{query}" if query else address
