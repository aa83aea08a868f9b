"""Serving the pages merchants write."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import escape_leading_slashes

from wasla_site.storefront.time_travel.requests import pages_of


def home(request: HttpRequest) -> HttpResponse:
    """The store's home page."""
    return serve(request, [])


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page below the store's home."""
    if not path.endswith("/") and settings.APPEND_SLASH:
        return redirect(f"{escape_leading_slashes(request.path)}/")
    return serve(request, [part for part in path.split("/") if part])


def serve(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    """The page that is at this path at the request's instant; its old address leads to it, as after publishing."""
    pages = pages_of(request)
    found = pages.find(slugs)
    if found is not None:
        response: TemplateResponse = found.serve(request)
        return response
    moved = pages.find_moved(slugs)
    if moved is None:
        raise Http404
    return redirect("storefront-page", moved.removeprefix("/"))
