"""What may be asked of an index that stores share, and the store's condition wherever one is needed.

A request is taken apart to its last clause, and everything that is not known here to keep to its filter is refused:
what reads the index's dictionary (suggesters, counts of zero), other documents (look-ups, more-like-this) or all of it
(global and significant aggregations), and every script but those listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from search_index.infrastructure.opensearch.mappings import FACTS, PICTURES, TENANT, picture_field

Clause = dict[str, Any]

PARTS = {
    "query", "post_filter", "aggs", "sort", "rescore", "size", "from", "search_after", "track_total_hits", "min_score",
    "version", "_source", "docvalue_fields",
}  # fmt: skip
LEAVES = {
    "match", "match_phrase", "multi_match", "term", "terms", "range", "exists", "prefix", "fuzzy", "match_all",
    "match_none", "rank_feature", "distance_feature",
}  # fmt: skip
FUNCTIONS = {"weight", "field_value_factor", "gauss", "exp", "linear"}
AGGREGATIONS = {"terms", "range", "min", "max", "stats", "value_count", "cardinality"}
# By language and source, the parameters each may have.
SCRIPTS = {("knn", "knn_score"): {"field", "query_value", "space_type"}}


class Forbidden(RuntimeError):
    """A request that could see other stores' documents. A defect."""


def guarded(body: Mapping[str, Any], tenant_id: int) -> dict[str, Any]:
    """The same request, of this store's documents alone; refused (Forbidden) when it can't be known to be that."""
    if unknown := body.keys() - PARTS:
        raise Forbidden(f"{sorted(unknown)} in a search")
    own: Clause = {"term": {TENANT: str(tenant_id)}}
    kept = {**body, "query": _within(own, body.get("query", {"match_all": {}}), own)}
    if "post_filter" in body:
        kept["post_filter"] = _within(own, body["post_filter"], own)
    if "aggs" in body:
        kept["aggs"] = _aggregations(body["aggs"], own)
    if "rescore" in body:
        kept["rescore"] = _rescored(body["rescore"], own)
    if "_source" in body and body["_source"] is not False:
        raise Forbidden("stored documents are never read")
    if set(body.get("docvalue_fields", ())) - set(FACTS):
        raise Forbidden("a field that no answer tells")
    _only_fields(body.get("sort", []))
    return kept


def _within(own: Clause, node: Mapping[str, Any], tenant: Clause) -> Clause:
    return {"bool": {"must": [_query(node, tenant)], "filter": [own]}}


def _query(node: Any, own: Clause) -> Clause:
    if not isinstance(node, Mapping) or len(node) != 1:
        raise Forbidden(f"{node!r} is no single clause")
    [(name, inner)] = node.items()
    if name in LEAVES:
        _leaf(name, inner)
        return dict(node)
    if name not in _COMPOUNDS:
        raise Forbidden(f"a query of the kind {name}")
    return {name: _COMPOUNDS[name](inner, own)}


def _leaf(name: str, inner: Any) -> None:
    """Values of its own only: no script, no look-up in another document, no field by pattern."""
    if name == "terms" and any(isinstance(values, Mapping) for values in inner.values()):
        raise Forbidden("a look-up of terms in another document")
    fields = [*inner.get("fields", []), *inner.keys()] if isinstance(inner, Mapping) else []
    if any("*" in str(field) for field in fields):
        raise Forbidden("a field by pattern")
    if _names(inner) & {"script", "index", "path"}:
        raise Forbidden(f"a script or a look-up in {name}")


def _names(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set(value) | {name for inner in value.values() for name in _names(inner)}
    if isinstance(value, list):
        return {name for inner in value for name in _names(inner)}
    return set()


def _parts(*single: str, lists: tuple[str, ...] = (), plain: tuple[str, ...] = ()) -> Callable[[Any, Clause], Clause]:
    """A clause of the given parts: sub-queries, lists of them, and plain numbers."""

    def taken_apart(inner: Mapping[str, Any], own: Clause) -> Clause:
        if unknown := inner.keys() - {*single, *lists, *plain, "boost", "_name"}:
            raise Forbidden(f"{sorted(unknown)} in a query")
        kept = dict(inner)
        for part in single:
            if part in inner:
                kept[part] = _query(inner[part], own)
        for part in lists:
            if part in inner:
                clauses = inner[part] if isinstance(inner[part], list) else [inner[part]]
                kept[part] = [_query(clause, own) for clause in clauses]
        return kept

    return taken_apart


def _function_score(inner: Mapping[str, Any], own: Clause) -> Clause:
    plain = {"score_mode", "boost_mode", "max_boost", "min_score", "boost"}
    if unknown := inner.keys() - {"query", "functions"} - plain:
        raise Forbidden(f"{sorted(unknown)} in a score")
    functions = []
    for function in inner.get("functions", []):
        if unknown := function.keys() - FUNCTIONS - {"filter"}:
            raise Forbidden(f"{sorted(unknown)} in a score")
        narrowed = {"filter": _query(function["filter"], own)} if "filter" in function else {}
        functions.append({**function, **narrowed})
    return {**inner, "query": _query(inner.get("query", {"match_all": {}}), own), "functions": functions}


def _script_score(inner: Mapping[str, Any], own: Clause) -> Clause:
    """Compared is what has the vector: without it the score would be 0, which is one."""
    if unknown := inner.keys() - {"query", "script", "min_score", "boost"}:
        raise Forbidden(f"{sorted(unknown)} in a score by script")
    script = inner["script"]
    parameters = SCRIPTS.get((script.get("lang"), script.get("source")))
    if parameters is None or script.keys() - {"lang", "source", "params"} or script["params"].keys() != parameters:
        raise Forbidden("a script that is not listed")
    has_vector = {"exists": {"field": script["params"]["field"]}}
    query = {"bool": {"must": [_query(inner["query"], own)], "filter": [own, has_vector]}}
    return {**inner, "query": query}


def _knn(inner: Mapping[str, Any], own: Clause) -> Clause:
    """The condition stands inside: beside it, it would be asked of what is nearest among all stores'."""
    kept = {}
    for field, asked in inner.items():
        if unknown := asked.keys() - {"vector", "k", "filter", "boost"}:
            raise Forbidden(f"{sorted(unknown)} in a question for neighbours")
        narrowed = [_query(asked["filter"], own)] if "filter" in asked else []
        kept[field] = {**asked, "filter": {"bool": {"filter": [own, *narrowed]}}}
    return kept


def _nested(inner: Mapping[str, Any], own: Clause) -> Clause:
    """Each picture says whose it is, so that inside the condition is the same, of its own field."""
    if inner.keys() - {"path", "query", "score_mode"} or inner["path"] != PICTURES:
        raise Forbidden("a question about parts of documents other than their pictures")
    of_picture: Clause = {"term": {picture_field(TENANT): own["term"][TENANT]}}
    return {**inner, "query": _within(of_picture, inner["query"], of_picture)}


_COMPOUNDS: dict[str, Callable[[Any, Clause], Clause]] = {
    "bool": _parts(lists=("must", "should", "filter", "must_not"), plain=("minimum_should_match",)),
    "dis_max": _parts(lists=("queries",), plain=("tie_breaker",)),
    "constant_score": _parts("filter"),
    "boosting": _parts("positive", "negative", plain=("negative_boost",)),
    "function_score": _function_score,
    "script_score": _script_score,
    "knn": _knn,
    "nested": _nested,
}


def _aggregations(named: Mapping[str, Any], own: Clause) -> dict[str, Any]:
    return {name: _aggregation(parts, own) for name, parts in named.items()}


def _aggregation(parts: Mapping[str, Any], own: Clause) -> dict[str, Any]:
    kinds = parts.keys() - {"aggs"}
    if len(kinds) != 1:
        raise Forbidden(f"{sorted(kinds)} is no single aggregation")
    [kind] = kinds
    inner = parts[kind]
    if kind == "filter":
        kept: dict[str, Any] = {"filter": _within(own, inner, own)}
    elif kind == "filters":
        if inner.keys() != {"filters"}:
            raise Forbidden("filters with more than filters")
        kept = {"filters": {"filters": {name: _within(own, one, own) for name, one in inner["filters"].items()}}}
    elif kind in AGGREGATIONS:
        kept = {kind: _counted(kind, inner)}
    else:
        raise Forbidden(f"an aggregation of the kind {kind}")
    if "aggs" in parts:
        kept["aggs"] = _aggregations(parts["aggs"], own)
    return kept


def _counted(kind: str, inner: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the matching documents only: a count of zero would come from the dictionary of all stores."""
    if _names(inner) & {"script", "missing_bucket", "index"}:
        raise Forbidden("an aggregation by script or look-up")
    if kind != "terms":
        return dict(inner)
    if inner.get("min_doc_count", 1) < 1:
        raise Forbidden("counts of what matches nothing")
    # By the dictionary it would go through every store's values.
    return {**inner, "execution_hint": "map"}


def _only_fields(sorts: Any) -> None:
    if not isinstance(sorts, list):
        raise Forbidden("a sort that is no list")
    for sort in sorts:
        field = sort if isinstance(sort, str) else next(iter(sort))
        inner = {} if isinstance(sort, str) else sort[field]
        if field == "_script" or _names(inner) & {"script", "nested"}:
            raise Forbidden("a sort by script")


def _rescored(rescore: Any, own: Clause) -> dict[str, Any]:
    if not isinstance(rescore, Mapping):
        raise Forbidden("several rescores")
    if rescore.keys() - {"window_size", "query"} or rescore["query"].keys() - {
        "rescore_query", "query_weight", "rescore_query_weight", "score_mode",
    }:  # fmt: skip
        raise Forbidden("a rescore of another form")
    query = {**rescore["query"], "rescore_query": _within(own, rescore["query"]["rescore_query"], own)}
    return {**rescore, "query": query}
