"""The address of a search page: what it asks, and the addresses of questions a little different from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from commerce.catalog.application.queries import category_ids, tag_ids
from commerce.core.money import InvalidAmount, Money
from search_index.application.queries import MOST_CHARACTERS, Question
from search_index.domain.choices import attribute_of_token
from search_index.domain.values import Attribute, Filters, Sort

# Of each facet.
MOST_CHOSEN = 10
LONGEST_VALUE = 200
SORTS = {"newest": Sort.NEWEST, "price": Sort.CHEAPEST, "-price": Sort.DEAREST}
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs` are the filters and the sort as the address has them, those that ask something."""

    question: Question
    pairs: tuple[Pair, ...]

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def sort(self) -> str:
        return dict(self.pairs).get("sort", "")

    def chosen(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    @property
    def is_narrowed(self) -> bool:
        return any(key != "sort" for key, _ in self.pairs)

    def without(self, *names: str) -> str:
        """The address without these filters; that of the words alone without any."""
        return self._address(pair for pair in self.pairs if pair[0] not in names)

    def less(self, pair: Pair) -> str:
        return self._address(each for each in self.pairs if each != pair)

    def cleared(self) -> str:
        return self._address(pair for pair in self.pairs if pair[0] == "sort")

    def at(self, *more: Pair) -> str:
        return self._address((*self.pairs, *more))

    def _address(self, pairs: Iterable[Pair]) -> str:
        return "?" + urlencode([("q", self.text), *pairs])


def asked_by(query: QueryDict, currency: str) -> Asked:
    """What can't be read, or is not the store's, asks nothing. A span of prices that ends before it begins is turned
    round. Two statements at most."""
    text = query.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    prices = [(name, _minor(query.get(name, ""), currency)) for name in ("from", "to")]
    spans = dict(prices)
    if None not in spans.values() and spans["from"] > spans["to"]:  # type: ignore[operator]
        spans = {"from": spans["to"], "to": spans["from"]}
    categories = category_ids(_values(query, "category"))
    tags = tag_ids(_values(query, "tag"))
    options = {token: attribute for token in _values(query, "option") if (attribute := _attribute(token))}
    sort = query.get("sort", "")
    flags = [name for name in ("available", "sale") if query.get(name)]
    filters = Filters(
        from_minor=spans["from"],
        to_minor=spans["to"],
        categories=frozenset(categories.values()),
        tags=frozenset(tags.values()),
        attributes=frozenset(options.values()),
        only_available="available" in flags,
        only_reduced="sale" in flags,
    )
    pairs = [
        *((name, plain_amount(minor, currency)) for name, minor in spans.items() if minor is not None),
        *(("category", slug) for slug in categories),
        *(("option", token) for token in options),
        *(("tag", slug) for slug in tags),
        *((name, "1") for name in flags),
        *([("sort", sort)] if sort in SORTS else []),
    ]
    return Asked(Question(text, filters, SORTS.get(sort, Sort.RELEVANCE)), tuple(pairs))


def plain_amount(minor: int, currency: str) -> str:
    """As a shopper types it: 50, or 49.5 where it is no whole number."""
    amount = Money(minor, currency).decimal
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def _values(query: QueryDict, name: str) -> list[str]:
    asked = [value for value in query.getlist(name) if "\0" not in value and 0 < len(value) <= LONGEST_VALUE]
    return list(dict.fromkeys(asked))[:MOST_CHOSEN]


def _minor(text: str, currency: str) -> int | None:
    try:
        return max(0, Money.parse(text.strip(), currency).minor) if text.strip() else None
    except InvalidAmount:
        return None


def _attribute(token: str) -> Attribute | None:
    attribute = attribute_of_token(token)
    return attribute if attribute.option and attribute.value else None
