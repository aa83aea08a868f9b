"""What depends on the server itself: which conditions reach an index."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.domain.values import Document
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from tests.support import databases
from wasla_site.launcher.roles import owner_dsn

INDEX = PostgresSearchIndex()


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    dsn = owner_dsn(databases.admin_dsn(), own_database)
    with psycopg.connect(dsn, autocommit=True) as owners_connection:
        yield owners_connection


def put(slug: str, *titles: str) -> int:
    tenant_id = Tenant.objects.get(slug=slug).pk
    with tenant_scope(tenant_id), transaction.atomic():
        INDEX.put([Document("product", number, (title,)) for number, title in enumerate(titles, 1)])
    return int(tenant_id)


def test_words_are_found_through_the_index(owner: psycopg.Connection) -> None:
    """Row security lets a range of text reach the index; a full-text condition would not."""
    tenant_id = put("noor", *(f"عطر{letter} {number}" for number in range(60) for letter in "ابتثجحخدذر"))
    owner.execute("ANALYZE search_index_searchword")
    with tenant_scope(tenant_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT object_id, weight FROM search_index_searchword "
            "WHERE tenant_id = %s AND kind = 'product' AND word >= 'عطرا' AND word < %s",
            [tenant_id, "عطرا\U0010ffff"],
        )
        plan = [line.strip() for (line,) in cursor.fetchall()]
    assert any(" search_word_once " in line for line in plan), plan
    condition = next(line for line in plan if line.startswith("Index Cond"))
    assert all(part in condition for part in ("tenant_id", "kind", ">= 'عطرا'", "< 'عطرا")), condition
