"""Counts of facets, against counting by hand: every value as if it were chosen, with all that is chosen elsewhere.
The same on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from search_index.domain.price_steps import STEPS
from search_index.domain.values import (
    MOST_VALUES,
    NO_COUNTS,
    NO_FILTERS,
    Attribute,
    Document,
    FacetCounts,
    Facts,
    Filters,
    PriceRange,
    PriceSpan,
    SearchRequest,
)
from tests.search_index.conftest import Engine

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
OPTIONS = {"colour": ("red", "blue", "احمر"), "size": ("s", "xl"), "cut": ("long", "short")}
ALL_RANGES = [(None, STEPS[0] - 1), *((low, high - 1) for low, high in pairwise(STEPS)), (STEPS[-1], None)]
ALL = [Attribute(option, value) for option, values in OPTIONS.items() for value in values]


def chance_of_facts(chance: random.Random) -> Facts:
    options = chance.sample(sorted(OPTIONS), chance.randint(0, 3))
    variants = {tuple(Attribute(name, chance.choice(OPTIONS[name])) for name in options) for _ in range(4)}
    left = tuple(variant for variant in variants if chance.random() < 0.6)
    return Facts(
        lowest_minor=chance.choice([None, 0, 999, 1_000, 2_499, 9_000, STEPS[-1]]),
        categories=tuple(chance.sample(range(1, 5), chance.randint(0, 2))),
        tags=tuple(chance.sample(range(1, 4), chance.randint(0, 2))),
        attributes=tuple({attribute for variant in variants for attribute in variant}),
        variants=left,
        is_available=bool(left),
        is_reduced=chance.random() < 0.3,
    )


def chance_of_filters(chance: random.Random) -> Filters:
    return Filters(
        from_minor=chance.choice([None, None, 1_000]),
        to_minor=chance.choice([None, None, 2_499]),
        categories=frozenset(chance.sample(range(1, 5), chance.choice([0, 0, 2]))),
        tags=frozenset(chance.sample(range(1, 4), chance.choice([0, 0, 1]))),
        attributes=frozenset(chance.sample(ALL, chance.choice([0, 1, 2, 3]))),
        only_available=chance.random() < 0.3,
        only_reduced=chance.random() < 0.2,
    )


def passes(facts: Facts, asked: Filters) -> bool:
    price = facts.lowest_minor
    if asked.from_minor is not None and (price is None or price < asked.from_minor):
        return False
    if asked.to_minor is not None and (price is None or price > asked.to_minor):
        return False
    if any(
        chosen and not chosen & {*of} for chosen, of in ((asked.categories, facts.categories), (asked.tags, facts.tags))
    ):
        return False
    if (asked.only_available and not facts.is_available) or (asked.only_reduced and not facts.is_reduced):
        return False
    options = asked.options()
    if len(options) == 1 and not asked.only_available:
        return bool(asked.attributes & set(facts.attributes))
    return not options or any(
        all(any(Attribute(option, value) in variant for value in values) for option, values in options.items())
        for variant in facts.variants
    )


def by_hand(every: Iterable[Facts], asked: Filters) -> FacetCounts:
    facts = list(every)

    def count(**chosen: Any) -> int:
        return sum(passes(one, replace(asked, **chosen)) for one in facts)

    def costing(low: int | None, high: int | None) -> PriceRange:
        return PriceRange(low, high, count(from_minor=low, to_minor=high))

    def instead(attribute: Attribute) -> frozenset[Attribute]:
        return frozenset({one for one in asked.attributes if one.option != attribute.option} | {attribute})

    counted = {attribute: count(attributes=instead(attribute)) for attribute in ALL}
    prices = [
        one.lowest_minor
        for one in facts
        if one.lowest_minor is not None and passes(one, replace(asked, from_minor=None, to_minor=None))
    ]
    return FacetCounts(
        categories={n: c for n in range(1, 5) if (c := count(categories=frozenset({n})))},
        tags={n: c for n in range(1, 4) if (c := count(tags=frozenset({n})))},
        attributes={
            option: found
            for option in OPTIONS
            if (found := {one.value: c for one, c in counted.items() if one.option == option and c})
        },
        prices=PriceSpan(min(prices), max(prices)) if prices else None,
        available=count(only_available=True),
        reduced=count(only_reduced=True),
        ranges=tuple(one for one in (costing(*ends) for ends in ALL_RANGES) if one.count),
    )


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("text", ["عطر", ""])
def test_every_count_is_what_choosing_it_would_show(engine: Engine, in_noor: Any, text: str) -> None:
    chance = random.Random(2026)  # noqa: S311 - products of chance
    every = {number: chance_of_facts(chance) for number in range(1, 81)}
    engine.put(*(Document("product", number, ("عطر",), facts=facts) for number, facts in every.items()))
    other = Facts(categories=(1,), tags=(1,))
    engine.put(Document("product", 99, ("بخور",), facts=other))
    if not text:
        every[99] = other
    empty = 0
    for _ in range(40):
        asked = chance_of_filters(chance)
        if not text and asked == NO_FILTERS:
            continue
        found = engine.index.search(SearchRequest("product", text, size=100, filters=asked, with_facets=True))
        passing = (number for number, facts in every.items() if passes(facts, asked))
        wanted = sorted(passing, key=lambda number: (every[number].is_available, number), reverse=True)
        assert (list(found.ids), found.total) == (wanted, len(wanted)), asked
        assert found.facets == by_hand(every.values(), asked), asked
        plain = engine.index.search(SearchRequest("product", text, size=100, filters=asked))
        assert (plain.ids, plain.total, plain.facets) == (found.ids, found.total, None)
        empty += not wanted
    assert empty < 30, "most questions have an answer"


def test_a_facet_with_a_choice_still_shows_its_other_values(engine: Engine, in_noor: Any) -> None:
    red, blue, large = Attribute("colour", "red"), Attribute("colour", "blue"), Attribute("size", "xl")

    def shirt(number: int, *variants: tuple[Attribute, ...]) -> Document:
        attributes = tuple({attribute for variant in variants for attribute in variant})
        return Document("product", number, ("قميص",), facts=Facts(attributes=attributes, variants=variants))

    engine.put(shirt(1, (red, large)), shirt(2, (blue, large)), shirt(3, (red,), (blue, large)))
    asked = SearchRequest("product", "قميص", filters=Filters(attributes=frozenset({red})), with_facets=True)
    found = engine.index.search(asked)
    assert found.ids == (3, 1)
    assert found.facets is not None
    assert found.facets.attributes == {"colour": {"red": 2, "blue": 2}, "size": {"xl": 1}}, "xl in red is one shirt"


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize("facet", ["categories", "tags", "attributes"])
def test_what_is_chosen_is_counted_however_much_more_there_is_of_the_rest(
    engine: Engine, in_noor: Any, facet: str
) -> None:
    """Of more values than a facet shows, the rarest is chosen."""
    numbers = [*range(1, MOST_VALUES + 4)]
    values: list[Any] = [Attribute("size", str(number)) for number in numbers] if facet == "attributes" else numbers

    def thing(number: int, *of: Any) -> Document:
        facts: dict[str, Any] = {facet: of}
        return Document("product", number, ("شيء",), facts=Facts(**facts))

    engine.put(thing(1, *values), thing(2, *values[:-1]), thing(3, *values[:-1]))
    chosen: dict[str, Any] = {facet: frozenset(values[-1:])}
    found = engine.index.search(SearchRequest("product", "", filters=Filters(**chosen), with_facets=True))
    assert found.ids == (1,)
    counted: Any = getattr(found.facets, facet)
    shown = {int(value): count for value, count in (counted["size"] if facet == "attributes" else counted).items()}
    assert shown == {numbers[-1]: 1, **dict.fromkeys(sorted(numbers[:-1], key=str)[: MOST_VALUES - 1], 3)}


@pytest.mark.parametrize("filters", [NO_FILTERS, Filters(attributes=frozenset(ALL[:1]), only_available=True)])
def test_where_nothing_matches_nothing_is_counted_and_where_none_was_asked_for_nothing_is_said(
    engine: Engine, in_noor: Any, filters: Filters
) -> None:
    for _ in ("a store of which nothing was indexed", "one that has products"):
        asked = SearchRequest("product", "ضصثقف", filters=filters, with_facets=True)
        assert engine.index.search(asked).facets == NO_COUNTS
        assert engine.index.search(replace(asked, with_facets=False)).facets is None
        assert engine.index.search(SearchRequest("product", "😀", filters=filters, with_facets=True)).facets is None
        engine.put(Document("product", 1, ("عطر",), facts=Facts(attributes=(ALL[0],), variants=((ALL[0],),))))
    counted = engine.index.search(replace(asked, text="عطر", filters=NO_FILTERS)).facets
    assert counted is not None
    assert counted.available == 1, "the control"
