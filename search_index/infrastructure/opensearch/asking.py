"""Questions in the search server's language.

Points are those of `domain.ranking`, so that both engines agree on what comes first and no store's order depends on
which words its neighbours in the pool use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search_index.domain.analysis import LONGEST_BEGINNING
from search_index.domain.choices import Choice, choice_of
from search_index.domain.folding import as_one_word
from search_index.domain.meanings import OTHER_FORM, Meaning
from search_index.domain.questions import ARTICLE_ALONE, Question
from search_index.domain.ranking import WHOLE_WORD, Weight
from search_index.domain.values import Filters, LikenessRequest, SearchRequest, Sort
from search_index.domain.weighing import EACH_WORD, How, Where
from search_index.infrastructure.opensearch.mappings import FACTS, PICTURES, picture_field, vector_field
from search_index.infrastructure.opensearch.reasons import reason_name
from search_index.infrastructure.opensearch.standing import Clause, available_first, placed, points, weighed


@dataclass(frozen=True, slots=True)
class Place:
    """Fields side by side, and what a word counts there."""

    fields: Sequence[str]
    weight: int
    where: Where


@dataclass(frozen=True, slots=True)
class Way:
    """How something may be matched, and what that counts."""

    clause: Clause
    points: int
    where: Where
    how: How


TITLES: tuple[Place, ...] = (
    Place(("heads",), Weight.HEAD, Where.HEAD),
    Place(("title_ar", "title_en"), Weight.TITLE, Where.TITLE),
    Place(("title_forms",), Weight.TITLE - OTHER_FORM, Where.TITLE),
)
PLACES: tuple[Place, ...] = (
    *TITLES,
    Place(("category_heads",), Weight.CATEGORY_HEAD, Where.CATEGORY),
    Place(("category_head_forms",), Weight.CATEGORY_HEAD - OTHER_FORM, Where.CATEGORY),
    Place(("labels",), Weight.LABEL, Where.LABEL),
    Place(("label_forms",), Weight.LABEL - OTHER_FORM, Where.LABEL),
    Place(("texts",), Weight.TEXT, Where.TEXT),
    Place(("text_forms",), Weight.TEXT - OTHER_FORM, Where.TEXT),
)
# Of a code a word of the question may be all, never a part.
CODES = Place(("codes",), Weight.CODE, Where.CODE)
# Where a word counts enough to be looked for by its stem alone.
STEMMED = tuple(place for place in PLACES if place.weight >= Weight.LABEL)
# Taken off where only stems are the same, which may be those of other words: in a title they count less than the word
# itself in a label.
STEM = 24
NEWEST_LAST = {"object_id": "desc"}
AVAILABLE_FIRST = {"is_available": "desc"}
LATEST_FIRST = {"appeared_at": {"order": "desc", "missing": "_last"}}
SORTS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: ["_score", NEWEST_LAST],
    Sort.CHEAPEST: [AVAILABLE_FIRST, {"lowest_minor": {"order": "asc", "missing": "_last"}}, NEWEST_LAST],
    Sort.DEAREST: [AVAILABLE_FIRST, {"lowest_minor": {"order": "desc", "missing": "_last"}}, NEWEST_LAST],
    Sort.NEWEST: [AVAILABLE_FIRST, LATEST_FIRST, NEWEST_LAST],
    Sort.POPULAR: [AVAILABLE_FIRST, {"popularity": {"order": "desc", "missing": "_last"}}, NEWEST_LAST],
}


def search_body(request: SearchRequest, question: Question) -> dict[str, Any]:
    """Filters stand behind the question: facets, and how the question is read, see what they leave out. One more is
    asked for than is wanted, which tells whether there is more."""
    body: dict[str, Any] = {
        "query": matching_kind(request, question, []),
        "sort": _sort(request),
        "size": request.size + 1,
    }
    if request.with_reasons:
        body["docvalue_fields"] = list(FACTS)
    if narrowing := list(narrowing_by_facet(request.filters).values()):
        body["post_filter"] = {"bool": {"filter": narrowing}}
    return body | ({"from": request.first} if request.after is None else {"search_after": list(request.after)})


def _sort(request: SearchRequest) -> list[Any]:
    if request.is_by_filters_alone and request.sort is Sort.RELEVANCE:
        return ["_score", LATEST_FIRST, NEWEST_LAST]
    return SORTS[request.sort]


def matching_kind(request: SearchRequest, question: Question, narrowing: list[Clause]) -> Clause:
    """What matches the question, and what is pinned for it, of the kind, and passes the clauses."""
    weighing = request.counted
    matching = _matching(question, weighing.weights.text, by_stems=True, named=request.with_reasons)
    return _of_kind(placed(weighed(matching, weighing), weighing), request.kind, narrowing)


def matching_words(question: Question) -> Clause:
    """What matches without guessing at endings."""
    return _matching(question, 1, by_stems=False)


def completion_body(kind: str, beginning: Question, size: int) -> dict[str, Any]:
    """By words of titles: all but the last whole, the last as the beginning of one."""
    *before, last = beginning.words
    words = [_best([*_whole(word, TITLES), *_by_stem(word[0], TITLES)], _plainly) for word in before]
    words.append(_best([*_whole(last, TITLES), *_beginning(last, TITLES)], _plainly))
    query = available_first({"bool": {"must": words}})
    return {"query": _of_kind(query, kind, []), "sort": ["_score", NEWEST_LAST], "size": size}


def likeness_body(request: LikenessRequest) -> dict[str, Any]:
    """Compared exactly, with each picture: among one store's that is quick enough."""
    field = picture_field(vector_field(request.space))
    compared = {"field": field, "query_value": list(request.vector), "space_type": "cosinesimil"}
    nearest = {
        "script_score": {
            "query": {"term": {picture_field("embedder_id"): request.embedder_id}},
            "script": {"lang": "knn", "source": "knn_score", "params": compared},
        }
    }
    query: Clause = {
        "bool": {
            "must": [{"nested": {"path": PICTURES, "score_mode": "max", "query": nearest}}],
            "must_not": [{"terms": {"object_id": sorted(request.but_not)}}],
        }
    }
    narrowing = list(narrowing_by_facet(request.filters).values())
    return {"query": _of_kind(query, request.kind, narrowing), "sort": ["_score", NEWEST_LAST], "size": request.size}


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
        clauses["attributes"] = chosen(choice_of(filters))
    if filters.only_available:
        clauses["available"] = {"term": {"is_available": True}}
    if filters.only_reduced:
        clauses["reduced"] = {"term": {"is_reduced": True}}
    return clauses


def chosen(choice: Choice) -> Clause:
    return {"terms": {"combo" if choice.on_one_variant else "attr": list(choice.tokens)}}


def _matching(question: Question, weight: int, *, by_stems: bool, named: bool = False) -> Clause:
    """Enough words, each by its best place; or the whole text as a title or a code. Who has more words comes first.
    All there is without words."""
    if not question.words:
        return points({"match_all": {}}, 0)
    whole, count = as_one_word(question.text), len(question.words)

    def counted(place: int | None, words: int) -> Callable[[Way], Clause]:
        def rendered(way: Way) -> Clause:
            name = reason_name(place, way) if named else ""
            return points(way.clause, way.points * weight + words * EACH_WORD, name)

        return rendered

    words = [
        _best(_anywhere(meanings, by_stems=by_stems), counted(place, 1))
        for place, meanings in enumerate(question.words)
    ]
    wholes = [
        Way({"term": {field: whole}}, (counts + WHOLE_WORD) * count, Where.WHOLE, How.ITSELF)
        for field, counts in (("whole_titles", Weight.WHOLE_TITLE), ("codes", Weight.CODE))
    ]
    if question.code:
        wholes.append(Way({"prefix": {"codes": question.code}}, Weight.CODE * count, Where.CODE, How.BEGINNING))
    enough: Clause = {"bool": {"should": words, "minimum_should_match": question.least_words}}
    return {"dis_max": {"queries": [enough, *map(counted(None, count), wholes)]}}


def _plainly(way: Way) -> Clause:
    return points(way.clause, way.points)


def _anywhere(meanings: Sequence[Meaning], *, by_stems: bool) -> list[Way]:
    return [
        *_whole(meanings, (*PLACES, CODES)),
        *_beginning(meanings, PLACES),
        *(_by_stem(meanings[0], STEMMED) if by_stems else ()),
    ]


def _whole(meanings: Sequence[Meaning], places: Iterable[Place]) -> list[Way]:
    """Folded here and compared as they are: the index makes the same words of what was written."""
    return [
        Way(
            _any("", place.fields, words),
            place.weight + WHOLE_WORD - malus,
            place.where,
            How.OTHER if malus or place.fields[0].endswith("_forms") else How.ITSELF,
        )
        for malus, words in _by_malus(meanings)
        for place in places
    ]


def _beginning(meanings: Sequence[Meaning], places: Iterable[Place]) -> list[Way]:
    """The index keeps beginnings without the article, so one with little behind it is left out here as well."""
    unfinished = [meaning for meaning in meanings if meaning.is_beginning]
    return [
        Way(
            _any(".ac", place.fields, [begun[:LONGEST_BEGINNING] for word in words for begun in (word, _bare(word))]),
            place.weight - malus,
            place.where,
            How.OTHER if malus or place.fields[0].endswith("_forms") else How.BEGINNING,
        )
        for malus, words in _by_malus(unfinished)
        for place in places
    ]


def _bare(word: str) -> str:
    bare = word.removeprefix(ARTICLE_ALONE)
    return bare if len(bare) > 1 else word


def _by_stem(asked: Meaning, places: Iterable[Place]) -> list[Way]:
    """The server takes endings off the word that was asked itself; what was guessed is not guessed at further."""
    return [
        Way(
            {"multi_match": {"query": asked.word, "fields": [f"{field}.stem" for field in place.fields]}},
            place.weight + WHOLE_WORD - STEM,
            place.where,
            How.STEM,
        )
        for place in places
        if not asked.malus
    ]


def _by_malus(meanings: Iterable[Meaning]) -> list[tuple[int, list[str]]]:
    found: dict[int, list[str]] = {}
    for meaning in meanings:
        found.setdefault(meaning.malus, []).append(meaning.word)
    return list(found.items())


def _any(kept: str, fields: Sequence[str], words: Sequence[str]) -> Clause:
    clauses = [{"terms": {f"{field}{kept}": list(dict.fromkeys(words))}} for field in fields]
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses}}


def _best(ways: Iterable[Way], rendered: Callable[[Way], Clause]) -> Clause:
    return {"dis_max": {"queries": list(map(rendered, ways))}}
