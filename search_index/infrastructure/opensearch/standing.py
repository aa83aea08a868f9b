"""What stands where, in the search server's language: the same number as `domain.weighing` makes of facts.

Everything is added up of whole points, which numbers of single precision keep exactly. Only what lies between 0 and 1
is multiplied, and comes within less of its whole number than such a number can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search_index.domain.profiles import NEW_DAYS, Boost, Rule, Weighing
from search_index.domain.weighing import AVAILABLE, EACH_AGE, FULL, NOT_BURIED, RECENT_DAYS, pinned_standing

Clause = dict[str, Any]


def points(clause: Clause, number: int, name: str = "") -> Clause:
    """What matches the clause has so many, and says its name."""
    named = {"_name": name} if name else {}
    return {"constant_score": {"filter": clause, "boost": number, **named}}


def available_first(query: Clause) -> Clause:
    return _with_points(query, [points(_AVAILABLE, AVAILABLE)])


def weighed(query: Clause, weighing: Weighing) -> Clause:
    """With the points of signals and boosts, those that count something."""
    return _with_shares(_with_points(query, [*_points(weighing)]), weighing)


def placed(query: Clause, weighing: Weighing) -> Clause:
    """What is pinned stands first whether it matches or not, what is buried behind all else."""
    if weighing.buried:
        others: Clause = {"bool": {"must_not": [_these(weighing.buried)]}}
        query = _with_points(query, [points(others, NOT_BURIED)])
    pins = [
        points(_these((object_id,)), pinned_standing(place)) for place, object_id in enumerate(weighing.pinned, start=1)
    ]
    return {"dis_max": {"queries": [query, *pins]}} if pins else query


def standing_of(score: float, object_id: int, weighing: Weighing) -> int:
    """As in `domain.weighing`, of the server's score: where nothing is buried nobody was told so."""
    return round(score) + (0 if weighing.buried or object_id in weighing.pinned else NOT_BURIED)


_AVAILABLE: Clause = {"term": {"is_available": True}}
_REDUCED: Clause = {"term": {"is_reduced": True}}


def _with_points(query: Clause, more: list[Clause]) -> Clause:
    return {"bool": {"must": [query], "should": more}} if more else query


def _with_shares(query: Clause, weighing: Weighing) -> Clause:
    weights = weighing.weights
    functions = [
        {"field_value_factor": {"field": field, "factor": FULL * weight, "missing": 0}}
        for field, weight in (("popularity", weights.popularity), ("margin", weights.margin))
        if weight
    ]
    if not functions:
        return query
    return {"function_score": {"query": query, "functions": functions, "score_mode": "sum", "boost_mode": "sum"}}


def _points(weighing: Weighing) -> Iterator[Clause]:
    weights = weighing.weights
    if weighing.is_sold_out_last:
        yield points(_AVAILABLE, AVAILABLE)
    if weights.stock:
        yield points(_AVAILABLE, FULL * weights.stock)
    if weights.sale:
        yield points(_REDUCED, FULL * weights.sale)
    if weights.recency and weighing.day is not None:
        for days in RECENT_DAYS:
            yield points(_since(weighing, days), EACH_AGE * weights.recency)
    for boost in weighing.boosts:
        yield points(_fitting(boost, weighing), FULL * boost.factor)


def _fitting(boost: Boost, weighing: Weighing) -> Clause:
    match boost.rule:
        case Rule.CATEGORY:
            return {"term": {"categories": boost.value}}
        case Rule.TAG:
            return {"term": {"tags": boost.value}}
        case Rule.OPTION:
            return {"term": {"attr": boost.value}}
        case Rule.SALE:
            return _REDUCED
        case Rule.NEW:
            return _since(weighing, NEW_DAYS)


def _since(weighing: Weighing, days: int) -> Clause:
    since = weighing.since(days)
    return {"match_none": {}} if since is None else {"range": {"appeared_at": {"gte": since.isoformat()}}}


def _these(object_ids: tuple[int, ...]) -> Clause:
    return {"terms": {"object_id": list(object_ids)}}
