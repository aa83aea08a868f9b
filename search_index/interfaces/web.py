"""The search page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commerce.accounts.application.queries import rights_in_scope
from commerce.catalog.application.queries import cards_for_shelf, popular_categories
from commerce.catalog.domain.values import ProductCard
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.client_address import client_address
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.instants import shop_instant
from commerce.tenants.interfaces.transactions import without_transaction
from search_index.application.asking_limits import count_search
from search_index.application.content import ContentLink, find_content
from search_index.application.queries import MOST_CHARACTERS, Found, find_products, products_with_some_words
from search_index.application.waiting import one_answer
from search_index.domain.values import PriceSpan
from search_index.interfaces import bookmarks
from search_index.interfaces.asked import LONGEST_VALUE, NARROWING, Asked, Pair, asked_by, kept_pairs, plain_amount
from search_index.interfaces.cut_off import cut_off_words
from search_index.interfaces.facets import Narrowing, narrowing_of, price_choices
from search_index.interfaces.paging import MOST_NUMBERED, PAGE_SIZE, bookmark_behind
from search_index.interfaces.price_problems import price_problems

TEMPLATE = "storefront/search.html"
INSTEAD = 4
HELPING = 8
# Pages, and campaigns, that are offered besides products.
READ = 3


@require_safe
@without_transaction
def results(request: HttpRequest) -> HttpResponse:
    """Products that match `q`, where it says something, and pass the filters; the same page for neither words nor
    filters, and for a question that finds nothing, which helps on, with what has some of its words where anything does.
    A filter that can't be read, or is not the store's, is told and left out; the fields of prices keep what was typed.
    What is no number of a page is the first, as in lists. A bookmark of another store or question leads to the page of
    the number beside it, one with nothing behind it any more to the last numbered one. Staff are told when another
    engine than usual answered, or none did in time; shoppers only the latter. Questions are counted as the API's
    are."""
    try:
        if request.GET:
            count_search(address=client_address(request), now=clock.now())
    except TooManyTries as refusal:
        return told_to_wait(_told(request, message_for(refusal)), refusal)
    return _answered(request)


@one_answer()
def _answered(request: HttpRequest) -> HttpResponse:
    currency: str = request.tenant.currency  # type: ignore[attr-defined]
    with transaction.atomic():
        asked = asked_by(request.GET, currency, now=shop_instant(request))
    bookmark = bookmarks.read(request.GET["after"], asked.question) if "after" in request.GET else None
    number = _page(request.GET.get("page", ""))
    if "after" in request.GET and bookmark is None:
        return redirect(request.path + asked.at(*_numbered(number)))
    page = bookmark.page if bookmark else number
    found = find_products(asked.question, page=page, size=PAGE_SIZE, after=bookmark.after if bookmark else None)
    if bookmark and not found.cards.items and found.cards.total and not found.cards.has_next:
        return redirect(request.path + asked.at(("page", str(MOST_NUMBERED))))
    if found.is_cut_off:
        return _told(request, cut_off_words(), asked)
    is_first = asked.text and found.cards.number == 1 and not asked.is_narrowed
    content = find_content(asked.text, most=READ, now=shop_instant(request)) if is_first else ()
    is_helped = asked.text and not (found.cards.total or asked.is_narrowed)
    some = products_with_some_words(asked.question, most=INSTEAD) if is_helped else ()
    with transaction.atomic():
        context = {**_context(asked, found, content, currency, some), **_misread(asked, request.GET, currency)}
        context["is_told_degraded"] = found.is_degraded and _is_of_staff(request)
        return render(request, TEMPLATE, context)


def _told(request: HttpRequest, problem: str, asked: Asked | None = None) -> HttpResponse:
    """Why nothing was looked for, or nothing found in time; the words that were typed and the filters that were chosen
    stay. What was asked is given where an engine was; one that gave no answer is staff's business."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    with transaction.atomic():
        context: dict[str, Any] = {"query": typed, "problem": problem, "kept": kept_pairs(request.GET)}
        if asked is not None:
            context["narrowing"] = narrowing_of(asked, None)
            context["cleared"] = asked.cleared()
            context["is_told_degraded"] = _is_of_staff(request)
        return render(request, TEMPLATE, context)


def _is_of_staff(request: HttpRequest) -> bool:
    return bool(rights_in_scope(request.user))


def _context(
    asked: Asked, found: Found, content: tuple[ContentLink, ...], currency: str, some: tuple[ProductCard, ...]
) -> dict[str, Any]:
    is_empty = not found.cards.items
    narrowing = narrowing_of(asked, found.facets) if asked.is_question else None
    return {
        "query": asked.text,
        "heading": "" if asked.text or narrowing is None else _heading(narrowing),
        "asked": asked,
        "sort": asked.sort,
        "slice": found.cards,
        "meant": found.meant,
        "content": content,
        "narrowing": narrowing,
        "facets": found.facets,
        "prices": price_choices(asked, found.facets, currency),
        "span": _span(found.facets.prices if found.facets else None, currency),
        "is_narrowed": asked.is_narrowed,
        "cleared": asked.cleared(),
        "guessed": asked.without("exact"),
        "very_words": asked.at(("exact", "1")) if found.meant else "",
        "previous": _previous(asked, found),
        "next": _next(asked, found),
        "some": some,
        "newest": cards_for_shelf(source="newest", category_slug="", count=INSTEAD) if is_empty and not some else (),
        "popular": popular_categories(HELPING) if is_empty else (),
    }


def _misread(asked: Asked, query: QueryDict, currency: str) -> dict[str, Any]:
    """What was left out: prices as they were typed and what is wrong with each, and whether there is anything that
    nobody sees missing where results are."""
    problems = price_problems(asked, currency)
    typed = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST_VALUE] for name in problems}
    kept = {f"price_{name}": typed.get(name, next(iter(asked.chosen(name)), "")) for name in ("from", "to")}
    return {**kept, "price_problems": problems, "is_left_out": not NARROWING.isdisjoint(asked.misread)}


def _heading(narrowing: Narrowing) -> Bilingual | str:
    """What a page without words shows: a category, where it is one, or products."""
    shelves = [
        choice.name
        for facet in narrowing.facets
        if facet.parameter == "category"
        for choice in facet.shown
        if choice.is_chosen
    ]
    return shelves[0] if len(shelves) == 1 else _("Products")


def _previous(asked: Asked, found: Found) -> str:
    """Behind the numbered pages only the last of these has an address that leads back."""
    number = found.cards.number
    return asked.at(("page", str(min(number - 1, MOST_NUMBERED)))) if number > 1 else ""


def _next(asked: Asked, found: Found) -> str:
    """Behind what this page shows: counted from the beginning the next page would repeat or pass over what came in or
    went out before it meanwhile. The number beside it is for whom the bookmark leads nowhere."""
    behind = bookmark_behind(found)
    if behind is None:
        return ""
    if behind.after is None:
        return asked.at(*_numbered(behind.page))
    return asked.at(*_numbered(behind.page), ("after", bookmarks.written(behind, asked.question)))


def _numbered(page: int) -> tuple[Pair, ...]:
    return (("page", str(page)),) if 1 < page <= MOST_NUMBERED else ()


def _span(prices: PriceSpan | None, currency: str) -> tuple[str, str]:
    """What can be asked, as hints in the empty fields."""
    if prices is None:
        return "", ""
    return plain_amount(prices.lowest_minor, currency), plain_amount(prices.highest_minor, currency)


def _page(text: str) -> int:
    return min(int(text), MOST_NUMBERED) if text.isascii() and text.isdigit() and len(text) < 6 else 1
