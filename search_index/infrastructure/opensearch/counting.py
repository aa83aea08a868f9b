"""Facets: how many objects match for each value that could be chosen, with what is chosen in the other facets.

Exact, because an index has one shard. What options' values count is found in the same question as long as no option
is chosen; then it takes a second, in which each value is asked as if it were chosen: on one variant, with the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from search_index.domain.choices import MOST_ATTRIBUTES, attribute_of_token, by_option, choices_instead, token
from search_index.domain.questions import Question
from search_index.domain.values import MOST_VALUES, FacetCounts, Filters, PriceSpan, SearchRequest
from search_index.infrastructure.opensearch.asking import chosen, matching_kind, narrowing_by_facet
from search_index.infrastructure.opensearch.standing import Clause


def facet_aggregations(filters: Filters) -> dict[str, Any]:
    clauses = narrowing_by_facet(filters)

    def among_others(facet: str, **counted: Clause) -> dict[str, Any]:
        others = [clause for name, clause in clauses.items() if name != facet]
        return {"filter": {"bool": {"filter": others}}, "aggs": counted}

    def terms(field: str, most: int) -> Clause:
        return {"terms": {"field": field, "size": most}}

    return {
        "categories": among_others("categories", values=terms("categories", MOST_VALUES)),
        "tags": among_others("tags", values=terms("tags", MOST_VALUES)),
        "attributes": among_others("attributes", values=terms("attr", MOST_ATTRIBUTES)),
        "prices": among_others("prices", span={"stats": {"field": "lowest_minor"}}),
        "available": _passing(replace(filters, only_available=True)),
        "reduced": _passing(replace(filters, only_reduced=True)),
    }


def _passing(filters: Filters) -> Clause:
    return {"filter": {"bool": {"filter": list(narrowing_by_facet(filters).values())}}}


def has_chosen_variants(filters: Filters) -> bool:
    """Whether what a value counts depends on the variant it is on."""
    return bool(filters.attributes) or filters.only_available


def choices_body(request: SearchRequest, question: Question, counts: Mapping[str, Any]) -> dict[str, Any] | None:
    """The second question, about the values the first one found; None when it found none."""
    filters = request.filters
    rest = narrowing_by_facet(replace(filters, attributes=frozenset()))
    found = map(attribute_of_token, (one["key"] for one in counts["attributes"]["values"]["buckets"]))
    asked = {token(one): chosen(choice) for one, choice in choices_instead(filters, found).items()}
    if not asked:
        return None
    query = matching_kind(replace(request, with_reasons=False), question, [*rest.values()])
    return {"query": query, "size": 0, "aggs": {"choices": {"filters": {"filters": asked}}}}


def facet_counts(counts: Mapping[str, Any], choices: Mapping[str, Any] | None) -> FacetCounts:
    """`choices` are the second question's counts, where one was asked."""
    if choices is None:
        found = {one["key"]: one["doc_count"] for one in counts["attributes"]["values"]["buckets"]}
    else:
        found = {key: one["doc_count"] for key, one in choices["choices"]["buckets"].items()}
    span = counts["prices"]["span"]
    return FacetCounts(
        categories=_by_number(counts["categories"]),
        tags=_by_number(counts["tags"]),
        attributes=by_option(found),
        prices=PriceSpan(round(span["min"]), round(span["max"])) if span["count"] else None,
        available=counts["available"]["doc_count"],
        reduced=counts["reduced"]["doc_count"],
    )


def _by_number(counted: Mapping[str, Any]) -> dict[int, int]:
    return {int(one["key"]): one["doc_count"] for one in counted["values"]["buckets"]}
