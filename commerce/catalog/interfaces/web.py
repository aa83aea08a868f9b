"""The catalog's pages for shoppers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commerce.catalog.application import queries
from commerce.catalog.domain.values import CategoryPage, CollectionPage
from commerce.catalog.interfaces.listing import listed_at
from commerce.core.errors import NotFound

RELATED = 4
MOST_OPTIONS_ASKED = 10


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """Everything on sale."""
    sort = request.GET.get("sort", "newest")
    cards = queries.product_cards(sort=sort, page=_number(request), listed_at=listed_at(request))
    context = {"heading": _("All products"), "slice": cards, "sort": sort, "category": None, "children": ()}
    return TemplateResponse(request, "storefront/product_list.html", context)


@require_safe
def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """A category, or a collection: they share their addresses."""
    try:
        category = queries.category_page(slug)
    except NotFound:
        return _collection(request, queries.collection_page(slug))
    return _category(request, category)


def _category(request: HttpRequest, shelf: CategoryPage) -> HttpResponse:
    """What stands in a category and below it."""
    sort = request.GET.get("sort", "newest")
    context = {
        "heading": shelf.name,
        "slice": queries.product_cards(
            category_slug=shelf.slug, sort=sort, page=_number(request), listed_at=listed_at(request)
        ),
        "sort": sort,
        "category": shelf,
        "children": shelf.children,
        "trail": shelf.trail,
    }
    return TemplateResponse(request, "storefront/product_list.html", context)


def _collection(request: HttpRequest, collection: CollectionPage) -> HttpResponse:
    """What a merchant picked, in the merchant's order unless another is asked for."""
    sort = request.GET.get("sort", queries.PICKED)
    context = {
        "heading": collection.title,
        "slice": queries.collection_cards(
            collection.id, sort=sort, page=_number(request), listed_at=listed_at(request)
        ),
        "sort": sort,
        "is_picked": True,
        "category": None,
        "children": (),
    }
    return TemplateResponse(request, "storefront/product_list.html", context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product; `?option=<value id>` chooses, so that choosing needs no script."""
    options = [int(text) for text in request.GET.getlist("option")[:MOST_OPTIONS_ASKED] if _is_id(text)]
    page = queries.product_page(slug, options)
    context = {"product": page, "related": queries.related_cards(page.id, RELATED)}
    return TemplateResponse(request, "storefront/product.html", context)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if _is_id(text) else 1


def _is_id(text: str) -> bool:
    """Digits of ASCII that fit a bigint; `isdecimal` alone takes ² for no digit but ٢ for one."""
    return text.isascii() and text.isdecimal() and len(text) < 19
