"""What narrows, orders and leads on, the same on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from search_index.domain.values import Attribute, Document, Facts, Filters, SearchRequest, Sort
from tests.search_index.conftest import Engine

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
RED, BLUE = Attribute("colour", "red"), Attribute("colour", "blue")
SMALL, LARGE = Attribute("size", "s"), Attribute("size", "xl")


def doc(number: int, title: str = "عطر", version: int = 0, **facts: Any) -> Document:
    return Document("product", number, (title,), facts=Facts(**facts), version=version)


def find(engine: Engine, text: str = "عطر", **asked: Any) -> tuple[int, ...]:
    filters = Filters(**{name: value for name, value in asked.items() if name in Filters.__slots__})
    more = {name: value for name, value in asked.items() if name not in Filters.__slots__}
    return engine.index.search(SearchRequest("product", text, filters=filters, **more)).ids


def test_prices_are_compared_as_whole_minor_units(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, lowest_minor=999), doc(2, lowest_minor=1000), doc(3, lowest_minor=2**40 + 1), doc(4))
    assert find(engine, from_minor=1000) == (3, 2)
    assert find(engine, to_minor=999) == (1,)
    assert find(engine, from_minor=2**40 + 1, to_minor=2**40 + 1) == (3,)


def test_each_filter_narrows(engine: Engine, in_noor: Any) -> None:
    engine.put(
        doc(1, categories=(1, 5), tags=(9,), is_reduced=True),
        doc(2, categories=(1,), tags=(8,), is_available=False),
        doc(3, categories=(2,), tags=(8, 9)),
    )
    assert find(engine, categories=frozenset({5})) == (1,)
    assert find(engine, categories=frozenset({1})) == (1, 2), "what is sold out comes last"
    assert find(engine, categories=frozenset({2, 5})) == (3, 1)
    assert find(engine, tags=frozenset({8})) == (3, 2)
    assert find(engine, only_available=True) == (3, 1)
    assert find(engine, only_reduced=True) == (1,)
    assert find(engine, tags=frozenset({9}), categories=frozenset({1})) == (1,)


def test_options_are_those_of_one_variant(engine: Engine, in_noor: Any) -> None:
    both = (RED, BLUE, SMALL, LARGE)
    engine.put(
        doc(1, attributes=both, variants=((RED, SMALL), (BLUE, LARGE))),
        doc(2, attributes=both, variants=((LARGE, RED),)),
        doc(3, attributes=both, variants=()),
    )
    assert find(engine, attributes=frozenset({RED, LARGE})) == (2,)
    assert find(engine, attributes=frozenset({RED, LARGE, SMALL})) == (2, 1)
    assert find(engine, attributes=frozenset({RED})) == (3, 2, 1), "sold out ones come in red too"
    assert find(engine, attributes=frozenset({BLUE}), only_available=True) == (1,)


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.CHEAPEST, (2, 3, 1, 4)),
        (Sort.DEAREST, (1, 3, 2, 4)),
        (Sort.NEWEST, (3, 2, 1, 4)),
        (Sort.POPULAR, (1, 4, 3, 2)),
    ],
)
def test_orders_are_total_and_what_is_unknown_comes_last(
    engine: Engine, in_noor: Any, sort: Sort, order: tuple[int, ...]
) -> None:
    engine.put(
        doc(1, lowest_minor=300, appeared_at=NOON, popularity=0.9),
        doc(2, lowest_minor=100, appeared_at=NOON + timedelta(days=1)),
        doc(3, lowest_minor=200, appeared_at=NOON + timedelta(days=1)),
        doc(4),
    )
    assert find(engine, sort=sort) == order


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize("text", ["عطر", ""])
@pytest.mark.parametrize("sort", list(Sort))
def test_places_lead_through_everything_once(engine: Engine, in_noor: Any, sort: Sort, text: str) -> None:
    engine.put(
        *(
            doc(
                number,
                lowest_minor=100 * (number % 3),
                popularity=number % 2,
                is_available=number % 5 > 0,
                appeared_at=NOON + timedelta(seconds=number % 4) if number % 4 else None,
            )
            for number in range(1, 12)
        )
    )
    asked = SearchRequest("product", text, size=4, sort=sort, filters=Filters(to_minor=200))
    seen: list[int] = []
    result = engine.index.search(asked)
    while result.ids:
        seen += result.ids
        result = engine.index.search(replace(asked, after=result.last))
        assert result.total == 11
    assert sorted(seen) == list(range(1, 12))
    assert tuple(seen) == engine.index.search(replace(asked, size=24)).ids
    assert tuple(seen[4:8]) == engine.index.search(replace(asked, first=4)).ids


def test_what_is_to_be_had_is_completed_first(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "ساعة يد"), doc(2, "ساعة حائط", is_available=False))
    assert engine.index.complete("product", "ساع").ids == (1, 2)


@pytest.mark.sampled(by="engine")
@pytest.mark.parametrize("sort", list(Sort))
def test_what_is_sold_out_comes_last_in_every_order(engine: Engine, in_noor: Any, sort: Sort) -> None:
    best: dict[str, Any] = {"appeared_at": NOON, "popularity": 1.0, "is_available": False}
    engine.put(
        doc(1, "عطر عود", lowest_minor=100, **best),
        doc(2, "عطر عود ومسك", lowest_minor=200),
        doc(3, "عطر عود", lowest_minor=300, **best),
    )
    assert set(find(engine, "عطر عود", sort=sort)[1:]) == {1, 3}
    [first] = find(engine, "عطر عود", sort=sort, size=1)
    last = engine.index.search(SearchRequest("product", "عطر عود", sort=sort, size=1)).last
    assert first == 2
    assert set(find(engine, "عطر عود", sort=sort, after=last)) == {1, 3}


def put_mixed_shelf(engine: Engine) -> None:
    engine.put(
        doc(1, "عطر", appeared_at=NOON, categories=(1,)),
        doc(2, "بخور", appeared_at=NOON + timedelta(days=1), categories=(1,)),
        doc(3, "Musk", appeared_at=NOON + timedelta(days=2), categories=(1,), is_available=False),
        doc(4, "", categories=(1,)),
        doc(5, "ورد", appeared_at=NOON, categories=(1,)),
        doc(6, "عود", appeared_at=NOON + timedelta(days=3), categories=(2,)),
    )


@pytest.mark.parametrize("text", ["", "  "])
def test_without_words_filters_say_what_is_found_and_the_newest_comes_first(
    engine: Engine, in_noor: Any, text: str
) -> None:
    put_mixed_shelf(engine)
    shelf = Filters(categories=frozenset({1}))
    found = engine.index.search(SearchRequest("product", text, filters=shelf))
    assert (found.ids, found.total, found.meant) == ((2, 5, 1, 4, 3), 5, "")
    assert find(engine, text, only_available=True) == (6, 2, 5, 1, 4)
    assert find(engine, text, categories=frozenset({3})) == ()
    assert find(engine, "ضصثقف", categories=frozenset({1})) == (), "words that nothing has are words"


def test_with_neither_words_nor_filters_nothing_is_found(engine: Engine, in_noor: Any) -> None:
    put_mixed_shelf(engine)
    for sort in Sort:
        found = engine.index.search(SearchRequest("product", "", sort=sort, with_facets=True))
        assert (found.ids, found.total, found.facets) == ((), 0, None)


def test_without_words_other_kinds_and_what_is_gone_stay_out(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1), doc(2), Document("page", 1, ("عطر",)))
    engine.delete("product", [2])
    assert find(engine, "", only_available=True) == (1,)


def test_filters_that_leave_nothing_make_no_other_question_of_it(engine: Engine, in_noor: Any) -> None:
    engine.put(doc(1, "عود", lowest_minor=100), doc(2, "عيد", lowest_minor=900), doc(3, "عود", lowest_minor=200))
    asked = SearchRequest("product", "عود", filters=Filters(from_minor=500), with_facets=True)
    found = engine.index.search(asked)
    assert (found.ids, found.total, found.meant) == ((), 0, "")
    assert found.facets is not None
    assert found.facets.prices is not None
    assert found.facets.prices.lowest_minor == 100, "what other prices there are can still be chosen"
