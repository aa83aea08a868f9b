"""What the search server does besides the contract of both engines: versions, filters, orders, places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.catalog.domain.policies import MOST_VARIANTS
from search_index.domain.choices import MOST_COMBINATIONS, combos_of, token
from search_index.domain.values import (
    Attribute,
    Document,
    Facts,
    Filters,
    LikenessRequest,
    SearchRequest,
    SeenPicture,
)
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.pictures import look_alike

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
    [refused] = put(
        doc(1), Document("product", 2, ("عطر",), pictures=(SeenPicture("seer", {"shape": (1.0, 2.0)}),)), doc(3)
    )
    assert (refused.object_id, refused.lasting) == (2, True)
    assert "dimension" in refused.reason
    assert find() == (3, 1)


def test_every_choice_of_the_largest_product_is_found_and_of_a_larger_one_as_many() -> None:
    many = tuple(
        (Attribute("a", str(one)), Attribute("b", str(two)), Attribute("c", str(three)))
        for one in range(20)
        for two in range(20)
        for three in range(20)
    )
    largest = many[:MOST_VARIANTS]
    assert {token(*variant) for variant in largest} <= set(combos_of(largest))
    found = combos_of(many)
    assert len(found) == MOST_COMBINATIONS
    assert {f"a={number}" for number in range(20)} <= set(found), "single choices come first"


def test_what_looks_most_alike_comes_first_and_filters_hold(in_noor: Any) -> None:
    def picture(number: int, *first: float, **facts: Any) -> Document:
        seen = SeenPicture("seer", {"colour": first + (0.0,) * (32 - len(first))})
        return Document("product", number, ("x",), pictures=(seen,), facts=Facts(**facts))

    put(picture(1, 0.0, 1.0), picture(2, 1.0, 0.1), picture(3, 1.0, 1.0, is_available=False), doc(4))
    asked = LikenessRequest("product", "colour", "seer", (1.0,) + (0.0,) * 31)
    assert look_alike(asked) == [2, 3, 1]
    assert look_alike(replace(asked, filters=Filters(only_available=True))) == [2, 1]
    assert look_alike(replace(asked, space="shape")) == []
    assert look_alike(replace(asked, embedder_id="another")) == []


def test_an_article_that_was_only_begun_is_no_obstacle(in_noor: Any) -> None:
    put(doc(1, "ساعة يد"), doc(2, "السكر"), doc(3, "الف"), doc(4, "قلم"))
    assert set(INDEX.complete("product", "الس").ids) == {1, 2}
    assert INDEX.complete("product", "الف").ids == (3,)
