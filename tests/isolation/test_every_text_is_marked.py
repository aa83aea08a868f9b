"""The crawls look for one word. It stands in every column of both stores that can hold a text, or the column is
listed with a reason: a column that somebody adds and nobody fills in `furnishing.py` fails here.
"""

from __future__ import annotations

from django.db import connection, transaction

from commerce.core.scope import tenant_scope
from tests.isolation.conftest import Tried
from tests.isolation.exceptions import UNMARKED
from tests.isolation.fingerprints import tables_of_tenants
from tests.isolation.shops import Shop

TEXT_COLUMNS = """
    SELECT c.relname, a.attname FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
      AND t.typname IN ('varchar', 'text', 'json', 'jsonb', 'tsvector', 'bpchar', 'citext', '_text', '_varchar')
    ORDER BY 1, 2
"""


def text_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TEXT_COLUMNS, [tables_of_tenants()])
        return [(table, column) for table, column in cursor.fetchall()]


def unmarked(shop: Shop) -> set[str]:
    with tenant_scope(shop.tenant_id), transaction.atomic(), connection.cursor() as cursor:
        found = set()
        for table, column in text_columns():
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE position(%s IN "{column}"::text) > 0 LIMIT 1', [shop.marker])
            if not cursor.fetchone():
                found.add(f"{table}.{column}")
        return found


def empty_tables(shop: Shop) -> set[str]:
    with tenant_scope(shop.tenant_id), transaction.atomic(), connection.cursor() as cursor:
        found = set()
        for table in tables_of_tenants():
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE tenant_id = %s LIMIT 1', [shop.tenant_id])
            if not cursor.fetchone():
                found.add(table)
        return found


def test_every_table_has_a_row_of_each_store(stores: tuple[Shop, Shop]) -> None:
    assert [empty_tables(shop) for shop in stores] == [set(), set()]


def test_every_text_of_a_store_has_its_word(stores: tuple[Shop, Shop], tried: Tried) -> None:
    for shop in stores:
        assert unmarked(shop) == set().union(*UNMARKED.values())
    tried("texts with a store's word", 2 * len(text_columns()), at_least=200)
