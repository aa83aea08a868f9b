"""The words objects are found by, as rows of which only those are written that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from commerce.core.scope import current_tenant_id
from search_index.domain.ranking import Findable, Weight

# An object, one of its words, and whether that is found whole alone: a row's key.
Key = tuple[int, str, bool]


def write_words(kind: str, words: Mapping[int, Mapping[str, Findable]]) -> None:
    """Each of these objects is found by these words, by their lines, and by no others. Three statements at most,
    however many.

    A product has a hundred words and more, and an edit changes a few of them: rows that are right stay untouched.
    """
    kept = _kept(kind, words)
    gone: list[Key] = []
    new: dict[Key, int] = {}
    for object_id, wanted in words.items():
        for line in kept.get(object_id, frozenset()).symmetric_difference(wanted):
            if found := wanted.get(line):
                new[object_id, found.word, found.only_whole] = found.weight
            else:
                gone.append(_key(object_id, line))
    _delete(kind, [key for key in gone if key not in new])
    _insert(kind, new)


def _key(object_id: int, line: str) -> Key:
    word, _, only_whole = line.split(" ")
    return object_id, word, only_whole == "1"


def _kept(kind: str, object_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Lines as words have them. One text for each object, which is several times quicker than a row for each word; most
    words are of descriptions, of which a line ends in what need not be put together for each.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT object_id, string_agg(
                word || CASE WHEN weight = %s AND NOT only_whole THEN %s
                    ELSE ' ' || weight || ' ' || only_whole::int END,
                E'\\n'
            )
            FROM search_index_searchword
            WHERE tenant_id = %s AND kind = %s AND object_id = ANY (%s)
            GROUP BY object_id
            """,
            [Weight.TEXT.value, f" {Weight.TEXT:d} 0", current_tenant_id(), kind, list(object_ids)],
        )
        return {object_id: frozenset(lines.split("\n")) for object_id, lines in cursor.fetchall()}


def _delete(kind: str, keys: Sequence[Key]) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM search_index_searchword AS kept
            USING unnest(%s::bigint[], %s::text[], %s::boolean[]) AS gone (object_id, word, only_whole)
            WHERE kept.tenant_id = %s AND kept.kind = %s
                AND kept.word = gone.word AND kept.object_id = gone.object_id AND kept.only_whole = gone.only_whole
            """,
            [*map(list, zip(*keys, strict=True)), current_tenant_id(), kind],
        )


def _insert(kind: str, weights: Mapping[Key, int]) -> None:
    """Arrays instead of a row of parameters for each word, which is several times quicker."""
    if not weights:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_index_searchword (tenant_id, kind, object_id, word, only_whole, weight)
            SELECT %s, %s, * FROM unnest(%s::bigint[], %s::text[], %s::boolean[], %s::smallint[])
            ON CONFLICT (tenant_id, kind, word, object_id, only_whole) DO UPDATE SET weight = excluded.weight
            """,
            [current_tenant_id(), kind, *map(list, zip(*weights, strict=True)), list(weights.values())],
        )
