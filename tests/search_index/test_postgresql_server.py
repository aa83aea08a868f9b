"""What depends on the server itself: which conditions reach an index, and whether it has trigrams."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure import similar_words
from search_index.infrastructure.postgresql import PostgresSearchIndex
from tests.search_index.shelf import NOON
from tests.support import databases
from wasla_site.launcher.roles import owner_dsn

INDEX = PostgresSearchIndex()

# The embedded server comes without pg_trgm. These do what its functions do, and are left alone where it is there.
STAND_IN = """
    CREATE FUNCTION show_trgm(text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT array_agg(DISTINCT substr(padded, place, 3))
        FROM (SELECT '  ' || $1 || ' ' AS padded) AS word, generate_series(1, length(padded) - 2) AS place
    $$;
    CREATE FUNCTION similarity(text, text) RETURNS real LANGUAGE sql IMMUTABLE AS $$
        WITH one AS (SELECT unnest(public.show_trgm($1)) AS part),
            other AS (SELECT unnest(public.show_trgm($2)) AS part)
        SELECT (SELECT count(*) FROM one JOIN other USING (part))::real
            / (SELECT count(*) FROM (SELECT part FROM one UNION SELECT part FROM other) AS either)
    $$;
"""


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    dsn = owner_dsn(databases.admin_dsn(), own_database)
    with psycopg.connect(dsn, autocommit=True) as owners_connection:
        yield owners_connection


@pytest.fixture
def _trigrams(owner: psycopg.Connection) -> Iterator[None]:
    found = owner.execute("SELECT to_regproc('show_trgm') IS NOT NULL").fetchone()
    if found == (False,):
        owner.execute(STAND_IN)
    similar_words.has_trigrams.cache_clear()
    yield
    similar_words.has_trigrams.cache_clear()


def put(slug: str, *titles: str) -> int:
    tenant_id = Tenant.objects.get(slug=slug).pk
    with tenant_scope(tenant_id), transaction.atomic():
        INDEX.put([Document("product", number, (title,)) for number, title in enumerate(titles, 1)], now=NOON)
    return int(tenant_id)


def find(slug: str, text: str) -> tuple[int, ...]:
    with tenant_scope(Tenant.objects.get(slug=slug).pk), transaction.atomic():
        return INDEX.search(SearchRequest("product", text)).ids


@pytest.mark.usefixtures("_trigrams")
@pytest.mark.parametrize(
    ("asked", "found"),
    [("قميس", (1,)), ("قميس قطن", (1,)), ("bakhour", (3,)), ("قميس خشبية", ()), ("خخخخ", ()), ("عود", (4, 5))],
)
def test_a_misspelt_word_finds_the_store_s_word_most_like_it(asked: str, found: tuple[int, ...]) -> None:
    put("noor", "قميص قطن", "قطة خشبية", "Bakhoor", "عود", "عودة", "عيد")
    assert similar_words.has_trigrams.__wrapped__() is True
    assert find("noor", asked) == found


@pytest.mark.usefixtures("_trigrams")
def test_another_stores_words_are_never_thought_alike() -> None:
    put("noor", "قميص قطن")
    put("souq", "ساعة")
    assert find("souq", "قميس") == ()


def test_words_are_found_through_the_index(owner: psycopg.Connection) -> None:
    """Row security lets a range of text reach the index; a trigram or full-text condition would not."""
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
