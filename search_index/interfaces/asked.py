"""The address of a search: what it asks, and the addresses of questions a little different from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from commerce.catalog.application.queries import category_ids, tag_ids
from commerce.core.money import InvalidAmount, Money
from search_index.application.attribute_names import names_of
from search_index.application.queries import MOST_CHARACTERS, Question
from search_index.application.rankings import weighing_for
from search_index.domain.choices import attribute_of_token
from search_index.domain.profiles import PLAIN
from search_index.domain.values import NO_FILTERS, Attribute, Filters, Sort

# Of each facet.
MOST_CHOSEN = 10
LONGEST_VALUE = 200
# Not by name, as lists are: what was looked for would stand anywhere, and an index would need each name in every
# language once more, to sort by. Who looks for a name writes it.
SORTS = {"newest": Sort.NEWEST, "popular": Sort.POPULAR, "price": Sort.CHEAPEST, "-price": Sort.DEAREST}
# Those the list of all products knows too.
LISTED = ("newest", "price", "-price")
# `exact` asks for these very words, not for what they may be a misspelling of.
FLAGS = ("available", "sale", "exact")
ON, OFF = frozenset(("1", "true")), frozenset(("", "0", "false"))
# What says how a question is to be understood and answered, and takes nothing out of what it finds.
MANNERS = ("sort", "exact")
BESIDES_WORDS = ("from", "to", "category", "option", "tag", *FLAGS, "sort")
NARROWING = frozenset(BESIDES_WORDS) - frozenset(MANNERS)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs` are the filters and the sort as the address has them, those that ask something. `misread` are the names
    of parameters that say what can't be read, or is not the store's: a page leaves that out and says so, a program is
    refused."""

    question: Question
    pairs: tuple[Pair, ...]
    misread: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def is_question(self) -> bool:
        """Words or a filter: without either there is nothing to look for."""
        return bool(self.text) or self.is_narrowed

    @property
    def sort(self) -> str:
        return dict(self.pairs).get("sort", "")

    @property
    def is_exact(self) -> bool:
        return not self.question.may_guess

    def chosen(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    @property
    def is_narrowed(self) -> bool:
        return any(map(_narrows, self.pairs))

    def without(self, *names: str) -> str:
        """The address without these filters; that of the words alone without any."""
        return self._left(pair for pair in self.pairs if pair[0] not in names)

    def with_prices(self, low: str, high: str) -> str:
        """The address of this span instead of any other; an empty end is none."""
        span = [(name, amount) for name, amount in (("from", low), ("to", high)) if amount]
        return self._address([*span, *(pair for pair in self.pairs if pair[0] not in ("from", "to"))])

    def less(self, pair: Pair) -> str:
        return self._left(each for each in self.pairs if each != pair)

    def cleared(self) -> str:
        return self._left(pair for pair in self.pairs if not _narrows(pair))

    def at(self, *more: Pair) -> str:
        return self._address((*self.pairs, *more))

    def _left(self, pairs: Iterable[Pair]) -> str:
        """Where neither words nor filters are left, all products are what is found."""
        left = list(pairs)
        if self.text or any(map(_narrows, left)):
            return self._address(left)
        sort = urlencode([pair for pair in left if pair[0] == "sort" and pair[1] in LISTED])
        return f"{reverse('catalog:list')}?{sort}" if sort else reverse("catalog:list")

    def _address(self, pairs: Iterable[Pair]) -> str:
        words = [("q", self.text)] if self.text else []
        return "?" + urlencode([*words, *pairs])


def asked_by(query: QueryDict, currency: str, *, now: datetime) -> Asked:
    """What can't be read, or is not the store's, asks nothing. A span of prices that ends before it begins is turned
    round. Four statements at most, one of them for the store's ranking."""
    text = query.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS]
    spans = {name: _minor(query.get(name, ""), currency) for name in ("from", "to")}
    low, high = spans["from"], spans["to"]
    if low is not None and high is not None and low > high:
        low, high = high, low
    categories = category_ids(_values(query, "category"))
    tags = tag_ids(_values(query, "tag"))
    options = _options(_values(query, "option"))
    sort = query.get("sort", "")
    flags = [name for name in FLAGS if query.get(name, "").lower() in ON]
    filters = Filters(
        from_minor=low,
        to_minor=high,
        categories=frozenset(categories.values()),
        tags=frozenset(tags.values()),
        attributes=frozenset(options.values()),
        only_available="available" in flags,
        only_reduced="sale" in flags,
    )
    pairs = [
        *((name, plain_amount(minor, currency)) for name, minor in (("from", low), ("to", high)) if minor is not None),
        *(("category", slug) for slug in categories),
        *(("option", token) for token in options),
        *(("tag", slug) for slug in tags),
        *((name, "1") for name in flags),
        *([("sort", sort)] if sort in SORTS else []),
    ]
    misread = [
        *(["q"] if len(query.get("q", "").strip()) > MOST_CHARACTERS or "\0" in query.get("q", "") else []),
        *(name for name, minor in spans.items() if minor is None and query.get(name, "").strip()),
        *_unknown(query, category=categories, tag=tags, option=options),
        *(name for name in FLAGS if query.get(name, "").lower() not in ON | OFF),
        *(["sort"] if sort and sort not in SORTS else []),
    ]
    weighing = weighing_for(text, now=now) if text or filters != NO_FILTERS else PLAIN
    question = Question(text, filters, SORTS.get(sort, Sort.RELEVANCE), "exact" not in flags, weighing)
    return Asked(question, tuple(pairs), tuple(misread))


def kept_pairs(query: QueryDict) -> list[Pair]:
    """Filters, sort and manner as they were sent, read or not: for a form that asks the same once more."""
    return [(name, value) for name in BESIDES_WORDS for value in _values(query, name)]


def filters_of_list(*, category: str, sort: str) -> str:
    """The address of the filters of what a list shows: of a category (a slug), or of all products where that is empty.
    An order that search does not know is left out."""
    narrowing = ("category", category) if category else ("available", "1")
    kept = [("sort", sort)] if sort in LISTED else []
    return f"{reverse('search:results')}?{urlencode([narrowing, *kept])}#filters"


def _narrows(pair: Pair) -> bool:
    return pair[0] not in MANNERS


def plain_amount(minor: int, currency: str) -> str:
    """As a shopper types it: 50, or with all decimals of the currency where it is no whole number, 49.50."""
    amount = Money(minor, currency)
    whole, rest = divmod(minor, 10**amount.exponent)
    return f"{amount.decimal:.{amount.exponent}f}" if rest else str(whole)


def _values(query: QueryDict, name: str) -> list[str]:
    asked = [value for value in query.getlist(name) if "\0" not in value and 0 < len(value) <= LONGEST_VALUE]
    return list(dict.fromkeys(asked))[:MOST_CHOSEN]


def _unknown(query: QueryDict, **known: Collection[str]) -> list[str]:
    """Facets of which a value was asked that was not understood."""
    return [name for name, values in known.items() if {*query.getlist(name)} - {"", *values}]


def _minor(text: str, currency: str) -> int | None:
    try:
        minor = Money.parse(text.strip(), currency).minor if text.strip() else -1
    except InvalidAmount:
        return None
    return minor if minor >= 0 else None


def _options(tokens: Iterable[str]) -> dict[str, Attribute]:
    """Those by which the store has products, or had."""
    asked = {token: attribute for token in tokens if (attribute := _attribute(token))}
    known = names_of(set(asked.values()))
    return {token: attribute for token, attribute in asked.items() if attribute in known}


def _attribute(token: str) -> Attribute | None:
    """None for the token of several attributes too: no code has a stroke in it, and each is asked for by itself."""
    attribute = attribute_of_token(token)
    return attribute if attribute.option and attribute.value and "|" not in token else None
