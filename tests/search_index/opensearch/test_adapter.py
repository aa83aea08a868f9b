"""What the search server does besides the contract of both engines: versions, filters, orders, places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from search_index.domain.values import (
    Attribute,
    Document,
    Facts,
    Filters,
    LikenessRequest,
    SearchRequest,
    Sort,
)
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.documents import MOST_COMBINATIONS, combos_of

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
INDEX = OpenSearchIndex()
RED, BLUE = Attribute("colour", "red"), Attribute("colour", "blue")
SMALL, LARGE = Attribute("size", "s"), Attribute("size", "xl")

pytestmark = pytest.mark.usefixtures("shared_index")


def put(*documents: Document, anew: bool = False) -> Any:
    refused = INDEX.put(documents, anew=anew)
    INDEX.refresh("product")
    return refused


def doc(number: int, title: str = "عطر", version: int = 0, **facts: Any) -> Document:
    return Document("product", number, (title,), facts=Facts(**facts), version=version)


def find(text: str = "عطر", **asked: Any) -> tuple[int, ...]:
    filters = Filters(**{name: value for name, value in asked.items() if name in Filters.__slots__})
    more = {name: value for name, value in asked.items() if name not in Filters.__slots__}
    return INDEX.search(SearchRequest("product", text, filters=filters, **more)).ids


def test_the_older_of_two_writes_never_stays(in_noor: Any) -> None:
    put(doc(501, "عطر", version=7))
    assert put(doc(501, "بخور", version=6)) == []
    assert (find(), find("بخور")) == ((501,), ())
    assert put(doc(501, "بخور", version=7)) == []
    assert find("بخور") == ()
    put(doc(501, "بخور", version=7), anew=True)
    assert find("بخور") == (501,)
    assert INDEX.indexed_versions("product") == {501: 7}
    assert INDEX.delete("product", [501], versions={501: 6}) == []
    INDEX.refresh("product")
    assert find("بخور") == (501,)
    INDEX.delete("product", [501], versions={501: 8})
    put(doc(501, "بخور", version=7))
    assert find("بخور") == (), "what comes late does not bring it back"


def test_one_document_that_is_refused_holds_no_other_up(in_noor: Any) -> None:
    [refused] = put(doc(1), Document("product", 2, ("عطر",), vectors={"shape": (1.0, 2.0)}), doc(3))
    assert (refused.object_id, refused.lasting) == (2, True)
    assert "dimension" in refused.reason
    assert find() == (3, 1)


def test_prices_are_compared_as_whole_minor_units(in_noor: Any) -> None:
    put(doc(1, lowest_minor=999), doc(2, lowest_minor=1000), doc(3, lowest_minor=2**40 + 1), doc(4))
    assert find(from_minor=1000) == (3, 2)
    assert find(to_minor=999) == (1,)
    assert find(from_minor=2**40 + 1, to_minor=2**40 + 1) == (3,)


def test_each_filter_narrows(in_noor: Any) -> None:
    put(
        doc(1, categories=(1, 5), tags=(9,), is_reduced=True),
        doc(2, categories=(1,), tags=(8,), is_available=False),
        doc(3, categories=(2,), tags=(8, 9)),
    )
    assert find(categories=frozenset({5})) == (1,)
    assert find(categories=frozenset({1})) == (2, 1)
    assert find(categories=frozenset({2, 5})) == (3, 1)
    assert find(tags=frozenset({8})) == (3, 2)
    assert find(only_available=True) == (3, 1)
    assert find(only_reduced=True) == (1,)
    assert find(tags=frozenset({9}), categories=frozenset({1})) == (1,)


def test_options_are_those_of_one_variant(in_noor: Any) -> None:
    both = (RED, BLUE, SMALL, LARGE)
    put(
        doc(1, attributes=both, variants=((RED, SMALL), (BLUE, LARGE))),
        doc(2, attributes=both, variants=((LARGE, RED),)),
        doc(3, attributes=both, variants=()),
    )
    assert find(attributes=frozenset({RED, LARGE})) == (2,)
    assert find(attributes=frozenset({RED, LARGE, SMALL})) == (2, 1)
    assert find(attributes=frozenset({RED})) == (3, 2, 1), "sold out ones come in red too"
    assert find(attributes=frozenset({BLUE}), only_available=True) == (1,)


def test_a_product_of_many_variants_keeps_its_choices_bounded() -> None:
    many = tuple(
        (Attribute("a", str(one)), Attribute("b", str(two)), Attribute("c", str(two)))
        for one in range(20)
        for two in range(20)
    )
    found = combos_of(many)
    assert len(found) == MOST_COMBINATIONS
    assert {f"a={number}" for number in range(20)} <= set(found), "single choices come first"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.CHEAPEST, (2, 3, 1, 4)),
        (Sort.DEAREST, (1, 3, 2, 4)),
        (Sort.NEWEST, (3, 2, 1, 4)),
        (Sort.POPULAR, (1, 4, 3, 2)),
    ],
)
def test_orders_are_total_and_what_is_unknown_comes_last(in_noor: Any, sort: Sort, order: tuple[int, ...]) -> None:
    put(
        doc(1, lowest_minor=300, appeared_at=NOON, popularity=0.9),
        doc(2, lowest_minor=100, appeared_at=NOON + timedelta(days=1)),
        doc(3, lowest_minor=200, appeared_at=NOON + timedelta(days=1)),
        doc(4),
    )
    assert find(sort=sort) == order


@pytest.mark.parametrize("sort", list(Sort))
def test_places_lead_through_everything_once(in_noor: Any, sort: Sort) -> None:
    put(*(doc(number, lowest_minor=100 * (number % 3), popularity=number % 2) for number in range(1, 12)))
    seen: list[int] = []
    result = INDEX.search(SearchRequest("product", "عطر", size=4, sort=sort))
    while result.ids:
        seen += result.ids
        result = INDEX.search(SearchRequest("product", "عطر", size=4, sort=sort, after=result.last))
        assert result.total == 11
    assert sorted(seen) == list(range(1, 12))
    assert tuple(seen) == find(sort=sort)


def test_what_looks_most_alike_comes_first_and_filters_hold(in_noor: Any) -> None:
    def picture(number: int, *first: float, **facts: Any) -> Document:
        vectors = {"colour": first + (0.0,) * (32 - len(first))}
        return Document("product", number, ("x",), vectors=vectors, facts=Facts(**facts))

    put(picture(1, 0.0, 1.0), picture(2, 1.0, 0.1), picture(3, 1.0, 1.0, is_available=False), doc(4))
    asked = LikenessRequest("product", "colour", (1.0,) + (0.0,) * 31)
    assert INDEX.look_alike(asked).ids == (2, 3, 1)
    only_available = LikenessRequest("product", "colour", asked.vector, filters=Filters(only_available=True))
    assert INDEX.look_alike(only_available).ids == (2, 1)
    assert INDEX.look_alike(LikenessRequest("product", "shape", asked.vector)).ids == ()


def test_an_article_that_was_only_begun_is_no_obstacle(in_noor: Any) -> None:
    put(doc(1, "ساعة يد"), doc(2, "السكر"), doc(3, "الف"), doc(4, "قلم"))
    assert set(INDEX.complete("product", "الس")) == {1, 2}
    assert INDEX.complete("product", "الف") == (3,)


def test_what_is_to_be_had_is_completed_first(in_noor: Any) -> None:
    put(doc(1, "ساعة يد"), doc(2, "ساعة حائط", is_available=False))
    assert INDEX.complete("product", "ساع") == (1, 2)
