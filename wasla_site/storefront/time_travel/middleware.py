"""Which instant a request sees the shop at, and what a preview may do: read, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from commerce.accounts.application.queries import members_with_any
from commerce.accounts.domain.policies import Right
from commerce.accounts.models import User
from commerce.carts.interfaces.prices import shelf_of
from commerce.core import clock
from commerce.core.read_only import reading_only, was_refused
from commerce.tenants.interfaces.instants import set_shop_instant
from commerce.tenants.interfaces.transactions import mark_raised
from wasla_site.storefront.campaigns.previewing import drafted_promotions
from wasla_site.storefront.time_travel import cart
from wasla_site.storefront.time_travel.pages import ended, not_in_preview
from wasla_site.storefront.time_travel.previews import NoPreview, Preview, unseal
from wasla_site.storefront.time_travel.requests import cookie_name, preview_of

log = logging.getLogger(__name__)

# The addresses that begin and end a preview are never previewed themselves.
DOORS = "/store-preview/"

# What a preview shows as shoppers see it. Everything else of the storefront is another person's, or writes.
SHOWN = frozenset(
    {
        "storefront-home",
        "storefront-page",
        "catalog:list",
        "catalog:category",
        "catalog:product",
        "search:results",
        "search:by_picture",
    }
)
OF_THE_CART: dict[str, Callable[..., HttpResponse]] = {
    "carts:cart": cart.cart,
    "carts:add": cart.add,
    "carts:change": cart.change,
    "carts:add_code": cart.add_code,
    "carts:remove_code": cart.take_code_out,
}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TimeTravelMiddleware:
    """Every request of the shop has one instant. Where the browser brings a preview, it is the preview's.

    A preview is read in a transaction that PostgreSQL lets write nothing. It is nobody's: whatever else the browser
    knows of the store, a session, a cart, is not looked at and not changed. No cache keeps it and no search engine
    lists it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = clock.now()
        set_shop_instant(request, now)
        preview = _brought(request)
        if preview is None:
            return self.get_response(request)
        if preview.has_ended(now):
            return ended(request)
        with reading_only(), transaction.atomic(savepoint=False):
            maker = _maker(preview)
            if maker is None:
                return ended(request)
            set_shop_instant(request, preview.instant_at(now))
            request.preview = preview  # type: ignore[attr-defined]
            request.preview_maker = str(maker)  # type: ignore[attr-defined]
            promised = SimpleLazyObject(partial(drafted_promotions, request))
            request.drafted_promotions = promised  # type: ignore[attr-defined]
            request.listed_at = lambda product_ids: shelf_of(request).listed(product_ids)  # type: ignore[attr-defined]
            # No token that is kept in a cookie can guard the forms: `process_view` looks where they come from.
            request.COOKIES = {}
            request.csrf_processing_done = True  # type: ignore[attr-defined]
            return _marked(self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if preview_of(request) is None:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OF_THE_CART and _is_sent_from_here(request):
            return OF_THE_CART[name](request, *args, **kwargs)
        if name in SHOWN and request.method in {"GET", "HEAD"}:
            return None
        return not_in_preview(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if preview_of(request) is None or not was_refused(exception):
            return None
        log.error("a preview of %s was to write", request.path_info, exc_info=exception)
        mark_raised(request)
        return not_in_preview(request)


def _brought(request: HttpRequest) -> Preview | None:
    """The preview in the browser's cookie, if this is a page of the shop. One that was forged is none."""
    is_shop = request.tenant is not None and not request.path_info.startswith((*settings.LANGUAGE_FREE, DOORS))  # type: ignore[attr-defined]
    # Wagtail shows an editor a page inside of the desk's own request, with the browser's cookies.
    if not is_shop or getattr(request, "is_dummy", False) or cookie_name() not in request.COOKIES:
        return None
    try:
        return unseal(request.COOKIES[cookie_name()])
    except NoPreview:
        return None


def _maker(preview: Preview) -> User | None:
    """Who made it, if they may still see drafts: who leaves the store takes their links along."""
    return members_with_any({Right.EDIT_PAGES}).filter(pk=preview.maker_id).first()


def _is_sent_from_here(request: HttpRequest) -> bool:
    """Browsers say of every form which host it stood on."""
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    for name in [name for name in response.cookies if name != cookie_name()]:
        del response.cookies[name]
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
