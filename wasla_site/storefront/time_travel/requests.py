"""What a storefront request knows of time travel: what is previewed, if anything, and the pages of its instant."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from commerce.core import clock
from commerce.tenants.interfaces.instants import shop_instant
from wasla_site.storefront.pages_at import PagesAt
from wasla_site.storefront.time_travel.previews import Preview, seal


def preview_of(request: HttpRequest) -> Preview | None:
    """What this request is shown in the place of today's shop; None for every shopper."""
    preview: Preview | None = getattr(request, "preview", None)
    return preview


def pages_of(request: HttpRequest) -> PagesAt:
    """The store's pages at the request's instant, with the drafts that were chosen; asked for once a request."""
    known: PagesAt | None = getattr(request, "_pages_at", None)
    if known is None:
        preview = preview_of(request)
        known = PagesAt(shop_instant(request), preview.drafts if preview else ())
        request._pages_at = known  # type: ignore[attr-defined]
    return known


def cookie_name() -> str:
    """With the prefix that makes browsers insist on this host, where they accept it: on https only."""
    return "__Host-preview" if settings.SESSION_COOKIE_SECURE else "preview"


def keep(response: HttpResponseBase, preview: Preview) -> None:
    """The browser sees the preview until it ends: on this host only, out of scripts' reach, not from other sites'
    forms."""
    response.set_cookie(
        cookie_name(),
        seal(preview),
        max_age=max(timedelta(0), preview.ends_at - clock.now()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """The browser sees the shop of today again."""
    response.delete_cookie(cookie_name(), samesite="Lax")
