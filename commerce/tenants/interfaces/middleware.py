"""From the host to the store: the scope and the transaction every request of a store runs in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import find_tenant_for_host
from commerce.tenants.domain.policies import normal_host, split_language
from commerce.tenants.interfaces.transactions import mark_raised, view_raised, wants_no_transaction
from commerce.tenants.models import Tenant


class StoreMiddleware:
    """Sets `request.tenant` by verified host and opens its scope; the platform's own host has no tenant, no
    scope, and addresses of its own (`PLATFORM_URLCONF`).

    An unknown host gets a plain 404, an inactive store a 503. The request's transaction encloses session, sign-in,
    view and rendering, and is rolled back when the view raised, although Django has turned that into a response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            host = request.get_host()
        except DisallowedHost:
            return _unknown(request)
        if normal_host(host) == settings.PLATFORM_HOST:
            request.tenant = None  # type: ignore[attr-defined]
            request.urlconf = settings.PLATFORM_URLCONF
            return _no_address(request) if "\x00" in request.path_info else self._respond(request)
        tenant = find_tenant_for_host(host)
        if tenant is None:
            return _unknown(request)
        if "\x00" not in request.path_info and tenant.is_active:
            return self._in_scope(request, tenant)
        response = _closed(request, tenant) if not tenant.is_active else _no_address(request)
        # For the log line of this answer; the page itself is the platform's and asks for no row of the store.
        request.tenant = tenant  # type: ignore[attr-defined]
        return response

    def _in_scope(self, request: HttpRequest, tenant: Tenant) -> HttpResponseBase:
        request.tenant = tenant  # type: ignore[attr-defined]
        with tenant_scope(tenant.pk):
            response = self._respond(request)
        if response.streaming and getattr(response, "file_to_stream", None) is None:
            response.streaming_content = stream_in_scope(  # type: ignore[attr-defined]
                response.streaming_content,  # type: ignore[attr-defined]
                tenant.pk,
            )
        return response

    def _respond(self, request: HttpRequest) -> HttpResponse:
        if _opens_its_own_transactions(request):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if view_raised(request):
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django goes on to make the response."""
        mark_raised(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/errors/unknown_host.html", status=404)


def _no_address(request: HttpRequest) -> HttpResponse:
    """PostgreSQL takes no text with a zero byte, so nothing has such an address."""
    return render(request, "storefront/errors/not_found.html", status=404)


def _closed(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    response = render(request, "storefront/errors/closed.html", {"tenant": tenant}, status=503)
    response["Retry-After"] = "3600"
    return response


def _opens_its_own_transactions(request: HttpRequest) -> bool:
    _, path = split_language(request.path_info, settings.LANGUAGE_FREE)
    try:
        match = resolve(path, getattr(request, "urlconf", None))
        return wants_no_transaction(match.func)
    except Resolver404:
        return False


def stream_in_scope(chunks: Iterable[bytes], tenant_id: int) -> Iterator[bytes]:
    """Each chunk is made in the store's scope and a transaction, although the request's are long closed.

    Not for a file's bytes, which no row is asked for: the server sends them as it can best.
    """
    iterator = iter(chunks)
    while True:
        with tenant_scope(tenant_id), transaction.atomic():
            chunk = next(iterator, None)
        if chunk is None:
            return
        yield chunk
