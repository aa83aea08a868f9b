"""What filters ask, as conditions on the rows of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from search_index.domain.choices import Choice, choice_of
from search_index.domain.values import Filters


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL on the columns of `SearchDocument`, true or false, with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def conditions_by_facet(filters: Filters) -> dict[str, Condition]:
    """One for each filter that asks something, by the facet it is chosen in."""
    found: dict[str, Condition] = {}
    span = [
        Condition(f"lowest_minor {sign} %s", (minor,))
        for sign, minor in ((">=", filters.from_minor), ("<=", filters.to_minor))
        if minor is not None
    ]
    if span:
        found["prices"] = both([Condition("lowest_minor IS NOT NULL"), *span])
    if filters.categories:
        found["categories"] = Condition("categories && %s::bigint[]", (sorted(filters.categories),))
    if filters.tags:
        found["tags"] = Condition("tags && %s::bigint[]", (sorted(filters.tags),))
    if filters.attributes:
        found["attributes"] = chosen(choice_of(filters))
    if filters.only_available:
        found["available"] = Condition("is_available")
    if filters.only_reduced:
        found["reduced"] = Condition("is_reduced")
    return found


def chosen(choice: Choice) -> Condition:
    column = "combos" if choice.on_one_variant else "attributes"
    return Condition(f"{column} && %s::text[]", (list(choice.tokens),))


def both(conditions: Iterable[Condition]) -> Condition:
    """All of them at once; true where there are none."""
    wanted = list(conditions)
    sql = " AND ".join(condition.sql for condition in wanted) or "true"
    return Condition(f"({sql})", tuple(parameter for condition in wanted for parameter in condition.parameters))


def but(conditions: Mapping[str, Condition], facet: str) -> Condition:
    """What is asked in all other facets."""
    return both(condition for name, condition in conditions.items() if name != facet)
