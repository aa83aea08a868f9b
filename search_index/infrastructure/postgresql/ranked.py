"""The one statement that finds objects by words and orders them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from commerce.core.scope import current_tenant_id
from search_index.domain.folding import as_one_word
from search_index.domain.meanings import OTHER_FORM, Meaning
from search_index.domain.ranking import WHOLE_WORD, Weight, beginnings, whole_word
from search_index.domain.values import SearchRequest, SearchResult

# The tenant is named besides row security, so that the planner may begin with it whatever the policy looks like.
_BEGINNING_SO = """
    SELECT %s AS place, object_id, weight - %s + CASE WHEN word = %s THEN %s ELSE 0 END AS score
    FROM search_index_searchword
    WHERE tenant_id = %s AND kind = %s AND word >= %s AND word < %s AND (NOT only_whole OR word = %s) AND weight >= %s
"""
_RANKED = """
    WITH matched AS ({matches}),
    found AS (
        SELECT object_id, count(*) AS words, sum(score) AS score
        FROM (SELECT place, object_id, max(score) AS score FROM matched GROUP BY place, object_id) AS best
        GROUP BY object_id HAVING count(*) >= %s
        UNION ALL
        SELECT object_id, %s, (weight + %s) * %s FROM search_index_searchword
        WHERE tenant_id = %s AND kind = %s AND word = %s AND only_whole AND weight >= %s
    ),
    ranked AS MATERIALIZED (
        SELECT object_id, max(words) AS words, max(score) AS score FROM found GROUP BY object_id
    )
    SELECT (SELECT count(*) FROM ranked),
        ARRAY(SELECT object_id FROM ranked ORDER BY words DESC, score DESC, object_id DESC LIMIT %s OFFSET %s)
"""


def ranked(
    request: SearchRequest,
    asked: Sequence[Sequence[Meaning]],
    *,
    of_title: bool = False,
    least_words: int | None = None,
) -> SearchResult:
    """By words of titles alone, all but the last whole; otherwise by the beginnings of any.

    What has `least_words` of the words is found, all of them where that is not said; who has more comes first.
    """
    tenant_id, kind = current_tenant_id(), request.kind
    least = Weight.TITLE - OTHER_FORM if of_title else 0
    matches: list[str] = []
    parameters: list[Any] = []
    for place, meanings in enumerate(asked):
        for meaning in meanings:
            matches.append(_BEGINNING_SO)
            is_whole = not meaning.is_beginning or (of_title and place < len(asked) - 1)
            words = whole_word(meaning.word) if is_whole else beginnings(meaning.word)
            parameters += [place, meaning.malus, meaning.word, WHOLE_WORD, tenant_id, kind, *words, meaning.word, least]
    words_asked = len(asked)
    parameters += [least_words or words_asked, words_asked, WHOLE_WORD, words_asked]
    parameters += [tenant_id, kind, as_one_word(request.text), least]
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(matches=" UNION ALL ".join(matches)), [*parameters, request.size, request.first])
        total, ids = cursor.fetchone()
    return SearchResult(tuple(ids), total)
