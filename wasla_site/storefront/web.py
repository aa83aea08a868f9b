"""Serving the pages merchants write."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import escape_leading_slashes

from wasla_site.storefront.models import HomePage


def home(request: HttpRequest) -> HttpResponse:
    """The store's home page."""
    return serve(request, [])


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page below the store's home."""
    if not path.endswith("/") and settings.APPEND_SLASH:
        return redirect(f"{escape_leading_slashes(request.path)}/")
    return serve(request, [part for part in path.split("/") if part])


def serve(request: HttpRequest, components: list[str]) -> HttpResponse:
    root = HomePage.objects.filter(depth=2).first()
    if root is None or not root.live:
        raise Http404
    result = root.route(request, components)
    response: TemplateResponse = result.page.serve(request, *result.args, **result.kwargs)
    return response
