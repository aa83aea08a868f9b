"""The pages that only time travel has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wasla_site.storefront.time_travel.requests import forget


def not_in_preview(request: HttpRequest) -> HttpResponse:
    """409: this is done in the real shop only. Asks the database nothing: its transaction may be broken."""
    return render(request, "storefront/preview/not_in_preview.html", status=409)


def ended(request: HttpRequest) -> HttpResponse:
    """410: what the browser or the link showed is over. The browser sees the shop of today again."""
    response = render(request, "storefront/preview/ended.html", status=410)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    forget(response)
    return response
