"""Questions in the search server's language.

Points are those of `domain.ranking`, so that both engines agree on what comes first and no store's order depends on
which words its neighbours in the pool use.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from search_index.domain.analysis import LONGEST_BEGINNING
from search_index.domain.folding import as_one_word, forms_of, words_of
from search_index.domain.meanings import OTHER_FORM
from search_index.domain.ranking import MOST_ASKED_WORDS, WHOLE_WORD, Weight
from search_index.domain.values import Attribute, Filters, LikenessRequest, SearchRequest, Sort
from search_index.infrastructure.opensearch.documents import token
from search_index.infrastructure.opensearch.mappings import vector_field

Clause = dict[str, Any]

TITLES = ["title_ar", "title_en"]
# The platform's plurals rank above a stem that may be wrong, below what was written.
PLURAL = 2
NEWEST_LAST = {"object_id": "desc"}
SORTS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: ["_score", NEWEST_LAST],
    Sort.CHEAPEST: [{"lowest_minor": {"order": "asc", "missing": "_last"}}, NEWEST_LAST],
    Sort.DEAREST: [{"lowest_minor": {"order": "desc", "missing": "_last"}}, NEWEST_LAST],
    Sort.NEWEST: [{"appeared_at": {"order": "desc", "missing": "_last"}}, NEWEST_LAST],
    Sort.POPULAR: [{"popularity": {"order": "desc", "missing": "_last"}}, NEWEST_LAST],
}


def search_body(request: SearchRequest) -> dict[str, Any] | None:
    """None when the text has no words. Where facets are counted they see what the filters leave out."""
    narrowing = [] if request.with_facets else list(narrowing_by_facet(request.filters).values())
    query = matching_kind(request.text, request.kind, narrowing)
    if query is None:
        return None
    body: dict[str, Any] = {"query": query, "sort": SORTS[request.sort], "size": request.size}
    if request.with_facets:
        body["post_filter"] = {"bool": {"filter": list(narrowing_by_facet(request.filters).values())}}
    return body | ({"from": request.first} if request.after is None else {"search_after": list(request.after)})


def matching_kind(text: str, kind: str, narrowing: list[Clause]) -> Clause | None:
    """What matches the text, of the kind, and passes the clauses; None when the text has no words."""
    words = list(dict.fromkeys(words_of(text)))[:MOST_ASKED_WORDS]
    return _of_kind(_matching(text, words), kind, narrowing) if words else None


def completion_body(kind: str, beginning: str, size: int) -> dict[str, Any] | None:
    """None as long as the last word has one letter."""
    words = words_of(beginning)[:MOST_ASKED_WORDS]
    if not words or len(words[-1]) < 2:
        return None
    *before, last = words
    clauses = [_best(_in_title(word)) for word in before] + [_best(_beginning_title(_meant_beginnings(last)))]
    available = {"constant_score": {"filter": {"term": {"is_available": True}}, "boost": 1000}}
    query = {"bool": {"must": clauses, "should": [available]}}
    return {"query": _of_kind(query, kind, []), "sort": ["_score", NEWEST_LAST], "size": size}


def likeness_body(request: LikenessRequest) -> dict[str, Any]:
    """Compared exactly, with each that has a vector: among one store's objects that is quick enough."""
    named = {"terms": {"object_id": sorted(request.but_not)}}
    others: Clause = {"bool": {"must_not": [named]}} if request.but_not else {"match_all": {}}
    field = vector_field(request.space)
    compared = {"field": field, "query_value": list(request.vector), "space_type": "cosinesimil"}
    query = {
        "script_score": {
            "query": _of_kind(others, request.kind, list(narrowing_by_facet(request.filters).values())),
            "script": {"lang": "knn", "source": "knn_score", "params": compared},
        }
    }
    return {"query": query, "sort": ["_score", NEWEST_LAST], "size": request.size}


def every_body(kind: str) -> dict[str, Any]:
    return {"query": {"term": {"kind": kind}}, "sort": [{"object_id": "asc"}], "version": True}


def _of_kind(query: Clause, kind: str, narrowing: list[Clause]) -> Clause:
    return {"bool": {"must": [query], "filter": [{"term": {"kind": kind}}, *narrowing]}}


def narrowing_by_facet(filters: Filters) -> dict[str, Clause]:
    """A clause for each filter that asks something, by the facet it is chosen in."""
    span = {
        name: minor for name, minor in (("gte", filters.from_minor), ("lte", filters.to_minor)) if minor is not None
    }
    clauses: dict[str, Clause] = {}
    if span:
        clauses["prices"] = {"range": {"lowest_minor": span}}
    if filters.categories:
        clauses["categories"] = {"terms": {"categories": sorted(map(str, filters.categories))}}
    if filters.tags:
        clauses["tags"] = {"terms": {"tags": sorted(map(str, filters.tags))}}
    if filters.attributes:
        clauses["attributes"] = _chosen(filters)
    if filters.only_available:
        clauses["available"] = {"term": {"is_available": True}}
    if filters.only_reduced:
        clauses["reduced"] = {"term": {"is_reduced": True}}
    return clauses


def _chosen(filters: Filters) -> Clause:
    """One option alone asks what the product comes in; several, or one of what is there, what one variant is."""
    options = filters.options()
    if len(options) == 1 and not filters.only_available:
        return {"terms": {"attr": sorted(map(token, filters.attributes))}}
    choices = product(*([Attribute(option, value) for value in sorted(options[option])] for option in sorted(options)))
    return {"terms": {"combo": [token(*choice) for choice in choices]}}


def _matching(text: str, words: list[str]) -> Clause:
    """All words, each by its best place; or the whole text as a title or a code."""
    whole, count = as_one_word(text), len(words)
    return {
        "dis_max": {
            "queries": [
                {"bool": {"must": [_best(_anywhere(word)) for word in words]}},
                _points({"term": {"whole_titles": whole}}, (Weight.WHOLE_TITLE + WHOLE_WORD) * count),
                _points({"term": {"codes": whole}}, (Weight.CODE + WHOLE_WORD) * count),
            ]
        }
    }


def _anywhere(word: str) -> list[Clause]:
    ways = [*_in_title(word), *_ways(["labels"], word, Weight.LABEL), *_ways(["texts"], word, Weight.TEXT)]
    if len(word) > 1:
        forms = forms_of(word)[:2]
        ways += [*_beginning_title(forms), _points(_begins(["labels"], forms), Weight.LABEL)]
    return ways


def _in_title(word: str) -> list[Clause]:
    return _ways(TITLES, word, Weight.TITLE)


def _ways(fields: list[str], word: str, weight: int) -> list[Clause]:
    """As it is spelled, in a plural the platform knows, by its stem."""
    stems = [f"{field}.stem" for field in fields]
    return [
        _points({"multi_match": {"query": word, "fields": fields, "analyzer": "bi_norm"}}, weight + WHOLE_WORD),
        _points({"multi_match": {"query": word, "fields": fields}}, weight + WHOLE_WORD - PLURAL),
        _points({"multi_match": {"query": word, "fields": stems}}, weight + WHOLE_WORD - OTHER_FORM),
    ]


def _beginning_title(forms: list[str]) -> list[Clause]:
    return [_points(_begins(TITLES, forms), Weight.TITLE)]


def _begins(fields: list[str], forms: list[str]) -> Clause:
    """Folded here and compared as they are: the index keeps beginnings without the article."""
    beginnings = [form[:LONGEST_BEGINNING] for form in forms]
    return {"bool": {"should": [{"terms": {f"{field}.ac": beginnings}} for field in fields]}}


def _meant_beginnings(word: str) -> list[str]:
    """Also what is behind an article that has just been typed, however little: الس may become الساعة."""
    bare = word.removeprefix("ال")
    return list(dict.fromkeys([word, *forms_of(word)[:2], *([bare] if bare else [])]))


def _best(ways: list[Clause]) -> Clause:
    return {"dis_max": {"queries": ways}}


def _points(clause: Clause, points: int) -> Clause:
    return {"constant_score": {"filter": clause, "boost": points}}
