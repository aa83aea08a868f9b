"""What the desk's pages may load: what every page may, and what the editor needs besides."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from wasla_site.dashboard.gate import MANAGE

# The editor sets styles of its own on what it draws; scripts stay ours alone.
EDITOR_NEEDS = {"style-src": ["'self'", "'unsafe-inline'"], "img-src": ["blob:"]}


class DeskContentPolicy:
    """Below `CSPMiddleware`, which writes the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(MANAGE):
            response._csp_update = EDITOR_NEEDS  # type: ignore[attr-defined]
        return response
