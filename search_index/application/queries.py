"""What shoppers find."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction

from commerce.catalog.application.queries import cards_for_ids
from commerce.catalog.domain.values import ProductCard
from commerce.core.paging import Slice, page_bounds
from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.application.waiting import one_answer
from search_index.domain.folding import words_of
from search_index.domain.profiles import PLAIN, Weighing
from search_index.domain.values import NO_FILTERS, FacetCounts, Filters, Place, SearchRequest, Sort
from search_index.domain.written_words import as_written

MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What a shopper asks: words, or none, what must be true besides, what comes first, and how the store weighs that.
    Without `may_guess` it is these very words, never what they may be a misspelling of."""

    text: str
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    may_guess: bool = True
    weighing: Weighing = PLAIN


@dataclass(frozen=True, slots=True)
class Found:
    """One page of products. `last` is where it ended, None where nothing stands behind it or another engine than usual
    answered, whose places mean nothing tomorrow. `meant`, `is_degraded` and `is_cut_off` as in `SearchResult`, the
    words as the store writes them."""

    cards: Slice[ProductCard]
    facets: FacetCounts | None
    last: Place | None
    meant: str
    is_degraded: bool
    is_cut_off: bool = False


@one_answer()
def find_products(
    question: Question, *, page: int = 1, size: int = 24, after: Place | None = None, with_facets: bool = True
) -> Found:
    """One page of the open scope's products that the question finds; the last page when `page` is beyond.

    `after` is where the page before ended, which finds deep pages quickly; then the engine says whether there is more,
    for what was read before may be gone and count no longer. A product that went off sale since it was
    indexed is left out of the cards, not of the total. The engine may be another server: call it with no transaction
    open.
    """
    wanted = max(1, page)
    request = SearchRequest(
        KIND,
        question.text[:MOST_CHARACTERS],
        first=(wanted - 1) * size,
        size=size,
        filters=question.filters,
        sort=question.sort,
        after=after,
        with_facets=with_facets,
        may_guess=question.may_guess,
        weighing=question.weighing,
    )
    result = search_index().search(request)
    number, first, pages = page_bounds(wanted, size=size, total=result.total)
    if after is not None:
        number, pages = wanted, max(pages, wanted + 1) if result.has_more else wanted
    elif number != wanted and result.total:
        result = search_index().search(replace(request, first=first))
    cards = _cards(result.ids)
    last = None if result.is_degraded or number >= pages else result.last
    meant = as_written(result.meant, (title for card in cards for title in (card.title.ar, card.title.en)))
    found = Slice(items=cards, number=number, pages=pages, total=result.total)
    return Found(found, result.facets, last, meant, result.is_degraded, result.is_cut_off)


@one_answer()
def products_with_some_words(question: Question, *, most: int) -> tuple[ProductCard, ...]:
    """Of a question that finds nothing, products that have some of its words, those with most of them first; none where
    it has a single word, or no time is left. Filters count. Call it with no transaction open."""
    text = question.text[:MOST_CHARACTERS]
    if len(words_of(text)) == 1:
        return ()
    request = SearchRequest(
        KIND, text, size=most, filters=question.filters, may_lack_words=True, weighing=question.weighing
    )
    return _cards(search_index().search(request).ids)


def _cards(ids: tuple[int, ...]) -> tuple[ProductCard, ...]:
    if not ids:
        return ()
    with transaction.atomic(savepoint=False):
        return tuple(cards_for_ids(ids))
