"""The search index in PostgreSQL: words as rows, found by ranges of text, which row security lets use an index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from django.db import connection

from commerce.core.scope import current_tenant_id
from search_index.domain.folding import as_one_word
from search_index.domain.meanings import OTHER_FORM, Meaning
from search_index.domain.ranking import (
    WHOLE_WORD,
    Findable,
    Weight,
    asked_words,
    beginnings,
    findable_words,
    whole_word,
)
from search_index.domain.rewrites import typed_on_other_keyboard
from search_index.domain.values import NOTHING, Document, LikenessRequest, SearchRequest, SearchResult, Unwritten
from search_index.infrastructure.near_words import near_words
from search_index.models import LONGEST_WORD, SearchDocument, SearchWord

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

# With so many found, nothing less is looked for.
ENOUGH = 3


class PostgresSearchIndex:
    """Keeps documents of the open scope's store beside the store's other rows, in the running transaction."""

    def put(self, documents: Sequence[Document], *, now: datetime, anew: bool = False) -> Sequence[Unwritten]:
        """The same few statements however many documents; those whose words did not change are left alone."""
        words = {(document.kind, document.object_id): findable_words(document, LONGEST_WORD) for document in documents}
        for kind in {kind for kind, _ in words}:
            wanted = {object_id: found for (of_kind, object_id), found in words.items() if of_kind == kind}
            self._put_kind(kind, wanted, now, anew)
        return ()

    def _put_kind(self, kind: str, words: dict[int, list[Findable]], now: datetime, anew: bool) -> None:
        rows = SearchDocument.objects.filter(kind=kind, object_id__in=words)
        known = {} if anew else dict(rows.values_list("object_id", "fingerprint"))
        prints = {object_id: fingerprint(found) for object_id, found in words.items()}
        changed = [object_id for object_id in words if known.get(object_id) != prints[object_id]]
        SearchWord.objects.filter(kind=kind, object_id__in=changed).delete()
        _insert_words(kind, {object_id: words[object_id] for object_id in changed})
        SearchDocument.objects.bulk_create(
            (
                SearchDocument(kind=kind, object_id=object_id, fingerprint=prints[object_id], updated_at=now)
                for object_id in changed
            ),
            update_conflicts=True,
            unique_fields=["tenant", "kind", "object_id"],
            update_fields=["fingerprint", "updated_at"],
        )

    def delete(
        self, kind: str, object_ids: Iterable[int], *, versions: Mapping[int, int] | None = None
    ) -> Sequence[Unwritten]:
        """Needs no versions: one process at a time writes a store's documents."""
        gone = list(object_ids)
        if gone:
            SearchWord.objects.filter(kind=kind, object_id__in=gone).delete()
            SearchDocument.objects.filter(kind=kind, object_id__in=gone).delete()
        return ()

    def forget_store(self) -> None:
        SearchWord.objects.all().delete()
        SearchDocument.objects.all().delete()

    def refresh(self, kind: str) -> None:
        """What is written is found at once."""

    def indexed_ids(self, kind: str) -> list[int]:
        return list(SearchDocument.objects.filter(kind=kind).order_by("object_id").values_list("object_id", flat=True))

    def search(self, request: SearchRequest) -> SearchResult:
        """One statement where something matches all words.

        Else the same keys on the other keyboard are tried, then the store's words nearest to those it does not have;
        and where fewer than ENOUGH have all words of three and more, those that lack a quarter of them follow.
        """
        asked: Sequence[Sequence[Meaning]] = asked_words(request.text, LONGEST_WORD)
        if not asked:
            return NOTHING
        found = _ranked(request, asked)
        if not found.total:
            asked, found = _meant_instead(request, asked)
        if found.total < ENOUGH and len(asked) > 2:
            found = replace(_ranked(request, asked, least_words=len(asked) * 3 // 4), meant=found.meant)
        return found if found.total else NOTHING

    def complete(self, kind: str, beginning: str, *, size: int = 6) -> tuple[int, ...]:
        asked = asked_words(beginning, LONGEST_WORD)
        if not asked or len(asked[-1][0].word) < 2:
            return ()
        return _ranked(SearchRequest(kind, beginning, size=size), asked, of_title=True).ids

    def look_alike(self, request: LikenessRequest) -> SearchResult:
        return NOTHING

    def indexed_versions(self, kind: str) -> dict[int, int]:
        return dict.fromkeys(self.indexed_ids(kind), 0)


def fingerprint(words: Iterable[Findable]) -> str:
    return hashlib.sha256(repr([(w.word, w.weight, w.only_whole) for w in words]).encode()).hexdigest()


def _insert_words(kind: str, words: dict[int, list[Findable]]) -> None:
    """Four arrays instead of a row of parameters for each word, which is several times quicker."""
    rows = [(object_id, *found) for object_id, findable in words.items() for found in map(astuple, findable)]
    if not rows:
        return
    object_ids, texts, weights, only_whole = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_index_searchword (tenant_id, kind, object_id, word, weight, only_whole)
            SELECT %s, %s, * FROM unnest(%s::bigint[], %s::text[], %s::smallint[], %s::boolean[])
            """,
            [current_tenant_id(), kind, object_ids, texts, weights, only_whole],
        )


def _meant_instead(
    request: SearchRequest, asked: Sequence[Sequence[Meaning]]
) -> tuple[Sequence[Sequence[Meaning]], SearchResult]:
    """What was probably meant by a question that nothing matches, and what matches that."""
    slip = typed_on_other_keyboard(request.text)
    if slip and (other := asked_words(slip, LONGEST_WORD)):
        found = _ranked(replace(request, text=slip), other)
        if found.total:
            return other, replace(found, meant=slip)
    if near := near_words(request.kind, asked):
        found = _ranked(request, near)
        return near, replace(found, meant=" ".join(meanings[0].word for meanings in near))
    return asked, NOTHING


def _ranked(
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
