"""What is called alike is told apart, and what is filtered as one attribute is one facet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict

from commerce.catalog.domain.values import NamedChoice
from commerce.core.bilingual import Bilingual
from search_index.application.attribute_names import keep_names
from search_index.domain.attributes import attribute_of
from search_index.domain.values import NO_COUNTS
from search_index.interfaces.asked import asked_by
from search_index.interfaces.facets import Facet, narrowing_of

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
CAPACITY, SLEEPS, UNTOLD = (Bilingual("السعة", en) for en in ("Capacity", "Sleeps", ""))
WEAR, VOLUME = Bilingual("المقاس", "Size"), Bilingual("الحجم", "Size")


def facets(*sold: tuple[Bilingual, Bilingual, int]) -> Sequence[Facet]:
    keep_names(NamedChoice(option, value) for option, value, _ in sold)
    counted: dict[str, dict[str, int]] = {}
    for option, value, count in sold:
        attribute = attribute_of(option, value)
        counted.setdefault(attribute.option, {})[attribute.value] = count
    asked = asked_by(QueryDict("q=x"), "SAR", now=NOON)
    return narrowing_of(asked, replace(NO_COUNTS, attributes=counted)).facets


def read(found: Sequence[Facet], language: str) -> dict[str, list[str]]:
    headings = [one.heading.in_language(language) for one in found if isinstance(one.heading, Bilingual)]
    assert len(set(headings)) == len(found)
    return {
        heading: [choice.name.in_language(language) for choice in one.shown]
        for heading, one in zip(headings, found, strict=True)
    }


def test_options_of_one_arabic_name_are_one_facet_that_has_all_their_names(in_noor: Any) -> None:
    """As they are one filter: were they two facets, a value of each would find more than one of them."""
    found = facets(
        (CAPACITY, Bilingual("10 لتر", "10 L"), 5),
        (SLEEPS, Bilingual("شخصان", "2 people"), 3),
        (UNTOLD, Bilingual("20 لتر", ""), 2),
    )
    assert read(found, "en") == {"Capacity / Sleeps": ["10 L", "2 people", "20 لتر"]}
    assert read(found, "ar") == {"السعة": ["10 لتر", "شخصان", "20 لتر"]}


def test_two_facets_of_one_title_say_what_they_hold(in_noor: Any) -> None:
    large = Bilingual("كبير", "Large")
    found = facets(
        (WEAR, large, 9), (WEAR, Bilingual("وسط", "M"), 4), (VOLUME, large, 2), (VOLUME, Bilingual("50 مل", "50 ml"), 1)
    )
    assert list(read(found, "en")) == ["Size (M…)", "Size (50 ml…)"]
    assert list(read(found, "ar")) == ["المقاس", "الحجم"]


def test_two_values_of_one_label_are_told_apart_by_the_other_language(in_noor: Any) -> None:
    black, coal, plain = Bilingual("أسود", "Black"), Bilingual("فحمي", "Black"), Bilingual("", "Black")
    found = facets(*((WEAR, value, count) for value, count in ((black, 3), (coal, 2), (plain, 1))))
    assert read(found, "en") == {"Size": ["Black (أسود)", "Black (فحمي)", "Black"]}
    assert read(found, "ar") == {"المقاس": ["أسود", "فحمي", "Black"]}
