"""The one statement that finds objects by words or takes all there are, narrows them by filters, orders and counts
them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commerce.core.scope import current_tenant_id
from search_index.domain.folding import as_one_word
from search_index.domain.meanings import OTHER_FORM, Meaning
from search_index.domain.ranking import WHOLE_WORD, Weight, beginnings, whole_word
from search_index.domain.values import FacetCounts, SearchRequest, SearchResult, Sort, nothing_found
from search_index.infrastructure.postgresql.counting import choices_sql, counts_sql, depends_on_variants, facet_counts
from search_index.infrastructure.postgresql.narrowing import Condition, both, conditions_by_facet
from search_index.infrastructure.postgresql.reasons import reasons_for
from search_index.infrastructure.postgresql.rows import rows_of
from search_index.infrastructure.postgresql.standing import standing_sql

# The tenant is named besides row security, so that the planner may begin with it whatever the policy looks like.
_BEGINNING_SO = """
    SELECT %s AS place, object_id, weight, %s AS malus, word = %s AS is_whole,
        weight - %s + CASE WHEN word = %s THEN %s ELSE 0 END AS score
    FROM search_index_searchword
    WHERE tenant_id = %s AND kind = %s AND word >= %s AND word < %s
        AND (NOT only_whole OR (word = %s AND weight = %s)) AND weight >= %s
"""
_KNOWN = """
    WITH matched AS ({matches}),
    found AS (
        SELECT object_id, count(*) AS words, sum(score) AS score
        FROM (SELECT place, object_id, max(score) AS score FROM matched GROUP BY place, object_id) AS best
        GROUP BY object_id HAVING count(*) >= %s
        UNION ALL
        SELECT object_id, %s, (weight + %s) * %s FROM search_index_searchword
        WHERE tenant_id = %s AND kind = %s AND word = %s AND only_whole AND weight >= %s
        {begun_code}
        UNION ALL
        SELECT object_id, 0, 0 FROM unnest(%s::bigint[]) AS pinned (object_id)
    ),
    ranked AS MATERIALIZED (
        SELECT object_id, max(words) AS words, max(score) AS score FROM found GROUP BY object_id
    ),
    known AS MATERIALIZED (
        SELECT ranked.object_id, words, score, {order}, {columns}
        FROM ranked JOIN search_index_searchdocument AS document USING (object_id)
        WHERE document.tenant_id = %s AND document.kind = %s AND NOT document.is_gone
    )
"""
_BEGUN_CODE = """
        UNION ALL
        SELECT object_id, %s, weight * %s FROM search_index_searchword
        WHERE tenant_id = %s AND kind = %s AND word >= %s AND word < %s AND only_whole AND weight = %s
"""
_EVERYTHING = """
    WITH known AS MATERIALIZED (
        SELECT ranked.object_id, words, score, {order}, {columns}
        FROM search_index_searchdocument AS ranked, (VALUES (0, 0)) AS without_words (words, score)
        WHERE tenant_id = %s AND kind = %s AND NOT is_gone
    )
"""
_RANKED = """
    , slice AS (
        SELECT object_id, first, second, third FROM known WHERE {passing} AND {behind}
        ORDER BY first DESC, second DESC, third DESC, object_id DESC LIMIT %s OFFSET %s
    )
    SELECT (SELECT count(*) FROM known WHERE words > 0),
        (SELECT count(*) FROM known WHERE {passing}),
        ARRAY(SELECT object_id FROM slice ORDER BY first DESC, second DESC, third DESC, object_id DESC),
        ARRAY(
            SELECT ARRAY[first, second, third] FROM slice
            ORDER BY first DESC, second DESC, third DESC, object_id DESC
        ),
        {counts}
"""
_COLUMNS = "lowest_minor, categories, tags, attributes, combos, is_available, is_reduced"
# The greater comes first. What is not known comes last, whichever way the order goes.
_AVAILABLE = "is_available::int::float8"
_NEWEST = "coalesce(extract(epoch FROM appeared_at), -9e18)::float8"
_ORDERS = {
    Sort.CHEAPEST: (_AVAILABLE, "coalesce(-lowest_minor, -9e18)::float8", "0::float8"),
    Sort.DEAREST: (_AVAILABLE, "coalesce(lowest_minor, -1)::float8", "0::float8"),
    Sort.NEWEST: (_AVAILABLE, _NEWEST, "0::float8"),
    Sort.POPULAR: (_AVAILABLE, "popularity", "0::float8"),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """`matched` counts what the words match, whatever the filters leave of it."""

    result: SearchResult
    matched: int


def ranked(
    request: SearchRequest,
    asked: Sequence[Sequence[Meaning]],
    *,
    of_title: bool = False,
    least_words: int | None = None,
    code: str = "",
) -> Ranked:
    """By words of titles alone, all but the last whole; otherwise by the beginnings of any. All there is without words.

    What has `least_words` of the words is found, all of them where that is not said; who has more comes first, of
    these what is available. So is what has a code that begins with `code`.
    """
    known = _known(request, asked, of_title, least_words, code)
    passing = both(conditions_by_facet(request.filters).values())
    behind = _behind(request)
    counts = counts_sql(request.filters) if request.with_facets else Condition("NULL")
    first = request.first if request.after is None else 0
    rest = _RANKED.format(passing=passing.sql, behind=behind.sql, counts=counts.sql)
    one_more = request.size + 1
    parameters = [*known.parameters, *passing.parameters, *behind.parameters, one_more, first]
    [row] = rows_of(Condition(known.sql + rest, (*parameters, *passing.parameters, *counts.parameters)))
    matched, total, found, places, counted = row
    ids = found[: request.size]
    place = (*places[len(ids) - 1], ids[-1]) if ids else None
    is_counted = request.with_facets and (matched or request.counted.pinned or not asked)
    facets = _facets(request, known, json.loads(counted)) if is_counted else nothing_found(request).facets
    reasons = reasons_for(ids, request, asked, known) if request.with_reasons else ()
    has_more = len(found) > len(ids)
    result = SearchResult(tuple(ids), total, facets=facets, last=place, has_more=has_more, reasons=reasons)
    return Ranked(result, matched)


def _known(
    request: SearchRequest,
    asked: Sequence[Sequence[Meaning]],
    of_title: bool,
    least_words: int | None,
    code: str,
) -> Condition:
    tenant_id, kind = current_tenant_id(), request.kind
    order = _order(request)
    if not asked:
        everything = _EVERYTHING.format(order=order.sql, columns=_COLUMNS)
        return Condition(everything, (*order.parameters, tenant_id, kind))
    least = Weight.TITLE - OTHER_FORM if of_title else 0
    matches: list[str] = []
    parameters: list[Any] = []
    for place, meanings in enumerate(asked):
        for meaning in meanings:
            matches.append(_BEGINNING_SO)
            is_whole = not meaning.is_beginning or (of_title and place < len(asked) - 1)
            words = whole_word(meaning.word) if is_whole else beginnings(meaning.word)
            parameters += [place, meaning.malus, meaning.word, meaning.malus, meaning.word, WHOLE_WORD]
            parameters += [tenant_id, kind, *words, meaning.word, Weight.CODE, least]
    words_asked = len(asked)
    parameters += [least_words or words_asked, words_asked, WHOLE_WORD, words_asked]
    parameters += [tenant_id, kind, as_one_word(request.text), least]
    if code:
        parameters += [words_asked, words_asked, tenant_id, kind, *beginnings(code), Weight.CODE]
    parameters.append(list(request.counted.pinned))
    sql = _KNOWN.format(
        matches=" UNION ALL ".join(matches),
        begun_code=_BEGUN_CODE if code else "",
        order=order.sql,
        columns=_COLUMNS,
    )
    return Condition(sql, (*parameters, *order.parameters, tenant_id, kind))


def _order(request: SearchRequest) -> Condition:
    if request.sort is Sort.RELEVANCE:
        standing = standing_sql(request.weighing)
        second = _NEWEST if request.is_by_filters_alone else "0::float8"
        return Condition(f"{standing.sql} AS first, {second} AS second, 0::float8 AS third", standing.parameters)
    names = ("first", "second", "third")
    return Condition(", ".join(f"{sql} AS {name}" for sql, name in zip(_ORDERS[request.sort], names, strict=True)))


def _behind(request: SearchRequest) -> Condition:
    if request.after is None:
        return Condition("true")
    return Condition("(first, second, third, object_id) < (%s, %s, %s, %s)", request.after)


def _facets(request: SearchRequest, known: Condition, counts: dict[str, Any]) -> FacetCounts:
    filters = request.filters
    if not depends_on_variants(filters):
        return facet_counts(filters, counts, counts["attributes"] or {})
    choices = choices_sql(filters, counts)
    if choices is None:
        return facet_counts(filters, counts, {})
    rows = rows_of(Condition(known.sql + choices.sql, (*known.parameters, *choices.parameters)))
    return facet_counts(filters, counts, dict(rows))
