"""What is offered to a shopper who has begun to type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from django.db import transaction

from commerce.catalog.application.queries import all_categories, cards_for_ids, filled_categories
from commerce.catalog.domain.values import CategoryLink, ProductCard
from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.application.queries import MOST_CHARACTERS
from search_index.application.rankings import weighing_for
from search_index.application.waiting import one_answer
from search_index.domain.profiles import PLAIN
from search_index.domain.questions import begun_question_of
from search_index.domain.values import SearchRequest
from search_index.domain.written_words import LONGEST, terms_of, those_begun

# So many products say in which words a question may go on; the first of them are offered themselves.
LOOKED_AT = 24
MOST_PRODUCTS = 5
MOST_TERMS = 4
MOST_CATEGORIES = 3
# Of so many it is asked whether anything is sold in them.
MOST_FILLED = 6


@dataclass(frozen=True, slots=True)
class Begun:
    """What the engine finds for a beginning, and the store's other words for it; `text` is empty where nothing has been
    begun. `is_degraded` as in `SearchResult`."""

    text: str = ""
    ids: tuple[int, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_degraded: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All of the open scope's store: words of its products' titles, its categories, its products."""

    terms: tuple[str, ...] = ()
    categories: tuple[CategoryLink, ...] = ()
    cards: tuple[ProductCard, ...] = ()


@one_answer()
def find_begun(beginning: str, *, now: datetime) -> Begun:
    """What no title goes on from is looked for in all that products are found by, but never guessed. The store's own
    words for the same thing stand for each other, as in a search.

    A last word of one letter says nothing yet: the words before it go on counting. The engine may be another server:
    call it with no transaction open. One statement, in the transaction of the engine's.
    """
    text = _begun(beginning[:MOST_CHARACTERS])
    if not text:
        return Begun()

    @cache
    def others() -> Mapping[str, tuple[str, ...]]:
        with transaction.atomic(savepoint=False):
            return weighing_for(text, now=now).others

    found = search_index().complete(KIND, text, size=LOOKED_AT, others=others)
    if not (found.ids or found.is_cut_off):
        weighing = replace(PLAIN, others=others())
        found = search_index().search(SearchRequest(KIND, text, size=MOST_PRODUCTS, may_guess=False, weighing=weighing))
    return Begun(text, found.ids, others(), found.is_degraded)


def _begun(text: str) -> str:
    """As much of it as something can be begun by; empty where that is nothing."""
    before = " ".join(text.split()[:-1])
    return next((one for one in (text, before) if begun_question_of(one, LONGEST) is not None), "")


def suggestions_for(begun: Begun) -> Suggestions:
    """Three statements at most, in the caller's transaction."""
    if not begun.text:
        return Suggestions()
    cards = cards_for_ids(begun.ids) if begun.ids else []
    links = all_categories()
    fitting = those_begun(begun.text, {pk: (link.name.ar, link.name.en) for pk, link in links.items()}, begun.others)
    filled = filled_categories(fitting[:MOST_FILLED])
    titles = [(card.title.ar, card.title.en) for card in cards]
    terms = terms_of(begun.text, titles, most=MOST_TERMS, others=begun.others)
    categories = [links[pk] for pk in fitting if pk in filled]
    return Suggestions(tuple(terms), tuple(categories[:MOST_CATEGORIES]), tuple(cards[:MOST_PRODUCTS]))
