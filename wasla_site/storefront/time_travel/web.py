"""The way into a preview by its link, and the way out of any."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commerce.tenants.interfaces.instants import shop_instant
from wasla_site.storefront.time_travel.pages import ended
from wasla_site.storefront.time_travel.previews import NoPreview, unseal
from wasla_site.storefront.time_travel.requests import forget, keep


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The browser sees what the link shows, in the language of the link's address. 410 when it has ended; 404 when it
    is no link of this store."""
    try:
        preview = unseal(token)
    except NoPreview as error:
        raise Http404 from error
    if not preview.is_shared:
        raise Http404
    if preview.has_ended(shop_instant(request)):
        return ended(request)
    response = redirect("storefront-home")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    keep(response, preview)
    return response


@csrf_exempt
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The browser sees the shop of today again. Whoever sends it here from elsewhere does no harm."""
    response = redirect("storefront-home")
    forget(response)
    return response
