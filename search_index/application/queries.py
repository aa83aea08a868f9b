"""What shoppers find."""

from django.db import transaction

from commerce.catalog.application.queries import cards_for_ids
from commerce.catalog.domain.values import ProductCard
from commerce.core.paging import Slice, page_bounds
from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.domain.values import SearchRequest

MOST_CHARACTERS = 200


def search_products(*, text: str, page: int = 1, size: int = 24) -> Slice[ProductCard]:
    """One page of the open scope's products that match all words, best first; the last page when `page` is beyond.

    A product that went off sale since it was indexed is left out of the cards, not of the total. The engine may be
    another server: call it with no transaction open.
    """
    text = text[:MOST_CHARACTERS]
    wanted = max(1, page)
    found = search_index().search(SearchRequest(KIND, text, first=(wanted - 1) * size, size=size))
    number, first, pages = page_bounds(wanted, size=size, total=found.total)
    if number != wanted and found.total:
        found = search_index().search(SearchRequest(KIND, text, first=first, size=size))
    with transaction.atomic(savepoint=False):
        cards = tuple(cards_for_ids(found.ids))
    return Slice(items=cards, number=number, pages=pages, total=found.total)
