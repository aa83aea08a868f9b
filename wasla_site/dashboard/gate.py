"""The URL gate: under /manage/, what is not on the list does not exist for merchants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from wasla_site.dashboard.allowed_urls import is_allowed

MANAGE = "/manage/"
# The editor sets styles of its own on what it draws; scripts stay ours alone.
DESK_CSP = {"style-src": ["'self'", "'unsafe-inline'"], "img-src": ["blob:"]}


class DashboardGate:
    """404 for every admin view whose name is not on the allow-list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(MANAGE):
            response._csp_update = DESK_CSP  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not request.path_info.startswith(MANAGE):
            return
        match = request.resolver_match
        if match is None or not is_allowed(match.view_name):
            raise Http404
