"""Facets in PostgreSQL: how many of what the words match pass, for each value as if it were chosen.

Counted in the statement that finds; only what options' values count where it depends on the variant they are on takes
a second one, in which each value is asked together with the other options' choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from search_index.domain.choices import (
    MOST_ATTRIBUTES,
    Choice,
    attribute_of_token,
    by_option,
    choices_instead,
    token,
)
from search_index.domain.price_steps import STEPS, price_ranges
from search_index.domain.values import MOST_VALUES, FacetCounts, Filters, PriceSpan
from search_index.infrastructure.postgresql.narrowing import Condition, both, but, conditions_by_facet

_VALUES = """
    (SELECT jsonb_object_agg(value, products) FROM (
        SELECT value, count(*) AS products FROM known, unnest({column}) AS value
        WHERE {others} GROUP BY value
        ORDER BY value = ANY (%s::{kind}[]) DESC, products DESC, value::text COLLATE "C" LIMIT {most}
    ) AS counted)
"""
_PASSING = "(SELECT count(*) FROM known WHERE {condition})"
_RANGES = """
    (SELECT jsonb_object_agg(step, products) FROM (
        SELECT width_bucket(lowest_minor::bigint, ARRAY{steps}::bigint[]) AS step, count(*) AS products
        FROM known WHERE {others} AND lowest_minor IS NOT NULL GROUP BY step
    ) AS counted)
"""
_SPAN = "(SELECT jsonb_build_array(min(lowest_minor), max(lowest_minor)) FROM known WHERE {others})"


def counts_sql(filters: Filters) -> Condition:
    """A JSON object of counts over `known`, the documents that the words match."""
    conditions = conditions_by_facet(filters)
    parts: list[str] = []
    parameters: list[Any] = []

    def add(name: str, template: str, condition: Condition, **names: Any) -> None:
        parts.append(f"'{name}', {template.format(others=condition.sql, condition=condition.sql, **names)}")
        parameters.extend(condition.parameters)

    def add_values(facet: str, kind: str, most: int, chosen: list[Any]) -> None:
        add(facet, _VALUES, but(conditions, facet), column=facet, kind=kind, most=most)
        parameters.append(chosen)

    add_values("categories", "bigint", MOST_VALUES, sorted(filters.categories))
    add_values("tags", "bigint", MOST_VALUES, sorted(filters.tags))
    add_values("attributes", "text", MOST_ATTRIBUTES, sorted(map(token, filters.attributes)))
    add("prices", _SPAN, but(conditions, "prices"))
    add("ranges", _RANGES, but(conditions, "prices"), steps=list(STEPS))
    add("available", _PASSING, both(conditions_by_facet(replace(filters, only_available=True)).values()))
    add("reduced", _PASSING, both(conditions_by_facet(replace(filters, only_reduced=True)).values()))
    return Condition(f"jsonb_build_object({', '.join(parts)})", tuple(parameters))


def depends_on_variants(filters: Filters) -> bool:
    """Whether what a value counts depends on the variant it is on."""
    return bool(filters.attributes) or filters.only_available


def choices_sql(filters: Filters, counts: Mapping[str, Any]) -> Condition | None:
    """Attributes' tokens and how many of `known` choosing each would show; None where there are none."""
    found = choices_instead(filters, map(attribute_of_token, counts["attributes"] or {}))
    if not found:
        return None
    others = but(conditions_by_facet(filters), "attributes")
    parts, parameters = [], []
    for column, on_one_variant in (("combos", True), ("attributes", False)):
        asked, named = _pairs(found.items(), on_one_variant)
        if asked:
            parts.append(
                f"""
                SELECT named, object_id FROM known, unnest({column}) AS had
                JOIN unnest(%s::text[], %s::text[]) AS asked (token, named) ON asked.token = had WHERE {others.sql}
                """  # noqa: S608 - our own words
            )
            parameters += [asked, named, *others.parameters]
    union = " UNION ALL ".join(parts)
    sql = f"SELECT named, count(DISTINCT object_id) FROM ({union}) AS shown GROUP BY named"  # noqa: S608 - our own words
    return Condition(sql, tuple(parameters))


def _pairs(found: Iterable[tuple[Any, Choice]], on_one_variant: bool) -> tuple[list[str], list[str]]:
    """Tokens, and for each the attribute that is counted where a product has it."""
    pairs = [
        (wanted, token(attribute))
        for attribute, choice in found
        if choice.on_one_variant == on_one_variant
        for wanted in choice.tokens
    ]
    return [wanted for wanted, _ in pairs], [named for _, named in pairs]


def facet_counts(filters: Filters, counts: Mapping[str, Any], attributes: Mapping[str, int]) -> FacetCounts:
    lowest, highest = counts["prices"]
    return FacetCounts(
        categories={int(number): count for number, count in (counts["categories"] or {}).items()},
        tags={int(number): count for number, count in (counts["tags"] or {}).items()},
        attributes=by_option(attributes, filters),
        prices=None if lowest is None else PriceSpan(lowest, highest),
        available=counts["available"],
        reduced=counts["reduced"],
        ranges=price_ranges({int(step): count for step, count in (counts["ranges"] or {}).items()}),
    )
