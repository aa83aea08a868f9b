"""Row security alone: the application's role with plain SQL, without Django, on every table of a tenant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.isolation.conftest import Tried
from tests.support.databases import admin_dsn
from tests.support.rows import Planted, tenant_tables
from wasla_site.launcher.roles import app_dsn

PRIMARY_KEY = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indisprimary AND i.indrelid = %s::regclass
"""
Application = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def application(planted_database: tuple[str, Planted, Planted]) -> Iterator[Application]:
    """A connection such as anybody has who holds the application's password."""
    with psycopg.connect(app_dsn(admin_dsn(), planted_database[0]), autocommit=True) as connection:
        yield connection


@pytest.fixture
def noor(planted_database: tuple[str, Planted, Planted]) -> Planted:
    return planted_database[1]


@pytest.fixture
def souq(planted_database: tuple[str, Planted, Planted]) -> Planted:
    return planted_database[2]


def attempts(application: Application, table: str, victim: Planted) -> dict[str, tuple[str, list[Any]]]:
    """Reading, changing, taking and giving away rows of the victim's."""
    ((key,),) = application.execute(PRIMARY_KEY, [table]).fetchall()
    stolen = f"jsonb_build_object('tenant_id', %s::bigint, '{key}', 9000001)"
    return {
        "select": (f'SELECT 1 FROM "{table}" WHERE tenant_id = %s', [victim.tenant_id]),
        "select by key": (f'SELECT 1 FROM "{table}" WHERE "{key}" = %s', [victim.row]),
        "update": (f'UPDATE "{table}" SET tenant_id = tenant_id WHERE "{key}" = %s', [victim.row]),
        "delete": (f'DELETE FROM "{table}" WHERE "{key}" = %s', [victim.row]),
        "give away": (f'UPDATE "{table}" SET tenant_id = %s', [victim.tenant_id]),
        "insert": (
            f'INSERT INTO "{table}" SELECT (jsonb_populate_record(r, {stolen})).* FROM "{table}" r LIMIT 1',
            [victim.tenant_id],
        ),
    }


def reached(application: Application, table: str, victim: Planted, tenant: str) -> list[str]:
    """What touched a row of the victim's while `app.tenant` was `tenant`; everything is undone."""
    found = []
    for name, (command, values) in attempts(application, table, victim).items():
        with application.transaction(force_rollback=True):
            application.execute("SELECT set_config('app.tenant', %s, true)", [tenant])
            try:
                with application.transaction():
                    touched = application.execute(command, values).rowcount
            except (errors.InsufficientPrivilege, errors.IntegrityError):
                continue
            if touched:
                found.append(f"{table}: {name}")
    return found


@pytest.mark.parametrize("whose", ["souq", "nobody"])
def test_every_table_refuses_another_stores_rows(
    whose: str, application: Application, noor: Planted, souq: Planted, tried: Tried
) -> None:
    tenant = str(souq.tenant_id) if whose == "souq" else ""
    tables = tenant_tables(application)
    assert [hit for table in tables for hit in reached(application, table, noor, tenant)] == []
    tried("plain SQL of the application", 6 * len(tables), at_least=300)
    assert len(tables) >= 50


def test_the_same_statements_do_reach_ones_own_rows(application: Application, noor: Planted) -> None:
    hits = [
        hit for table in tenant_tables(application) for hit in reached(application, table, noor, str(noor.tenant_id))
    ]
    assert len([hit for hit in hits if hit.endswith("select")]) == len(tenant_tables(application))
    assert len([hit for hit in hits if hit.endswith("update")]) >= 45
