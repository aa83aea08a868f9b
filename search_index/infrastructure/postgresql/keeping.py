"""What of a store's documents and words lies in PostgreSQL, counted and listed."""

from __future__ import annotations

from django.db.models import Count, F, Sum

from commerce.core.scope import current_tenant_id
from search_index.application.generations import Key, Total
from search_index.domain.drift import BY_OBJECT, BY_VERSION, MODULUS
from search_index.domain.families import Family, family_of
from search_index.infrastructure.postgresql.narrowing import Condition
from search_index.infrastructure.postgresql.rows import rows_of
from search_index.models import SearchDocument

# So many words are read at once, and those of one object more: of a store of any size a statement ends in its time.
WORDS_AT_ONCE = 50_000
_END_OF_PIECE = """
    SELECT kind, object_id FROM search_index_searchword
    WHERE tenant_id = %s AND (kind, object_id) > (%s, %s)
    ORDER BY kind, object_id OFFSET %s LIMIT 1
"""
_UP_TO = " AND (kind, object_id) <= (%s, %s)"
# `Findable.stamp` in SQL.
_DAMAGED = """
    SELECT kind, object_id
    FROM (
        SELECT kind, object_id, count(*) AS words,
            sum(('x' || left(md5(word || ' ' || weight || ' ' || only_whole::int), 8))::bit(32)::bigint) AS stamps
        FROM search_index_searchword
        WHERE tenant_id = %s AND (kind, object_id) > (%s, %s) {up_to}
        GROUP BY kind, object_id
    ) AS there
    FULL JOIN (
        SELECT kind, object_id, word_count, word_sum FROM search_index_searchdocument
        WHERE tenant_id = %s AND NOT is_gone AND (kind, object_id) > (%s, %s) {up_to}
    ) AS written USING (kind, object_id)
    WHERE coalesce(words, 0) <> coalesce(word_count, 0) OR coalesce(stamps, 0) <> coalesce(word_sum, 0)
    ORDER BY kind, object_id
"""

BEFORE_ALL: Key = ("", 0)


class KeptWords:
    """A statement each; two for a piece of the words."""

    def totals(self, family: Family) -> dict[str, Total]:
        mixed = (F("object_id") % MODULUS * BY_OBJECT + F("version") % MODULUS * BY_VERSION) % MODULUS
        kinds = SearchDocument.objects.filter(is_gone=False).values("kind").order_by("kind")
        rows = kinds.annotate(documents=Count("pk"), stamps=Sum(mixed * mixed % MODULUS))
        return {
            row["kind"]: Total(row["documents"], int(row["stamps"])) for row in rows if family_of(row["kind"]) is family
        }

    def versions(self, family: Family) -> dict[Key, int]:
        rows = SearchDocument.objects.filter(is_gone=False).values_list("kind", "object_id", "version")
        return {(kind, number): version for kind, number, version in rows if family_of(kind) is family}

    def damaged(self, *, after: Key | None = None) -> tuple[list[Key], Key | None]:
        begin = (current_tenant_id(), *(after or BEFORE_ALL))
        end = next(iter(rows_of(Condition(_END_OF_PIECE, (*begin, WORDS_AT_ONCE)))), None)
        span = (*begin, *(end or ()))
        rows = rows_of(Condition(_DAMAGED.format(up_to=_UP_TO if end else ""), (*span, *span)))
        return [(kind, number) for kind, number in rows], end
