"""The search page."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commerce.catalog.application.queries import cards_for_shelf
from commerce.tenants.interfaces.transactions import without_transaction
from search_index.application.queries import MOST_CHARACTERS, search_products

PAGE_SIZE = 24
FURTHEST_PAGE = 1000
INSTEAD = 4


@require_safe
@without_transaction
def results(request: HttpRequest) -> HttpResponse:
    """Products that match `q`; the same page for no question and for one that finds nothing, which shows the newest."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    slice_ = search_products(text=query, page=_page(request.GET.get("page", "")), size=PAGE_SIZE)
    with transaction.atomic():
        newest = () if slice_.items else cards_for_shelf(source="newest", category_slug="", count=INSTEAD)
        return render(request, "storefront/search.html", {"query": query, "slice": slice_, "newest": newest})


def _page(text: str) -> int:
    return min(int(text), FURTHEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
