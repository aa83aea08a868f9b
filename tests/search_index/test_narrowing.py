"""What a page shows of a shop's facets."""

from __future__ import annotations

from typing import Any

from commerce.catalog.domain.values import NamedChoice
from commerce.core.bilingual import Bilingual
from search_index.application.attribute_names import keep_names
from search_index.application.queries import Question
from search_index.domain.attributes import attribute_of
from search_index.domain.choices import token
from search_index.domain.values import FacetCounts, Filters, PriceSpan
from search_index.interfaces.asked import Asked
from search_index.interfaces.facets import MOST_OPTIONS, narrowing_of


def test_an_option_of_which_something_is_chosen_is_shown_however_many_there_are(in_noor: Any) -> None:
    """Sending the form again would take the filter off otherwise."""
    choices = [NamedChoice(Bilingual(f"خيار {n}", ""), Bilingual("نعم", "")) for n in range(MOST_OPTIONS + 1)]
    keep_names(choices)
    attributes = [attribute_of(choice.option, choice.value) for choice in choices]
    by_option = {one.option: {one.value: 99 - number} for number, one in enumerate(attributes)}
    counts = FacetCounts({}, {}, by_option, PriceSpan(0, 0), 0, 0)
    least = attributes[-1]
    asked = Asked(Question("", Filters(attributes=frozenset({least}))), (("option", token(least)),))
    narrowing = narrowing_of(asked, counts)
    options = [facet for facet in narrowing.facets if facet.parameter == "option"]
    assert len(options) == MOST_OPTIONS
    assert [choice.value for facet in options for choice in facet.shown if choice.is_chosen] == [token(least)]
    assert len(narrowing.chosen) == 1
