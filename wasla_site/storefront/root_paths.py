"""Where a store's pages hang, as Wagtail asks for it: the current store's root only, whatever the number of stores.

Wagtail asks once or twice for every address of a page, mostly with no request at hand: a request remembers the answer
by itself, and outside one each page does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from commerce.core.scope import current_tenant_id
from commerce.tenants.application.queries import root_url

_of_this_request: ContextVar[dict[int, list[SiteRootPath]] | None] = ContextVar("root_paths", default=None)


class RootPathsMiddleware:
    """Until the answer is there, the root of a store is asked for once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _of_this_request.set({})
        try:
            return self._get_response(request)
        finally:
            _of_this_request.reset(token)


def root_paths_of(page: Any) -> list[SiteRootPath]:
    """The one root path of the scope's store. One statement in a request, or for the page outside one."""
    tenant_id = current_tenant_id()
    remembered = _of_this_request.get()
    if remembered is None:
        remembered = page.__dict__.setdefault("_root_paths", {})
    if tenant_id not in remembered:
        remembered[tenant_id] = _find_root_paths(tenant_id)
    return remembered[tenant_id]


def _find_root_paths(tenant_id: int) -> list[SiteRootPath]:
    """Wagtail's sites have no scope in Python, so the store is named; their own order is costly to say and left out."""
    sites = Site.objects.filter(root_page__tenant=tenant_id, root_page__tenant__domains__is_primary=True)
    found = sites.order_by().values_list("pk", "root_page__url_path", "root_page__tenant__domains__host")
    return [SiteRootPath(pk, url_path, root_url(host), "ar") for pk, url_path, host in found]
