"""Facets: how many objects match for each value that could be chosen, with what is chosen in the other facets.

Exact, because an index has one shard. What options' values count is found in the same question as long as no option
is chosen; then it takes a second, in which each value is asked as if it were chosen: on one variant, with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from search_index.domain.choices import MOST_ATTRIBUTES, attribute_of_token, by_option, choices_instead, token
from search_index.domain.price_steps import STEPS, price_ranges
from search_index.domain.questions import Question
from search_index.domain.values import MOST_VALUES, FacetCounts, Filters, PriceSpan, SearchRequest
from search_index.infrastructure.opensearch.asking import chosen, matching_kind, narrowing_by_facet
from search_index.infrastructure.opensearch.standing import Clause

_VALUES, _CHOSEN = "values", "chosen"


def facet_aggregations(filters: Filters) -> dict[str, Any]:
    clauses = narrowing_by_facet(filters)

    def among_others(facet: str, **counted: Clause) -> dict[str, Any]:
        others = [clause for name, clause in clauses.items() if name != facet]
        return {"filter": {"bool": {"filter": others}}, "aggs": counted}

    def values_of(facet: str, field: str, most: int, chosen: Iterable[str]) -> dict[str, Any]:
        counted: dict[str, Clause] = {_VALUES: {"terms": {"field": field, "size": most}}}
        if wanted := sorted(chosen):
            counted[_CHOSEN] = {"terms": {"field": field, "include": wanted, "size": len(wanted)}}
        return among_others(facet, **counted)

    return {
        "categories": values_of("categories", "categories", MOST_VALUES, map(str, filters.categories)),
        "tags": values_of("tags", "tags", MOST_VALUES, map(str, filters.tags)),
        "attributes": values_of("attributes", "attr", MOST_ATTRIBUTES, map(token, filters.attributes)),
        "prices": among_others(
            "prices",
            span={"stats": {"field": "lowest_minor"}},
            ranges={"range": {"field": "lowest_minor", "keyed": True, "ranges": _ranges()}},
        ),
        "available": _passing(replace(filters, only_available=True)),
        "reduced": _passing(replace(filters, only_reduced=True)),
    }


def _ranges() -> list[dict[str, Any]]:
    """Each is called by how many steps lie at or below its prices."""
    last = len(STEPS)
    return [
        {"key": str(step)} | ({"from": STEPS[step - 1]} if step else {}) | ({"to": STEPS[step]} if step < last else {})
        for step in range(last + 1)
    ]


def _passing(filters: Filters) -> Clause:
    return {"filter": {"bool": {"filter": list(narrowing_by_facet(filters).values())}}}


def has_chosen_variants(filters: Filters) -> bool:
    """Whether what a value counts depends on the variant it is on."""
    return bool(filters.attributes) or filters.only_available


def choices_body(request: SearchRequest, question: Question, counts: Mapping[str, Any]) -> dict[str, Any] | None:
    """The second question, about the values the first one found; None when it found none."""
    filters = request.filters
    rest = narrowing_by_facet(replace(filters, attributes=frozenset()))
    found = map(attribute_of_token, _counted(counts["attributes"], MOST_ATTRIBUTES))
    asked = {token(one): chosen(choice) for one, choice in choices_instead(filters, found).items()}
    if not asked:
        return None
    query = matching_kind(replace(request, with_reasons=False), question, [*rest.values()])
    return {"query": query, "size": 0, "aggs": {"choices": {"filters": {"filters": asked}}}}


def facet_counts(filters: Filters, counts: Mapping[str, Any], choices: Mapping[str, Any] | None) -> FacetCounts:
    """`choices` are the second question's counts, where one was asked."""
    if choices is None:
        found = _counted(counts["attributes"], MOST_ATTRIBUTES)
    else:
        found = {key: one["doc_count"] for key, one in choices["choices"]["buckets"].items()}
    span = counts["prices"]["span"]
    return FacetCounts(
        categories=_by_number(counts["categories"]),
        tags=_by_number(counts["tags"]),
        attributes=by_option(found, filters),
        prices=PriceSpan(round(span["min"]), round(span["max"])) if span["count"] else None,
        available=counts["available"]["doc_count"],
        reduced=counts["reduced"]["doc_count"],
        ranges=price_ranges(
            {int(step): one["doc_count"] for step, one in counts["prices"]["ranges"]["buckets"].items()}
        ),
    )


def _by_number(facet: Mapping[str, Any]) -> dict[int, int]:
    return {int(key): count for key, count in _counted(facet, MOST_VALUES).items()}


def _counted(facet: Mapping[str, Any], most: int) -> dict[str, int]:
    """What is chosen, then the most first."""
    buckets = [bucket for name in (_CHOSEN, _VALUES) if name in facet for bucket in facet[name]["buckets"]]
    return dict(list({bucket["key"]: bucket["doc_count"] for bucket in buckets}.items())[:most])
