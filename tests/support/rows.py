"""One row of every tenant table for each of two stores, whatever the tables are: new ones join by themselves.

All of a store's rows bear the same number, so that every key of a row leads to another row of the store without anyone
knowing what the keys mean. The owner writes them and takes CHECK constraints and triggers away first: they are about
what makes sense in a store, not about its walls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from tests.isolation.exceptions import GLOBAL_TABLES
from tests.support.databases import owner_of

TENANT_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped ORDER BY 1
"""
COLUMNS = """
    SELECT a.attname, t.typname, a.atttypmod - 4,
           (SELECT k.confrelid::regclass::text FROM pg_constraint k
            WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum])
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""
CHECKS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Planted:
    """A store of the tests, the number of each of its planted rows, and the word in each of their texts."""

    slug: str
    tenant_id: int
    row: int
    marker: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    length: int
    target: str | None


def tenant_tables(connection: Any) -> list[str]:
    """Every table with a tenant, by PostgreSQL's own catalogue."""
    return [name for (name,) in connection.execute(TENANT_TABLES).fetchall() if name not in GLOBAL_TABLES]


def plant_rows(database: str) -> tuple[Planted, Planted]:
    """Noor and Souq have one row in every tenant table. Committed."""
    with owner_of(database) as owner:
        for table, name in owner.execute(CHECKS).fetchall():
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        ids = dict(owner.execute("SELECT slug, id FROM tenants_tenant").fetchall())
        noor = Planted("noor", ids["noor"], 7_000_001, "noormark")
        souq = Planted("souq", ids["souq"], 8_000_001, "souqmark")
        for store in (noor, souq):
            owner.execute(
                "INSERT INTO accounts_user (id, email, name, password, is_active, is_superuser, created_at) "
                "VALUES (%s, %s, %s, '', true, false, now())",
                [store.row, f"{store.marker}@{store.slug}.example", store.marker],
            )
        owner.execute(
            "INSERT INTO search_index_searchpool (family, is_dedicated, stores, most_stores) VALUES ('', false, 2, 400)"
        )
        for table in tenant_tables(owner):
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            columns = [Column(*row) for row in owner.execute(COLUMNS, [table]).fetchall()]
            for store in (noor, souq):
                _plant(owner, table, columns, store)
    return noor, souq


def _plant(owner: Any, table: str, columns: list[Column], store: Planted) -> None:
    command = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in columns),
        sql.SQL(", ").join(_value(column, store) for column in columns),
    )
    owner.execute(command)


def _value(column: Column, store: Planted) -> sql.Composable:
    if column.name == "tenant_id":
        return sql.Literal(store.tenant_id)
    if column.target in GLOBAL_TABLES and column.target != "accounts_user":
        return sql.SQL("(SELECT min(id) FROM {})").format(sql.Identifier(column.target))
    if column.type == "uuid":
        return sql.SQL("gen_random_uuid()")
    if column.type.startswith("_"):
        return sql.SQL("'{}'")
    return sql.Literal(_plain_value(column, store))


def _plain_value(column: Column, store: Planted) -> Any:
    """By the column's type; an unknown type fails here, where it is easily added."""
    return {
        "varchar": store.marker[: column.length] if column.length > 0 else store.marker,
        "text": store.marker,
        "bytea": store.marker.encode(),
        "int8": store.row,
        "int4": store.row,
        "int2": 1,
        "bool": False,
        "jsonb": Jsonb([{"type": store.marker, "value": store.marker}]),
        "timestamptz": "2026-11-01T00:00Z",
        "tsvector": store.marker,
        "float8": 1.0,
        "numeric": 1,
    }[column.type]
