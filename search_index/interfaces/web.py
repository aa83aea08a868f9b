"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search_index.application.queries import MOST_CHARACTERS, search_products

PAGE_SIZE = 24
FURTHEST_PAGE = 1000


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Products that match `q`, the same page for no question and for one that finds nothing."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    slice_ = search_products(text=query, page=_page(request.GET.get("page", "")), size=PAGE_SIZE)
    return render(request, "storefront/search.html", {"query": query, "slice": slice_})


def _page(text: str) -> int:
    return min(int(text), FURTHEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
