"""Walks PostgreSQL's catalogue and the registry: every table is behind its walls or listed with a reason.

A new table joins by itself; nobody has to remember this test.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections
from django.db.migrations.loader import MigrationLoader

from commerce.core.database.base import guarded_tables
from commerce.core.owned import OwnedWrites
from commerce.core.row_security import OWNER_ROLE, THIS_TENANT, AppendOnly, add_composite_key, make_referable, protect
from tests.isolation.exceptions import (
    GLOBAL_TABLES,
    KEYS_THAT_OUTLIVE_THEIR_TARGET,
    NO_RIGHT,
    NOT_WRITABLE,
    TABLES_WITH_A_SHARED_ROOT,
    UNIQUE_WITHOUT_TENANT,
)
from tests.support.databases import owner_of

pytestmark = pytest.mark.django_db

POLICIES = {"owner_all", "system_all", "tenant_rows"}


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables() -> set[str]:
    return {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
    }


def tenant_tables() -> set[str]:
    return {
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
        )
    } - set(GLOBAL_TABLES)


def test_every_table_has_a_tenant_or_a_reason() -> None:
    assert tables() - tenant_tables() == set(GLOBAL_TABLES)


def test_every_model_with_a_tenant_is_owned() -> None:
    """Automatically created models too: a many-to-many between tenant tables would appear here."""
    stray = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in GLOBAL_TABLES
        and any(field.name == "tenant" for field in model._meta.local_fields)
        and not issubclass(model, OwnedWrites)
    ]
    assert stray == []


def test_every_tenant_table_is_guarded() -> None:
    """A statement naming it without a scope or outside a transaction raises, instead of finding nothing in silence."""
    assert guarded_tables() == tenant_tables()


def test_no_view_or_materialized_view_reads_behind_the_walls() -> None:
    assert (
        rows("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace") == []
    )


def test_every_tenant_table_forces_row_security_with_its_three_policies() -> None:
    state = {
        name: (enabled, forced)
        for name, enabled, forced in rows("SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class")
    }
    policies: dict[str, set[str]] = {}
    for table, policy in rows("SELECT tablename, policyname FROM pg_policies"):
        policies.setdefault(table, set()).add(policy)
    for table in sorted(tenant_tables()):
        assert state[table] == (True, True), f"{table}: row security is not forced"
        expected = POLICIES | ({"shared_rows"} if table in TABLES_WITH_A_SHARED_ROOT else set())
        assert policies.get(table) == expected, f"{table}: policies"


def test_policies_of_before_are_brought_to_todays_form(template_database: str) -> None:
    migration = importlib.import_module("commerce.core.migrations.0006_tenant_known_to_the_planner")
    forms = "SELECT DISTINCT qual || with_check FROM pg_policies WHERE policyname = 'tenant_rows'"
    with owner_of(template_database) as owner:
        [today] = owner.execute(forms).fetchall()
        assert "SELECT" not in today[0]
        owner.execute(f"ALTER POLICY tenant_rows ON carts_cart USING (tenant_id = (SELECT {THIS_TENANT}))")
        assert len(owner.execute(forms).fetchall()) == 2
        owner.execute(migration.OF_EVERY_PROTECTED_TABLE)
        assert owner.execute(forms).fetchall() == [today]
        owner.rollback()


def test_every_tenant_column_is_filled() -> None:
    nullable = {
        table
        for (table,) in rows(
            "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'tenant_id' AND NOT attnotnull "
            "AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)"
        )
    }
    assert nullable == TABLES_WITH_A_SHARED_ROOT


def foreign_keys() -> list[tuple[str, str, list[str], list[str]]]:
    """(table, target, columns, target columns) of every foreign key."""
    return [
        (table, target, list(columns), list(target_columns))
        for table, target, columns, target_columns in rows(
            """
            SELECT k.conrelid::regclass::text, k.confrelid::regclass::text,
                   (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.conkey) WITH ORDINALITY u(num, n)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
                   (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.confkey) WITH ORDINALITY u(num, n)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num)
            FROM pg_constraint k WHERE k.contype = 'f'
            """
        )
    ]


def test_every_key_between_tenant_tables_is_composite() -> None:
    owned = tenant_tables()
    keys = foreign_keys()
    composite = {
        (table, target, columns[1])
        for table, target, columns, _ in keys
        if columns[0] == "tenant_id" and len(columns) == 2
    }
    simple = {(table, target, columns[0]) for table, target, columns, _ in keys if len(columns) == 1}
    declared = {
        (model._meta.db_table, field.related_model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.remote_field and field.related_model and field.name != "tenant"
    }
    missing = {key for key in simple | declared if key[0] in owned and key[1] in owned} - composite
    assert missing == KEYS_THAT_OUTLIVE_THEIR_TARGET


def test_every_unique_starts_with_the_tenant_or_has_a_reason() -> None:
    owned = tenant_tables()
    uniques = rows(
        """
        SELECT i.indrelid::regclass::text,
               (SELECT array_agg(coalesce(a.attname::text, '(expression)') ORDER BY n)
                FROM unnest(i.indkey::int[]) WITH ORDINALITY u(num, n)
                LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace
        """
    )
    stray = {(table, tuple(columns)) for table, columns in uniques if table in owned and columns[0] != "tenant_id"}
    assert stray == set(UNIQUE_WITHOUT_TENANT)


def privileges(table: str) -> set[str]:
    return {
        privilege
        for (privilege,) in rows(
            "SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES']) p "
            "WHERE has_table_privilege('wasla_app', %s, p) OR has_table_privilege('wasla_system', %s, p)",
            f"public.{table}",
            f"public.{table}",
        )
    }


def test_the_application_has_no_more_rights_than_it_needs() -> None:
    for table in sorted(tables()):
        rights = privileges(table)
        assert not rights & {"TRUNCATE", "REFERENCES"}, table
        if table in NO_RIGHT:
            assert rights == set(), table
        if table in NOT_WRITABLE:
            assert not rights & {"INSERT", "UPDATE"}, table


def test_every_function_of_the_owner_that_runs_with_its_rights_is_listed() -> None:
    assert rows("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace") == []


# Tables whose rows are never changed. Others join by their migration's `AppendOnly`; these must not get lost.
APPEND_ONLY = {
    "catalog_stockmovement": "why the stock is what it is; levels are proved by its sums",
    "promotions_promotionversion": "what was promised; orders point at it",
    "promotions_redemptionentry": "every use taken and given back; tallies are proved by its sums",
    "payments_ledgeraccount": "what the books are of",
    "payments_ledgertransaction": "what happened to money; corrected by reversing it",
    "payments_ledgerentry": "every line of it; balances are its sums",
    "orders_ordermove": "who moved an order, when and why; disputes are settled by it",
}


def declared_append_only() -> set[str]:
    """The tables of which a migration says so, and no later one that a column of theirs may change."""
    return {
        apps.get_model(app_label, operation.model_name)._meta.db_table
        for (app_label, _), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    } - set(FIXED_EXCEPT)


def test_what_is_append_only_can_be_neither_changed_nor_deleted() -> None:
    declared = declared_append_only()
    assert set(APPEND_ONLY) <= declared
    for table in sorted(declared):
        assert privileges(table) == {"SELECT", "INSERT"}, table


# Of these only the columns named here are changed; what else they say stays said.
FIXED_EXCEPT = {
    "promotions_promotion": {"current_id"},
    "promotions_couponbatch": {"made"},
    "promotions_coupon": {"is_given_up"},
    "promotions_redemption": {"state", "settled_at"},
}


@pytest.mark.parametrize("table", FIXED_EXCEPT)
def test_what_is_fixed_can_be_changed_in_the_columns_named_only(table: str) -> None:
    assert privileges(table) == {"SELECT", "INSERT"}
    changeable = {
        column
        for (column,) in rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND (has_column_privilege('wasla_app', attrelid, attnum, 'UPDATE') "
            "OR has_column_privilege('wasla_system', attrelid, attnum, 'UPDATE'))",
            table,
        )
    }
    assert changeable == FIXED_EXCEPT[table]


# Rows of these change, and stay.
NEVER_DELETED = {
    "payments_payment": "what was owed; books and orders refer to it",
    "payments_paymentattempt": "every conversation with a gateway, by which it names its money",
    "payments_operation": "every movement that was sent, under the key the gateway knows",
    "payments_refund": "what went back, and to whom",
    "payments_transferconfirmation": "the bank's references; each pays once",
    "payments_gatewayevent": "what a gateway told; told again it is known",
}


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_what_money_left_behind_is_changed_and_never_deleted(table: str) -> None:
    assert privileges(table) == {"SELECT", "INSERT", "UPDATE"}


def test_what_no_migration_keeps_can_be_deleted() -> None:
    """The negative control."""
    assert "DELETE" in privileges("payments_paymentway")


def test_every_composite_key_is_proved_and_checked_at_commit() -> None:
    states = rows(
        """
        SELECT k.conrelid::regclass::text, k.conname, k.convalidated, k.condeferrable, k.condeferred
        FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND a.attname = 'tenant_id' AND cardinality(k.conkey) = 2
        """
    )
    assert len(states) > 20
    assert [state for state in states if state[2:] != (True, True, True)] == []


@pytest.fixture
def owner(own_database: str, settings: Any) -> Iterator[Any]:
    """Django's connection as migrations have it."""
    settings.DATABASE_ROLE_IS_OWNER = True
    owner = connection.copy("owner")
    owner.settings_dict["USER"] = OWNER_ROLE
    connections["owner"] = owner
    yield owner
    owner.close()
    del connections["owner"]


def two_shelves(owner: Any, *, book_of: str) -> None:
    """Noor has a shelf, and the book on it is that store's; both tables were protected as migrations do it."""
    with owner.schema_editor() as editor:
        editor.execute("CREATE TABLE shelf (id bigint PRIMARY KEY, tenant_id bigint)")
        editor.execute("CREATE TABLE book (id bigint PRIMARY KEY, tenant_id bigint, shelf_id bigint)")
        make_referable(editor, "shelf")
        for table in ("shelf", "book"):
            protect(editor, table)
        editor.execute("INSERT INTO shelf SELECT 1, id FROM tenants_tenant WHERE slug = 'noor'")
        editor.execute("INSERT INTO book SELECT 1, id, 1 FROM tenants_tenant WHERE slug = %s", [book_of])


def join_them(owner: Any) -> None:
    with owner.schema_editor() as editor:
        add_composite_key(editor, "book", "shelf_id", "shelf")


def test_the_owner_sees_bad_rows_when_it_adds_a_composite_key(owner: Any) -> None:
    """Without a policy of its own, the owner would see no rows under FORCE and call the key valid."""
    two_shelves(owner, book_of="souq")
    with pytest.raises(IntegrityError):
        join_them(owner)


def test_a_composite_key_waits_for_the_commit_and_then_holds(owner: Any) -> None:
    two_shelves(owner, book_of="noor")
    join_them(owner)
    with owner.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO book SELECT 2, id, 1 FROM tenants_tenant WHERE slug = 'souq'")
        with pytest.raises(IntegrityError):
            cursor.execute("COMMIT")
