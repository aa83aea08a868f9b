"""The third wall: a key from one store's row to another's can't be stored, whoever writes it and however."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import errors

from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.models import Category, ProductCategory
from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from tests.isolation.conftest import Tried
from tests.support.databases import owner_of
from tests.support.rows import Planted, plant_rows

COMPOSITE_KEYS = """
    SELECT k.conrelid::regclass::text, k.conname,
           (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[2])
    FROM pg_constraint k
    WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 2
      AND (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1]) = 'tenant_id'
    ORDER BY 1, 2
"""
PLACE = "catalog_productcategory"
PLACE_KEY = "catalog_productcategory_category_id_same_tenant"


def is_stored(
    owner: psycopg.Connection[Any], table: str, column: str, noor: Planted, souq: Planted, before: str
) -> bool:
    """Whether Noor's row may point at Souq's once `before` was done; undone either way. The owner sees both rows."""
    with owner.transaction(force_rollback=True):
        if before:
            owner.execute(before)
        try:
            with owner.transaction():
                pointed = owner.execute(
                    f'UPDATE {table} SET "{column}" = %s WHERE tenant_id = %s AND "{column}" = %s',
                    [souq.row, noor.tenant_id, noor.row],
                )
                assert pointed.rowcount == 1
                owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except errors.IntegrityError:
            return False
    return True


def test_every_key_refuses_another_stores_row_and_nothing_else_does(
    planted_database: tuple[str, Planted, Planted], tried: Tried
) -> None:
    name, noor, souq = planted_database
    with owner_of(name) as owner:
        keys = owner.execute(COMPOSITE_KEYS).fetchall()
        for table, key, column in keys:
            assert not is_stored(owner, table, column, noor, souq, before=""), f"{table}.{column}"
            drop = f'ALTER TABLE {table} DROP CONSTRAINT "{key}"'
            if not column.endswith("_ptr_id"):  # a primary key too, which souq has taken
                assert is_stored(owner, table, column, noor, souq, before=drop), f"{table}.{column} without the key"
            tried("keys to another store's row", 2)
    assert len(keys) >= 45


@pytest.fixture
def own_rows(own_database: str) -> tuple[str, Planted, Planted]:
    """Planted rows in a database of this test's own, where it commits."""
    return own_database, *plant_rows(own_database)


def plant_place(noor: Planted, souq: Planted) -> None:
    """Noor's product, by SQL, in Souq's category."""
    with tenant_scope(noor.tenant_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {PLACE} (tenant_id, product_id, category_id, position) VALUES (%s, %s, %s, 0)",
            [noor.tenant_id, noor.row, souq.row],
        )


def planted_place(noor: Planted, souq: Planted) -> Any:
    with tenant_scope(noor.tenant_id), transaction.atomic():
        return ProductCategory.objects.get(category_id=souq.row).category.slug


def test_the_rule_refuses_before_the_database_is_asked(own_rows: tuple[str, Planted, Planted]) -> None:
    name, noor, souq = own_rows
    with owner_of(name) as owner:
        owner.execute(f'ALTER TABLE {PLACE} DROP CONSTRAINT "{PLACE_KEY}"')
    with tenant_scope(noor.tenant_id), pytest.raises(NotFound):
        set_categories(product_id=noor.row, category_ids=[souq.row])


def test_a_planted_key_is_refused_at_commit_and_without_the_key_leads_nowhere(
    own_rows: tuple[str, Planted, Planted],
) -> None:
    """Row security does not look at where a key points; with the key gone it still hides the row at its end."""
    name, noor, souq = own_rows
    with pytest.raises(IntegrityError, match=PLACE_KEY):
        plant_place(noor, souq)
    with owner_of(name) as owner:
        owner.execute(f'ALTER TABLE {PLACE} DROP CONSTRAINT "{PLACE_KEY}"')
    plant_place(noor, souq)
    with pytest.raises(Category.DoesNotExist):
        planted_place(noor, souq)
    with owner_of(name) as owner:
        owner.execute("ALTER TABLE catalog_category DISABLE ROW LEVEL SECURITY")
    assert planted_place(noor, souq) == souq.marker, "without both walls the probe leaks"
