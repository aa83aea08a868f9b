"""Writing a store's words into PostgreSQL: one process at a time, so that no object is half another's writing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

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
_facts_of = attrgetter(*FACTS)
WRITTEN = ["fingerprint", "word_count", "word_sum", "version", "is_gone", *FACTS]


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
    _keep(row for row in rows if not _has_its_facts(row, known.get(row.object_id)))


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


def _known(kind: str, object_ids: Iterable[int]) -> dict[int, SearchDocument]:
    rows = SearchDocument.objects.filter(Among("object_id", object_ids), kind=kind)
    return {row.object_id: row for row in rows}


def _lines(document: Document) -> dict[str, Findable]:
    return {found.line: found for found in findable_words(document, LONGEST_WORD)}


def _row(document: Document, lines: Mapping[str, Findable]) -> SearchDocument:
    return SearchDocument(
        kind=document.kind,
        object_id=document.object_id,
        version=document.version,
        fingerprint=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        word_count=len(lines),
        word_sum=sum(found.stamp for found in lines.values()),
        **_columns(document.facts),
    )


def _columns(facts: Facts) -> dict[str, Any]:
    return {
        "lowest_minor": facts.lowest_minor,
        "highest_minor": facts.highest_minor,
        "categories": list(facts.categories),
        "tags": list(facts.tags),
        "attributes": [token(attribute) for attribute in facts.attributes],
        "combos": combos_of(facts.variants),
        "is_available": facts.is_available,
        "is_reduced": facts.is_reduced,
        "appeared_at": facts.appeared_at,
        "popularity": round(facts.popularity, 2),
        "margin": round(facts.margin, 2),
    }


def _is_newer(version: int, known: SearchDocument | None, anew: bool) -> bool:
    if known is None or not version:
        return True
    return version >= known.version if anew else version > known.version


def _has_its_words(row: SearchDocument, known: SearchDocument | None) -> bool:
    return known is not None and not known.is_gone and known.fingerprint == row.fingerprint


def _has_its_facts(row: SearchDocument, known: SearchDocument | None) -> bool:
    return known is not None and _facts_of(row) == _facts_of(known)


def _says_the_same(row: SearchDocument, known: SearchDocument) -> bool:
    """Of rows with the same facts."""
    return row.version == known.version and _has_its_words(row, known)


def _move_on(kind: str, rows: Sequence[SearchDocument]) -> None:
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
