"""The shop's side of what a gateway wants next: where the payer's browser goes, and what the pages there may load."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from commerce.orders.domain.values import OrderView
from commerce.payments.application.queries import page_sources_of
from commerce.payments.domain.values import ClientToken, FormPost, NextAction, PageSources, Redirect, Widget

_PAGES: dict[type[NextAction], str] = {
    FormPost: "storefront/payment/form_post.html",
    Widget: "storefront/payment/widget.html",
    ClientToken: "storefront/payment/client_token.html",
}


class SeeOther(HttpResponseRedirect):
    """Whatever the request was, the next one is a GET."""

    status_code = 303


def see_other(name: str, token: str) -> HttpResponse:
    return SeeOther(resolve_url(name, token))


def going_on(action: NextAction | None, token: str) -> HttpResponse:
    """To the gateway's page, to ours on which the payer goes on, or to the order's, where nothing is left to do."""
    if isinstance(action, Redirect):
        return SeeOther(action.url)
    return see_other("orders:payment" if type(action) in _PAGES else "orders:order", token)


def payment_page(request: HttpRequest, order: OrderView, action: NextAction | None) -> HttpResponse | None:
    """The page of this step; None for a step that is taken elsewhere, or none."""
    if isinstance(action, Redirect):
        return SeeOther(action.url)
    if action is None or type(action) not in _PAGES:
        return None
    response = render(request, _PAGES[type(action)], {"order": order, "action": action})
    return _with_policy(response, _policy(page_sources_of(order.payment_method)))


def with_ways_out(response: HttpResponse, methods: Iterable[str]) -> HttpResponse:
    """A form of this page may end at the pages of these ways to pay: browsers hold redirects of a form against it."""
    pages = [origin for method in methods for origin in page_sources_of(method).pages]
    return _with_policy(response, {"form-action": pages}) if pages else response


def _policy(sources: PageSources) -> dict[str, list[str]]:
    """Of this one page: the gateway's own script, with the frames it draws, the calls it makes and the styles it sets.
    Without a script of the gateway's, only the way to its page is opened."""
    policy = {"form-action": list(sources.pages)}
    if sources.scripts:
        hosts = ["'self'", *sources.scripts]
        policy |= {"script-src": hosts, "connect-src": hosts, "frame-src": hosts, "img-src": list(sources.scripts)}
        policy["style-src"] = [*hosts, "'unsafe-inline'"]
    return policy


def _with_policy(response: HttpResponse, policy: dict[str, Any]) -> HttpResponse:
    response._csp_update = policy  # type: ignore[attr-defined]
    return response
