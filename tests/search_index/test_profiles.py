"""What counts how much: the rules alone, without an engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from search_index.domain.meanings import meanings_of
from search_index.domain.profiles import (
    MOST_BOOSTS,
    MOST_PLACED,
    MOST_WEIGHT,
    Boost,
    Defect,
    Placing,
    Profile,
    Rule,
    Synonyms,
    Weighing,
    Weights,
    others_of,
    problems_of,
    question_key,
    weighing_of,
)
from search_index.domain.ranking import MOST_ASKED_WORDS, WHOLE_WORD, Weight
from search_index.domain.values import Attribute, Facts
from search_index.domain.weighing import (
    AVAILABLE,
    EACH_WORD,
    FULL,
    NOT_BURIED,
    PINNED,
    Signal,
    boosts_of,
    pinned_standing,
    signals_of,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = NOON.replace(hour=0)
RED = Attribute("colour", "red")

weights = some.builds(Weights, *[some.integers(0, MOST_WEIGHT)] * 6)
facts = some.builds(
    Facts,
    categories=some.sets(some.integers(1, 3)).map(tuple),
    tags=some.sets(some.integers(1, 3)).map(tuple),
    attributes=some.sets(some.sampled_from([RED, Attribute("size", "xl")])).map(tuple),
    is_available=some.booleans(),
    is_reduced=some.booleans(),
    appeared_at=some.none() | some.integers(-5, 200).map(lambda days: NOON - timedelta(days=days)),
    popularity=some.integers(0, 100).map(lambda hundredth: hundredth / 100),
    margin=some.integers(0, 100).map(lambda hundredth: hundredth / 100),
)
boosts = some.builds(
    Boost, some.sampled_from(list(Rule)), some.sampled_from(["1", "2", "colour=red"]), some.integers(1, MOST_WEIGHT)
)


def points(of: Facts, weighing: Weighing) -> int:
    return sum(signals_of(of, weighing).values()) + sum(number for _, number in boosts_of(of, weighing))


@given(facts, facts, weights, some.sampled_from(list(Signal)))
def test_what_weighs_nothing_has_no_influence(one: Facts, other: Facts, given: Weights, signal: Signal) -> None:
    weighing = Weighing(replace(given, **{signal.value: 0}), day=DAY)
    assert signals_of(one, weighing)[signal] == signals_of(other, weighing)[signal] == 0


@given(facts, weights, some.sampled_from(list(Signal)))
def test_more_weight_never_counts_less(of: Facts, given: Weights, signal: Signal) -> None:
    more = replace(given, **{signal.value: min(getattr(given, signal.value) + 1, MOST_WEIGHT)})
    assert signals_of(of, Weighing(more, day=DAY))[signal] >= signals_of(of, Weighing(given, day=DAY))[signal]


@given(facts, weights)
def test_more_of_anything_never_counts_less(of: Facts, given: Weights) -> None:
    better = replace(of, popularity=1.0, margin=1.0, is_available=True, is_reduced=True, appeared_at=NOON)
    assert points(better, Weighing(given, day=DAY)) >= points(of, Weighing(given, day=DAY))


@given(facts, weights, some.lists(boosts, max_size=MOST_BOOSTS))
def test_no_points_reach_a_step_above_them(of: Facts, given: Weights, rules: list[Boost]) -> None:
    words = MOST_ASKED_WORDS * (Weight.WHOLE_TITLE + WHOLE_WORD) * given.text
    most = words + points(of, Weighing(given, boosts=tuple(rules), day=DAY))
    assert most < AVAILABLE
    assert AVAILABLE + most < EACH_WORD
    assert MOST_ASKED_WORDS * EACH_WORD + AVAILABLE + most < NOT_BURIED
    assert NOT_BURIED + MOST_ASKED_WORDS * EACH_WORD + AVAILABLE + most < PINNED


def test_the_servers_numbers_are_exact_so_far() -> None:
    assert pinned_standing(0) < 1 << 24
    assert [pinned_standing(place) for place in (1, 2, MOST_PLACED)] == [PINNED + 19, PINNED + 18, PINNED]


@pytest.mark.parametrize(
    ("days", "recency"), [(-1, 100), (0, 100), (7, 100), (8, 80), (14, 80), (30, 60), (60, 40), (90, 20), (91, 0)]
)
def test_what_is_new_counts_less_from_week_to_week(days: int, recency: int) -> None:
    weighing = Weighing(Weights(recency=1), day=DAY)
    assert signals_of(Facts(appeared_at=DAY - timedelta(days=days)), weighing)[Signal.RECENCY] == recency
    assert signals_of(Facts(appeared_at=NOON), replace(weighing, day=None))[Signal.RECENCY] == 0


@pytest.mark.parametrize(
    ("boost", "fits"),
    [
        (Boost(Rule.CATEGORY, "3", 2), Facts(categories=(2, 3))),
        (Boost(Rule.TAG, "3", 2), Facts(tags=(3,))),
        (Boost(Rule.OPTION, "colour=red", 2), Facts(attributes=(RED,))),
        (Boost(Rule.SALE, "", 2), Facts(is_reduced=True)),
        (Boost(Rule.NEW, "", 2), Facts(appeared_at=DAY - timedelta(days=30))),
    ],
)
def test_a_boost_counts_for_what_its_rule_says(boost: Boost, fits: Facts) -> None:
    weighing = Weighing(boosts=(boost,), day=DAY)
    assert boosts_of(fits, weighing) == ((boost, 2 * FULL),)
    assert boosts_of(Facts(categories=(33,), tags=(33,), appeared_at=DAY - timedelta(days=31)), weighing) == ()


@pytest.mark.parametrize("asked", ["هدية", "هديه", "هَدِيَّة", " هـدية ", "هدية!", "الهدية", "هدايا", "والهدايا"])
def test_all_spellings_and_forms_of_a_question_are_one(asked: str) -> None:
    profile = Profile(placings=(Placing("هدية", pinned=(7, 3), buried=(9,)),))
    weighing = weighing_of(profile, asked, now=NOON)
    assert (weighing.pinned, weighing.buried, weighing.day) == ((7, 3), (9,), DAY)
    assert weighing_of(profile, "هدية عود", now=NOON).pinned == ()
    assert weighing_of(profile, "هدى", now=NOON).pinned == ()
    assert question_key("الساعات") == question_key("ساعة") != question_key("ساعة يد")
    assert question_key("APL-15P") == question_key("apl 15p")


def test_synonyms_mean_each_other_or_only_one_way() -> None:
    others = others_of(
        [Synonyms(("شنطة", "Bag", "حقيبة")), Synonyms(("كوفي",), ("قهوة", "شاي")), Synonyms(("شنطة", "جنطة"))]
    )
    assert others["شنطه"] == ("bag", "حقيبه", "جنطه")
    assert others["bag"] == ("شنطه", "حقيبه")
    assert others["كوفي"] == ("قهوه", "شاي")
    assert "قهوه" not in others
    meant = [meaning.word for meaning in meanings_of("الشنطه", others)]
    assert {"الشنطه", "شنطه", "bag", "حقيبه", "جنطه"} <= set(meant)
    assert "جنطه" not in [meaning.word for meaning in meanings_of("شنطه")]


@pytest.mark.parametrize(
    ("profile", "defect"),
    [
        (Profile(Weights(text=-1)), Defect.WEIGHT_OUT_OF_RANGE),
        (Profile(Weights(sale=11)), Defect.WEIGHT_OUT_OF_RANGE),
        (Profile(Weights(0, 0)), Defect.NOTHING_COUNTS),
        (Profile(boosts=(Boost(Rule.SALE, "", 1),) * 21), Defect.TOO_MANY_BOOSTS),
        (Profile(boosts=(Boost(Rule.SALE, "", 11),)), Defect.FACTOR_OUT_OF_RANGE),
        (Profile(boosts=(Boost(Rule.TAG, "", 1),)), Defect.BOOST_OF_NOTHING),
        (Profile(placings=(Placing("؟؟"),)), Defect.QUESTION_WITHOUT_WORDS),
        (Profile(placings=(Placing("هدية"), Placing("هديه"))), Defect.QUESTION_TWICE),
        (Profile(placings=(Placing("عود", tuple(range(21))),)), Defect.TOO_MANY_PLACED),
        (Profile(placings=(Placing("عود", (1,), (1,)),)), Defect.PLACED_TWICE),
        (Profile(placings=tuple(Placing(f"عود {number}") for number in range(201))), Defect.TOO_MANY_PLACINGS),
        (Profile(synonyms=(Synonyms(("شنطة",)),)), Defect.SYNONYM_OF_ONE),
        (Profile(synonyms=(Synonyms(("شنطة", "شنطه")),)), Defect.SYNONYM_OF_ONE),
        (Profile(synonyms=(Synonyms((), ("شنطة", "bag")),)), Defect.SYNONYM_OF_ONE),
        (Profile(synonyms=(Synonyms(("شنطة يد", "bag")),)), Defect.SYNONYM_OF_SEVERAL_WORDS),
        (Profile(synonyms=(Synonyms(("ب" * 41, "bag")),)), Defect.SYNONYM_TOO_LONG),
        (Profile(synonyms=(Synonyms(tuple("ابتثجحخدذرز")),)), Defect.TOO_MANY_SYNONYM_WORDS),
        (Profile(synonyms=(Synonyms(("شنطة", "bag")),) * 201), Defect.TOO_MANY_SYNONYMS),
    ],
)
def test_what_no_store_can_have_is_said(profile: Profile, defect: Defect) -> None:
    assert defect in {problem.defect for problem in problems_of(profile)}


def test_a_plain_profile_is_one() -> None:
    good: Any = Profile(
        boosts=(Boost(Rule.NEW, "", 3), Boost(Rule.CATEGORY, "4", 1)),
        placings=(Placing("هدية", (1, 2), (3,)),),
        synonyms=(Synonyms(("شنطة", "حقيبة")), Synonyms(("كوفي",), ("قهوة",))),
    )
    assert problems_of(Profile()) == problems_of(good) == []
    assert [line.line for line in good.synonyms] == ["شنطة، حقيبة", "كوفي => قهوة"]
