"""What stands where, in SQL: the same number as `domain.weighing` makes of facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search_index.domain.profiles import NEW_DAYS, Boost, Rule, Weighing
from search_index.domain.weighing import (
    AVAILABLE,
    EACH_AGE,
    EACH_WORD,
    FULL,
    NOT_BURIED,
    RECENT_DAYS,
    pinned_standing,
)
from search_index.infrastructure.postgresql.narrowing import Condition


def standing_sql(weighing: Weighing) -> Condition:
    """Over `ranked` (object_id, words, score) and the columns of its document. Of what only was pinned no word was
    found."""
    terms = [*_tiers(weighing), *_points(weighing)]
    total = " + ".join(term.sql for term in terms)
    parameters = [parameter for term in terms for parameter in term.parameters]
    if not weighing.pinned:
        return Condition(f"({total})::float8", tuple(parameters))
    return Condition(
        f"coalesce(%s - array_position(%s::bigint[], ranked.object_id), {total})::float8",
        (pinned_standing(0), list(weighing.pinned), *parameters),
    )


def _tiers(weighing: Weighing) -> Iterator[Condition]:
    yield Condition("words * %s", (EACH_WORD,))
    yield Condition("(ranked.object_id <> ALL (%s::bigint[]))::int * %s", (list(weighing.buried), NOT_BURIED))
    if weighing.is_sold_out_last:
        yield Condition("is_available::int * %s", (AVAILABLE,))


def _points(weighing: Weighing) -> Iterator[Condition]:
    """Of what counts something."""
    weights = weighing.weights
    each = {
        "score": weights.text,
        "round(popularity * 100)": weights.popularity,
        "round(margin * 100)": weights.margin,
        "is_available::int": FULL * weights.stock,
        "is_reduced::int": FULL * weights.sale,
    }
    for sql, weight in each.items():
        if weight:
            yield Condition(f"{sql} * %s", (weight,))
    if weights.recency and weighing.day is not None:
        for days in RECENT_DAYS:
            yield _if(_since(weighing, days), EACH_AGE * weights.recency)
    for boost in weighing.boosts:
        yield _if(_fits(boost, weighing), FULL * boost.factor)


def _if(condition: Condition, points: int) -> Condition:
    return Condition(f"coalesce(({condition.sql})::int, 0) * %s", (*condition.parameters, points))


def _fits(boost: Boost, weighing: Weighing) -> Condition:
    match boost.rule:
        case Rule.CATEGORY:
            return Condition("%s::bigint = ANY (categories)", (boost.value,))
        case Rule.TAG:
            return Condition("%s::bigint = ANY (tags)", (boost.value,))
        case Rule.OPTION:
            return Condition("%s = ANY (attributes)", (boost.value,))
        case Rule.SALE:
            return Condition("is_reduced")
        case Rule.NEW:
            return _since(weighing, NEW_DAYS)


def _since(weighing: Weighing, days: int) -> Condition:
    parameters: tuple[Any, ...] = (weighing.since(days),)
    return Condition("appeared_at >= %s::timestamptz", parameters)
