"""How a store wants its results ordered: weights, boosts by rule, places given by hand, and its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

from search_index.domain.folding import as_one_word, words_of
from search_index.domain.word_families import base_of

MOST_WEIGHT = 10
MOST_BOOSTS = 20
MOST_PLACED = 20
MOST_PLACINGS = 200
MOST_SYNONYMS = 200
MOST_SYNONYM_WORDS = 10
LONGEST_SYNONYM = 40
NEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, 0 to `MOST_WEIGHT`; one of 0 has no influence."""

    text: int = 10
    popularity: int = 1
    recency: int = 0
    stock: int = 0
    margin: int = 0
    sale: int = 0


class Rule(StrEnum):
    CATEGORY = "category"
    TAG = "tag"
    OPTION = "option"
    SALE = "sale"
    NEW = "new"


# Of these a boost names one.
NAMING_ONE = frozenset((Rule.CATEGORY, Rule.TAG, Rule.OPTION))


@dataclass(frozen=True, slots=True)
class Boost:
    """What the rule says counts `factor` times a hundred points more. `value` is a category's or tag's id, or an
    attribute's token; what is reduced, and what is new, needs none."""

    rule: Rule
    value: str
    factor: int


@dataclass(frozen=True, slots=True)
class Placing:
    """Products that stand first, in their order, and last, for one question in whatever spelling."""

    asked: str
    pinned: tuple[int, ...] = ()
    buried: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return question_key(self.asked)

    def joined_with(self, other: Placing) -> Placing:
        """With the other's places behind its own; each product is placed once, and first where one puts it first. No
        more of either than may be placed."""
        pinned = tuple(dict.fromkeys((*self.pinned, *other.pinned)))[:MOST_PLACED]
        buried = dict.fromkeys(one for one in (*self.buried, *other.buried) if one not in pinned)
        return Placing(self.asked, pinned, tuple(buried)[:MOST_PLACED])


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Who asks for one of `words` means all of them or, where `instead` says something, those too, and not the other
    way round."""

    words: tuple[str, ...]
    instead: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As it is typed and read back: شنطة، حقيبة or شنطة => حقيبة."""
        comma = ", " if "".join((*self.words, *self.instead)).isascii() else "، "
        return " => ".join(comma.join(side) for side in (self.words, self.instead) if side)


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of a store's ranking. `is_sold_out_last`: what can't be bought comes behind what can, whatever else
    counts; without it being in stock is a signal like the others."""

    weights: Weights = Weights()
    is_sold_out_last: bool = True
    boosts: tuple[Boost, ...] = ()
    placings: tuple[Placing, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()

    def placing_of(self, text: str) -> Placing | None:
        key = question_key(text)
        return next((placing for placing in self.placings if placing.key == key), None)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What of a profile counts for one question, on the day it is asked: midnight, so that pages of one question agree.

    Without a day nothing is new. `version` is the profile's.
    """

    weights: Weights = Weights()
    is_sold_out_last: bool = True
    boosts: tuple[Boost, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pinned: tuple[int, ...] = ()
    buried: tuple[int, ...] = ()
    day: datetime | None = None
    version: int = 0

    def since(self, days: int) -> datetime | None:
        return None if self.day is None else self.day - timedelta(days=days)

    @property
    def unplaced(self) -> Weighing:
        """Without what was placed by hand, which counts only where what fits best comes first."""
        return replace(self, pinned=(), buried=()) if self.pinned or self.buried else self


# By words alone.
PLAIN = Weighing(Weights(popularity=0))


def question_key(text: str) -> str:
    """The same for every spelling of a question, and in Arabic with an article or without, of one thing or of
    several: هدية, الهدية and هدايا are one."""
    return "".join(map(base_of, words_of(text)))


def spelled_key(text: str) -> str:
    """The same for every spelling of a question, and for nothing else: by this places were kept at first."""
    return as_one_word(text)


def day_of(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def weighing_of(profile: Profile, text: str, *, now: datetime) -> Weighing:
    """What of the profile counts for this question."""
    placing = profile.placing_of(text) or Placing(text)
    return Weighing(
        profile.weights,
        profile.is_sold_out_last,
        profile.boosts,
        others_of(profile.synonyms),
        placing.pinned,
        placing.buried,
        day_of(now),
    )


def others_of(synonyms: Iterable[Synonyms]) -> dict[str, tuple[str, ...]]:
    """By folded word, the folded words that are meant besides."""
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for line in synonyms:
        asked, meant = (_folded(side) for side in (line.words, line.instead or line.words))
        for word in asked:
            others[word].update(dict.fromkeys(other for other in meant if other != word))
    return {word: tuple(same) for word, same in others.items() if same}


def _folded(words: Iterable[str]) -> list[str]:
    return [folded[0] for folded in map(words_of, words) if len(folded) == 1]


class Defect(StrEnum):
    """Why a profile can't be a store's."""

    WEIGHT_OUT_OF_RANGE = "weight_out_of_range"
    NOTHING_COUNTS = "nothing_counts"
    TOO_MANY_BOOSTS = "too_many_boosts"
    FACTOR_OUT_OF_RANGE = "factor_out_of_range"
    BOOST_OF_NOTHING = "boost_of_nothing"
    TOO_MANY_PLACINGS = "too_many_placings"
    QUESTION_WITHOUT_WORDS = "question_without_words"
    QUESTION_TWICE = "question_twice"
    TOO_MANY_PLACED = "too_many_placed"
    PLACED_TWICE = "placed_twice"
    TOO_MANY_SYNONYMS = "too_many_synonyms"
    SYNONYM_OF_ONE = "synonym_of_one"
    SYNONYM_OF_SEVERAL_WORDS = "synonym_of_several_words"
    SYNONYM_TOO_LONG = "synonym_too_long"
    TOO_MANY_SYNONYM_WORDS = "too_many_synonym_words"


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect, and what it is found in, as it was typed."""

    defect: Defect
    about: str = ""


def problems_of(profile: Profile) -> list[Problem]:
    """Everything that keeps the profile from being a store's, in the order in which it is written."""
    return [
        *_weight_problems(profile.weights),
        *_boost_problems(profile.boosts),
        *_placing_problems(profile.placings),
        *_synonym_problems(profile.synonyms),
    ]


def _weight_problems(weights: Weights) -> Iterable[Problem]:
    each = {one.name: getattr(weights, one.name) for one in fields(weights)}
    for name, weight in each.items():
        if not 0 <= weight <= MOST_WEIGHT:
            yield Problem(Defect.WEIGHT_OUT_OF_RANGE, name)
    if not any(each.values()):
        yield Problem(Defect.NOTHING_COUNTS)


def _boost_problems(boosts: tuple[Boost, ...]) -> Iterable[Problem]:
    if len(boosts) > MOST_BOOSTS:
        yield Problem(Defect.TOO_MANY_BOOSTS)
    for boost in boosts:
        if not 1 <= boost.factor <= MOST_WEIGHT:
            yield Problem(Defect.FACTOR_OUT_OF_RANGE, boost.rule.value)
        if (boost.rule in NAMING_ONE) != bool(boost.value):
            yield Problem(Defect.BOOST_OF_NOTHING, boost.rule.value)


def _placing_problems(placings: tuple[Placing, ...]) -> Iterable[Problem]:
    if len(placings) > MOST_PLACINGS:
        yield Problem(Defect.TOO_MANY_PLACINGS)
    known: set[str] = set()
    for placing in placings:
        if not placing.key:
            yield Problem(Defect.QUESTION_WITHOUT_WORDS, placing.asked)
        elif placing.key in known:
            yield Problem(Defect.QUESTION_TWICE, placing.asked)
        known.add(placing.key)
        if len(placing.pinned) > MOST_PLACED or len(placing.buried) > MOST_PLACED:
            yield Problem(Defect.TOO_MANY_PLACED, placing.asked)
        placed = [*placing.pinned, *placing.buried]
        if len(set(placed)) < len(placed):
            yield Problem(Defect.PLACED_TWICE, placing.asked)


def _synonym_problems(synonyms: tuple[Synonyms, ...]) -> Iterable[Problem]:
    if len(synonyms) > MOST_SYNONYMS:
        yield Problem(Defect.TOO_MANY_SYNONYMS)
    for line in synonyms:
        every = (*line.words, *line.instead)
        if len(every) > MOST_SYNONYM_WORDS:
            yield Problem(Defect.TOO_MANY_SYNONYM_WORDS, line.line)
        for word in every:
            if len(word) > LONGEST_SYNONYM:
                yield Problem(Defect.SYNONYM_TOO_LONG, word)
            elif len(words_of(word)) != 1:
                yield Problem(Defect.SYNONYM_OF_SEVERAL_WORDS, word)
        if not line.words or len(set(_folded(every))) < 2:
            yield Problem(Defect.SYNONYM_OF_ONE, line.line)
