"""Writing a store's words into PostgreSQL: one process at a time, so that no object is half another's writing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection

from commerce.core.among import Among
from commerce.core.scope import current_tenant_id
from search_index.domain.choices import combos_of, token
from search_index.domain.ranking import Findable, findable_words
from search_index.domain.values import Document, Facts
from search_index.infrastructure.postgresql.turns import take_turn
from search_index.infrastructure.postgresql.words import write_words
from search_index.models import LONGEST_WORD, SearchDocument, SearchWord

FACTS = [
    "lowest_minor",
    "highest_minor",
    "categories",
    "tags",
    "attributes",
    "combos",
    "is_available",
    "is_reduced",
    "appeared_at",
    "popularity",
    "margin",
]
WRITTEN = ["fingerprint", "word_count", "word_sum", "version", "is_gone", *FACTS]

_stamp_of = attrgetter("stamp")
_line_of = attrgetter("line")


class _Kept(NamedTuple):
    """What of a row is compared. `facts` are the columns of FACTS in their order."""

    version: int
    fingerprint: str
    is_gone: bool
    facts: tuple[Any, ...]


class _Row(NamedTuple):
    """A row to be. Columns instead of an object of the model, for most are like the one that is kept."""

    object_id: int
    version: int
    fingerprint: str
    word_count: int
    word_sum: int
    facts: tuple[Any, ...]


def put_documents(kind: str, documents: Sequence[Document], *, anew: bool) -> None:
    """Those of one kind take the place of older ones; what did not change is left alone, words unless `anew`."""
    words = {document.object_id: _lines(document) for document in documents}
    take_turn()
    known = _known(kind, words)
    fresh = [document for document in documents if _is_newer(document.version, known.get(document.object_id), anew)]
    rows = [_row(document, words[document.object_id]) for document in fresh]
    changed = [row.object_id for row in rows if anew or not _has_its_words(row, known.get(row.object_id))]
    if anew:
        SearchWord.objects.filter(Among("object_id", changed), kind=kind).delete()
    if changed:
        write_words(kind, {object_id: words[object_id] for object_id in changed})
    same = [row for row in rows if _has_its_facts(row, known.get(row.object_id))]
    _move_on(kind, [row for row in same if not _says_the_same(row, known[row.object_id])])
    _keep(
        SearchDocument(
            kind=kind,
            object_id=row.object_id,
            version=row.version,
            fingerprint=row.fingerprint,
            word_count=row.word_count,
            word_sum=row.word_sum,
            **dict(zip(FACTS, row.facts, strict=True)),
        )
        for row in rows
        if not _has_its_facts(row, known.get(row.object_id))
    )


def delete_documents(kind: str, versions: Mapping[int, int]) -> None:
    """These are gone; what goes with a version leaves that behind, so that an older write does not bring it back."""
    take_turn()
    known = _known(kind, versions)
    gone = [object_id for object_id, version in versions.items() if _is_newer(version, known.get(object_id), False)]
    SearchWord.objects.filter(Among("object_id", gone), kind=kind).delete()
    forgotten = [number for number in gone if not versions[number]]
    SearchDocument.objects.filter(Among("object_id", forgotten), kind=kind).delete()
    _keep(
        SearchDocument(kind=kind, object_id=object_id, version=versions[object_id], is_gone=True)
        for object_id in gone
        if versions[object_id]
    )


def _known(kind: str, object_ids: Iterable[int]) -> dict[int, _Kept]:
    rows = SearchDocument.objects.filter(Among("object_id", object_ids), kind=kind)
    columns = rows.values_list("object_id", "version", "fingerprint", "is_gone", *FACTS)
    return {
        object_id: _Kept(version, fingerprint, is_gone, tuple(facts))
        for object_id, version, fingerprint, is_gone, *facts in columns
    }


def _lines(document: Document) -> dict[str, Findable]:
    words = findable_words(document, LONGEST_WORD)
    return dict(zip(map(_line_of, words), words, strict=True))


def _row(document: Document, lines: Mapping[str, Findable]) -> _Row:
    return _Row(
        document.object_id,
        document.version,
        hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        len(lines),
        sum(map(_stamp_of, lines.values())),
        _columns(document.facts),
    )


def _columns(facts: Facts) -> tuple[Any, ...]:
    """In the order of FACTS."""
    return (
        facts.lowest_minor,
        facts.highest_minor,
        list(facts.categories),
        list(facts.tags),
        list(map(token, facts.attributes)),
        combos_of(facts.variants),
        facts.is_available,
        facts.is_reduced,
        facts.appeared_at,
        round(facts.popularity, 2),
        round(facts.margin, 2),
    )


def _is_newer(version: int, known: _Kept | None, anew: bool) -> bool:
    if known is None or not version:
        return True
    return version >= known.version if anew else version > known.version


def _has_its_words(row: _Row, known: _Kept | None) -> bool:
    return known is not None and not known.is_gone and known.fingerprint == row.fingerprint


def _has_its_facts(row: _Row, known: _Kept | None) -> bool:
    return known is not None and row.facts == known.facts


def _says_the_same(row: _Row, known: _Kept) -> bool:
    """Of rows with the same facts."""
    return row.version == known.version and _has_its_words(row, known)


def _move_on(kind: str, rows: Sequence[_Row]) -> None:
    """Of rows whose facts stay as they are. Five arrays instead of a whole row of parameters for each."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE search_index_searchdocument AS kept
            SET version = moved.version, fingerprint = moved.fingerprint, is_gone = false,
                word_count = moved.word_count, word_sum = moved.word_sum
            FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::integer[], %s::bigint[])
                AS moved (object_id, version, fingerprint, word_count, word_sum)
            WHERE kept.tenant_id = %s AND kept.kind = %s AND kept.object_id = moved.object_id
            """,
            [
                [row.object_id for row in rows],
                [row.version for row in rows],
                [row.fingerprint for row in rows],
                [row.word_count for row in rows],
                [row.word_sum for row in rows],
                current_tenant_id(),
                kind,
            ],
        )


def _keep(rows: Iterable[SearchDocument]) -> None:
    SearchDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant", "kind", "object_id"],
        update_fields=WRITTEN,
    )
