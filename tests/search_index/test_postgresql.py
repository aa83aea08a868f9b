"""What only the search index in PostgreSQL does, or does in its own way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import SearchWord

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INDEX = PostgresSearchIndex()


def put(*documents: Document, **options: bool) -> None:
    INDEX.put(documents, **options)


def doc(object_id: int, *titles: str, **texts: Any) -> Document:
    return Document("product", object_id, titles, **texts)


def find(text: str, first: int = 0, size: int = 24) -> tuple[int, ...]:
    return INDEX.search(SearchRequest("product", text, first, size)).ids


def test_unchanged_documents_are_not_written_again(in_noor: Any) -> None:
    put(doc(1, "عطر"))
    before = list(SearchWord.objects.values_list("pk", flat=True))
    put(doc(1, "عطر"))
    assert list(SearchWord.objects.values_list("pk", flat=True)) == before
    put(doc(1, "عطر"), anew=True)
    assert set(SearchWord.objects.values_list("pk", flat=True)).isdisjoint(before)
    assert find("عطر") == (1,)


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_statements_does_not_grow(in_noor: Any, count: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        put(*(doc(number, f"عطر رقم {number}", codes=(f"S-{number}",)) for number in range(1, count + 1)))
    with django_assert_max_num_queries(1):
        assert len(find("عطر رقم", size=100)) == count


def test_row_security_alone_hides_another_stores_words(noor: Any, souq: Any) -> None:
    """The wall below the scope: raw statements without any condition."""
    with tenant_scope(noor.pk), transaction.atomic():
        put(doc(1, "عطر"))
    counts = "SELECT (SELECT count(*) FROM search_index_searchword), (SELECT count(*) FROM search_index_searchdocument)"
    seen = {}
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(counts)
            seen[tenant.slug] = cursor.fetchone()
    assert seen == {"noor": (2, 1), "souq": (0, 0)}
