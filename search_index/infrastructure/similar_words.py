"""Words of a store that are spelled like those that were asked. Needs pg_trgm; without it nothing is alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import connection

from commerce.core.scope import current_tenant_id

ALIKE = 0.4
MOST = 3


@cache
def has_trigrams() -> bool:
    """Whether pg_trgm is installed and sees Arabic letters, which it does not in a database of locale C."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('show_trgm') IS NOT NULL")
        row = cursor.fetchone()
        if not (row and row[0]):
            return False
        cursor.execute("SELECT cardinality(show_trgm('عطر')) > 0")
        row = cursor.fetchone()
        return bool(row and row[0])


def similar_words(kind: str, asked: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each word asked, itself and at most MOST words of the store like it; empty when not one was found.

    Compared are the words with the same first letter only: similarity is not leakproof, so it can't choose the rows.
    """
    if not has_trigrams():
        return []
    alike = _alike(kind, [forms[0] for forms in asked])
    return [[*forms, *alike.get(forms[0], [])] for forms in asked] if alike else []


def _alike(kind: str, words: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.word, near.word
            FROM unnest(%s::text[]) AS asked (word)
            CROSS JOIN LATERAL (
                SELECT word, similarity(word, asked.word) AS likeness
                FROM search_index_searchword
                WHERE tenant_id = %s AND kind = %s AND NOT only_whole
                    AND word >= left(asked.word, 1) AND word < left(asked.word, 1) || %s
                    AND similarity(word, asked.word) >= %s
                GROUP BY word ORDER BY likeness DESC, word LIMIT %s
            ) AS near
            """,
            [list(words), current_tenant_id(), kind, "\U0010ffff", ALIKE, MOST],
        )
        for asked, near in cursor.fetchall():
            found.setdefault(asked, []).append(near)
    return found
