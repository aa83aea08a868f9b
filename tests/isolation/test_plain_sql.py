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


def copied(application: Application, command: str) -> bytes:
    with application.cursor() as cursor, cursor.copy(command) as copy:
        return b"".join(bytes(part) for part in copy)


def test_copy_shows_ones_own_rows_and_takes_none_in(
    application: Application, noor: Planted, souq: Planted, tried: Tried
) -> None:
    tables = tenant_tables(application)
    for table in tables:
        with application.transaction(force_rollback=True):
            application.execute("SELECT set_config('app.tenant', %s, true)", [str(souq.tenant_id)])
            shown = copied(application, f'COPY (SELECT tenant_id FROM "{table}") TO STDOUT')
            assert str(noor.tenant_id).encode() not in shown.split(), table
            assert str(souq.tenant_id).encode() in shown.split(), table
        with pytest.raises(errors.FeatureNotSupported), application.transaction():
            application.execute(f'COPY "{table}" FROM STDIN')
    tried("plain SQL of the application", 2 * len(tables))


# What would take a wall down or go round it; `{table}` is every table of a tenant.
ON_A_TABLE = (
    'TRUNCATE "{table}"',
    'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
    'CREATE POLICY mine ON "{table}" USING (true)',
    'DROP POLICY tenant_rows ON "{table}"',
    'CREATE TRIGGER mine BEFORE INSERT ON "{table}" EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
    'CREATE VIEW public.mine AS SELECT * FROM "{table}"',
    'CREATE MATERIALIZED VIEW public.mine AS SELECT * FROM "{table}"',
    'CREATE TABLE public.mine (CHECK (true)) INHERITS ("{table}")',
    'SET LOCAL row_security = off; SELECT count(*) FROM "{table}"',
)
ON_THE_WHOLE = (
    "SET ROLE wasla_owner",
    "SET SESSION AUTHORIZATION wasla_owner",
    "SET ROLE postgres",
    "SET session_replication_role = replica",
    "ALTER ROLE wasla_app BYPASSRLS",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "COPY catalog_product TO '/tmp/rows'",
    "COPY catalog_product TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
)


def is_refused(application: Application, command: str) -> bool:
    try:
        with application.transaction(force_rollback=True):
            application.execute(command)
    except errors.InsufficientPrivilege:
        return True
    return False


def test_the_walls_can_not_be_taken_down(application: Application, tried: Tried) -> None:
    tables = tenant_tables(application)
    commands = [*ON_THE_WHOLE, *(command.format(table=table) for table in tables for command in ON_A_TABLE)]
    for command in commands:
        assert is_refused(application, command), f"the application may {command}"
    tried("plain SQL against the walls", len(commands), at_least=600)


def test_a_view_or_function_of_ones_own_sees_no_more(application: Application, noor: Planted, souq: Planted) -> None:
    """A session can make temporary ones. They run with the application's rights."""
    with application.transaction(force_rollback=True):
        application.execute("CREATE TEMPORARY VIEW mine AS SELECT tenant_id FROM catalog_product")
        application.execute("SELECT set_config('app.tenant', %s, true)", [str(souq.tenant_id)])
        assert set(application.execute("SELECT tenant_id FROM mine").fetchall()) == {(souq.tenant_id,)}
        application.execute(
            "CREATE FUNCTION pg_temp.mine() RETURNS SETOF bigint LANGUAGE sql SECURITY DEFINER "
            "AS 'SELECT tenant_id FROM catalog_product'"
        )
        assert set(application.execute("SELECT pg_temp.mine()").fetchall()) == {(souq.tenant_id,)}


def test_system_is_entered_inside_a_transaction_and_ends_with_it(application: Application, noor: Planted) -> None:
    """The one way to all stores' rows that the application has; row security stops mistakes, not stolen SQL."""
    with application.transaction():
        application.execute("SET LOCAL ROLE wasla_system")
        found = application.execute("SELECT count(DISTINCT tenant_id) FROM catalog_product").fetchone()
        assert found == (2,)
    assert application.execute("SELECT current_user, count(*) FROM catalog_product").fetchone() == ("wasla_app", 0)


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
