"""What stands where, as one whole number that both engines compute alike, and what it is made of.

First what was pinned; of the rest what was not buried; then who has more words of the question; then what can be
bought, where the store wants that; and of these what has more points, which is all that weights and boosts change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from search_index.domain.choices import token
from search_index.domain.profiles import MOST_PLACED, NEW_DAYS, Boost, Rule, Weighing
from search_index.domain.values import Facts

# What a signal counts at its most, for each step of its weight; a point of a word counts its weight.
FULL = 100

# Each is more than all that stands below it can come to: eight words of a whole title, five signals and twenty boosts
# make 30,760 points. All are whole and below 2**24, up to which the server's numbers of single precision are exact.
AVAILABLE = 1 << 15
EACH_WORD = 1 << 16
NOT_BURIED = 1 << 20
PINNED = 1 << 21

# Each age that is not reached counts a fifth of the recency.
RECENT_DAYS = (7, 14, 30, 60, 90)
EACH_AGE = FULL // len(RECENT_DAYS)


class Signal(StrEnum):
    POPULARITY = "popularity"
    RECENCY = "recency"
    STOCK = "stock"
    MARGIN = "margin"
    SALE = "sale"


class Where(StrEnum):
    """Where a word was found. `WHOLE` is all of a title or a code, `CATEGORY` the head of a category's name."""

    WHOLE = "whole"
    HEAD = "head"
    TITLE = "title"
    CATEGORY = "category"
    CODE = "code"
    LABEL = "label"
    TEXT = "text"


class How(StrEnum):
    """What of a document a word of the question is: itself, what begins so, another word or form, a common stem."""

    ITSELF = "itself"
    BEGINNING = "beginning"
    OTHER = "other"
    STEM = "stem"


@dataclass(frozen=True, slots=True)
class WordReason:
    """`points` before they are weighed."""

    asked: str
    where: Where
    how: How
    points: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a result stands where it does.

    `standing` is what the engine ordered it by. `pinned` is the place it was given by hand, from 1; then nothing else
    counts. Of each signal and boost the points, those that count nothing too.
    """

    object_id: int
    standing: int
    words: tuple[WordReason, ...]
    words_matched: int
    text_weight: int
    signals: Mapping[Signal, int]
    boosts: tuple[tuple[Boost, int], ...]
    is_available: bool
    is_sold_out_last: bool
    pinned: int | None = None
    is_buried: bool = False

    @property
    def text_points(self) -> int:
        return self.text_weight * sum(reason.points for reason in self.words)

    @property
    def points(self) -> int:
        return self.text_points + sum(self.signals.values()) + sum(points for _, points in self.boosts)

    @property
    def sum(self) -> int:
        """What the parts come to; equals `standing`."""
        if self.pinned is not None:
            return pinned_standing(self.pinned)
        unburied = 0 if self.is_buried else NOT_BURIED
        available = AVAILABLE if self.is_available and self.is_sold_out_last else 0
        return unburied + self.words_matched * EACH_WORD + available + self.points


def pinned_standing(place: int) -> int:
    """Of the product in this place from 1."""
    return PINNED + MOST_PLACED - place


def hundredths(share: float) -> int:
    return round(share * FULL)


def signals_of(facts: Facts, weighing: Weighing) -> dict[Signal, int]:
    """The points of each signal."""
    weights = weighing.weights
    return {
        Signal.POPULARITY: hundredths(facts.popularity) * weights.popularity,
        Signal.RECENCY: EACH_AGE * sum(_is_since(facts, weighing, days) for days in RECENT_DAYS) * weights.recency,
        Signal.STOCK: FULL * facts.is_available * weights.stock,
        Signal.MARGIN: hundredths(facts.margin) * weights.margin,
        Signal.SALE: FULL * facts.is_reduced * weights.sale,
    }


def boosts_of(facts: Facts, weighing: Weighing) -> tuple[tuple[Boost, int], ...]:
    """The points of each boost, of those that count something."""
    return tuple((boost, FULL * boost.factor) for boost in weighing.boosts if _fits(boost, facts, weighing))


def reasons_of(
    object_id: int,
    *,
    standing: int,
    facts: Facts,
    words: Sequence[WordReason],
    words_matched: int,
    weighing: Weighing,
) -> Reasons:
    pinned = weighing.pinned.index(object_id) + 1 if object_id in weighing.pinned else None
    return Reasons(
        object_id,
        standing,
        tuple(words),
        words_matched,
        weighing.weights.text,
        signals_of(facts, weighing),
        boosts_of(facts, weighing),
        facts.is_available,
        weighing.is_sold_out_last,
        pinned,
        object_id in weighing.buried,
    )


def _fits(boost: Boost, facts: Facts, weighing: Weighing) -> bool:
    match boost.rule:
        case Rule.CATEGORY:
            return boost.value in map(str, facts.categories)
        case Rule.TAG:
            return boost.value in map(str, facts.tags)
        case Rule.OPTION:
            return boost.value in map(token, facts.attributes)
        case Rule.SALE:
            return facts.is_reduced
        case Rule.NEW:
            return _is_since(facts, weighing, NEW_DAYS)


def _is_since(facts: Facts, weighing: Weighing, days: int) -> bool:
    since = weighing.since(days)
    return since is not None and facts.appeared_at is not None and facts.appeared_at >= since
