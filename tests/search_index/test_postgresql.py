"""What only the search index in PostgreSQL does, or does in its own way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure import similar_words
from search_index.infrastructure.postgresql import PostgresSearchIndex
from search_index.models import SearchWord

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INDEX = PostgresSearchIndex()


@pytest.fixture(autouse=True)
def _forget_trigrams() -> None:
    similar_words.has_trigrams.cache_clear()


def put(*documents: Document, **options: bool) -> None:
    INDEX.put(documents, now=NOON, **options)


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


def test_everything_but_misspellings_works_without_trigrams(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(similar_words, "has_trigrams", lambda: False)
    put(doc(1, "قميص قطن"))
    with django_assert_num_queries(1):
        assert find("قميس") == ()
    assert find("قميص") == (1,)


def test_trigrams_are_looked_for_once(in_noor: Any, django_assert_num_queries: Any) -> None:
    similar_words.has_trigrams()
    with django_assert_num_queries(0):
        similar_words.has_trigrams()


def test_what_is_deleted_leaves_no_words(in_noor: Any) -> None:
    put(doc(1, "عطر"))
    INDEX.delete("product", [1, 99])
    assert not SearchWord.objects.exists()
