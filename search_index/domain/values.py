"""What is put into the index, what is asked of it, and what it answers.

Amounts are minor units of the store's currency, VAT included; instants are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from search_index.domain.folding import words_of
from search_index.domain.profiles import PLAIN, Weighing

if TYPE_CHECKING:
    from search_index.domain.weighing import Reasons


@dataclass(frozen=True, slots=True, order=True)
class Attribute:
    """One value of one option, both as codes that `domain.attributes` makes: colour=red."""

    option: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What an object is filtered, counted, sorted and weighed by. None and empty say nothing.

    `lowest_minor` and `highest_minor` are shelf prices. `categories` are those it stands in and all above them, so that
    who asks for a category finds what stands below it. `attributes` are those of all variants on sale, whether a piece
    is left or not; `variants` the attributes of each variant of which a piece is left. `popularity` and `margin` lie
    between 0 and 1, in whole hundredths.
    """

    lowest_minor: int | None = None
    highest_minor: int | None = None
    categories: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    variants: tuple[tuple[Attribute, ...], ...] = ()
    is_available: bool = True
    is_reduced: bool = False
    appeared_at: datetime | None = None
    popularity: float = 0.0
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """What one of an object's pictures looks like, as `embedder_id` saw it: a vector for each of SPACES it knows."""

    embedder_id: str
    vectors: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Document:
    """An object with the texts it is found by, in the order of their weight; unfolded, in every language it has.

    `category_names` are those of the categories it stands in and of all above them, `labels` what else it is called:
    tags and options' values.

    Of two writes about one object the one of the higher `version` stays, whichever comes last; without a version the
    last one does.
    """

    kind: str
    object_id: int
    titles: tuple[str, ...]
    codes: tuple[str, ...] = ()
    category_names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    facts: Facts = Facts()
    pictures: tuple[SeenPicture, ...] = ()
    version: int = 0

    @cached_property
    def text_words(self) -> tuple[Sequence[str], ...]:
        """The words of each text; taken apart once, for every engine."""
        return tuple(map(words_of, self.texts))


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A write that had no effect: `lasting` when trying the same again can't help, with the engine's reason."""

    kind: str
    object_id: int
    lasting: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What must be true of an object besides its words. None, empty and False ask nothing.

    Of several values of one field one is enough; of `attributes` one of each option, and of two and more options all on
    one variant of which a piece is left. An object costs between its lowest and its highest price: it lies in a span
    of prices when its lowest does.
    """

    from_minor: int | None = None
    to_minor: int | None = None
    categories: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    attributes: frozenset[Attribute] = frozenset()
    only_available: bool = False
    only_reduced: bool = False

    def options(self) -> dict[str, frozenset[str]]:
        """The values asked for by option."""
        by_option: dict[str, set[str]] = {}
        for attribute in self.attributes:
            by_option.setdefault(attribute.option, set()).add(attribute.value)
        return {option: frozenset(values) for option, values in by_option.items()}


NO_FILTERS = Filters()


class Sort(StrEnum):
    """What comes first. Ties are broken by the newer object, so that every order is a total one."""

    RELEVANCE = "relevance"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    NEWEST = "newest"
    POPULAR = "popular"


# Where a slice ended: what its last object was sorted by. Good for the same request at the same adapter only.
Place = tuple[float | int | str, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Objects of one kind whose words match all words of `text` and that pass `filters`. An empty `text` asks by
    filters alone: best is then what the store weighs most, and the newest of what it weighs alike. Nothing is found
    where filters ask nothing either.

    Behind them, where they are few and `text` has three words and more, an engine may put those that match most.

    `size` of them, from index `first`, or right behind `after` when it is given, which stays quick however deep.
    Counted by every facet when `with_facets`. Without `may_guess` words are never taken for misspelt, nor where
    products were pinned for just this question. With `may_lack_words` whatever has any of the words is found, who has
    more comes first, and nothing is guessed. `weighing` is what counts besides words where what fits best comes
    first; what it pins is then found too, whatever words it has.
    """

    kind: str
    text: str
    first: int = 0
    size: int = 24
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    after: Place | None = None
    with_facets: bool = False
    may_guess: bool = True
    may_lack_words: bool = False
    weighing: Weighing = PLAIN
    with_reasons: bool = False

    @property
    def is_by_filters_alone(self) -> bool:
        return not self.text.strip() and self.filters != NO_FILTERS

    @property
    def counted(self) -> Weighing:
        """What is pinned and buried counts in no other order than that of what fits best."""
        return self.weighing if self.sort is Sort.RELEVANCE else self.weighing.unplaced

    @property
    def guesses(self) -> bool:
        return self.may_guess and not self.counted.pinned


@dataclass(frozen=True, slots=True)
class PriceSpan:
    lowest_minor: int
    highest_minor: int


@dataclass(frozen=True, slots=True)
class PriceRange:
    """As `Filters` ask for it, both ends among it: None is no end on that side."""

    from_minor: int | None
    to_minor: int | None
    count: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many objects match for each value that could be chosen, with all that is chosen in the other facets.

    So a facet with a choice still shows its other values. Values that nothing has are left out; the most first, at
    most `MOST_VALUES` of each facet, and what is chosen always among them. `attributes` are by option, then value.
    `prices` is None where nothing has one, `ranges` are those of `price_steps` that something costs.
    """

    categories: Mapping[int, int]
    tags: Mapping[int, int]
    attributes: Mapping[str, Mapping[str, int]]
    prices: PriceSpan | None
    available: int
    reduced: int
    ranges: tuple[PriceRange, ...] = ()


MOST_VALUES = 50
NO_COUNTS = FacetCounts({}, {}, {}, prices=None, available=0, reduced=0)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ids of the wanted slice, best first; `total` counts all that match, exactly.

    `facets` are None where they were not asked for, and of a request that asks nothing; where nothing is found they
    count nothing. `last` is where the slice ended, for `SearchRequest.after`; `has_more`: something stands behind it.
    `meant` are the words that were looked for instead, where those of the request were taken for misspelt.
    `is_degraded`: the engine that should have answered did not, and another did in its place as well as it can;
    `is_cut_off`: that had no time left either, and nothing is known of what matches. `reasons` are those of each id in
    their order, where asked for.
    """

    ids: tuple[int, ...]
    total: int
    facets: FacetCounts | None = None
    last: Place | None = None
    has_more: bool = False
    meant: str = ""
    is_degraded: bool = False
    is_cut_off: bool = False
    reasons: tuple[Reasons, ...] = ()


NOTHING = SearchResult((), 0)


def nothing_found(request: SearchRequest) -> SearchResult:
    """Of a question that asks something."""
    return SearchResult((), 0, facets=NO_COUNTS if request.with_facets else None)


@dataclass(frozen=True, slots=True)
class LikenessRequest:
    """Objects of one kind that pass `filters`, those first of which a picture lies nearest to `vector` in `space`.

    Compared are pictures that the same embedder saw; nor are the objects of `but_not` found.
    """

    kind: str
    space: str
    embedder_id: str
    vector: tuple[float, ...]
    size: int = 24
    filters: Filters = NO_FILTERS
    but_not: frozenset[int] = frozenset()


# The spaces pictures' vectors lie in, with their dimensions: as a whole, by colour, by outline.
SPACES = {"similar": 112, "colour": 32, "shape": 32}
