"""Who did what: in the transaction that does it, by whom the edge named, and never changed after."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import errors

from commerce.core.actors import GUEST, SYSTEM, Actor, ActorKind, ActorUnset, acting_as, current_actor
from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from commerce.core.models import AuditEntry, AuditSeal, UnsealedEntry
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from tests.conftest import TESTS
from tests.support.databases import admin_dsn
from wasla_site.launcher.roles import app_dsn

HUDA = Actor(ActorKind.STAFF, "7", "هدى")
OUD = Deed("product", "changed", 5, Bilingual("عود", "Oud"), {"price": Money(120_00, "SAR")}, {"price": 1}, "sale")


def recorded() -> list[AuditEntry]:
    return list(AuditEntry.objects.exclude(actor_id="open_store").order_by("id"))


def test_a_deed_is_kept_with_who_what_and_what_changed(in_noor: Any) -> None:
    with acting_as(HUDA):
        record(OUD)
    [entry] = recorded()
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("staff", "7", "هدى")
    assert (entry.kind, entry.action, entry.object_id, entry.reason) == ("product", "changed", 5, "sale")
    assert (entry.name_ar, entry.name_en) == ("عود", "Oud")
    assert (entry.before, entry.after) == ({"price": {"minor": 12000, "currency": "SAR"}}, {"price": 1})


def test_many_deeds_are_one_statement(in_noor: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        record(*[OUD] * 200)
    assert len(queries) == 1
    assert len(recorded()) == 200


def test_nothing_is_recorded_when_the_transaction_rolls_back(in_noor: Any) -> None:
    with transaction.atomic():
        record(OUD)
        assert len(recorded()) == 1
        transaction.set_rollback(True)
    assert recorded() == []


def test_outside_a_transaction_it_refuses(own_database: str) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(OUD)


def test_with_nobody_acting_it_refuses(in_noor: Any) -> None:
    with pytest.raises(ActorUnset):
        Context().run(current_actor)


def test_the_innermost_edge_says_who_acts() -> None:
    assert current_actor() == TESTS
    with acting_as(SYSTEM), acting_as(lambda: GUEST):
        assert current_actor() == GUEST
    assert current_actor() == TESTS


def test_only_what_differs_is_told() -> None:
    before, after = {"price": 1, "sku": "A", "old": 3}, {"price": 2, "sku": "A", "new": 4}
    assert difference(before, after) == ({"price": 1, "old": 3}, {"price": 2, "new": 4})
    assert difference(before, before) == ({}, {})


def test_another_store_sees_none_of_it(in_noor: Any, souq: Any) -> None:
    record(OUD)
    with tenant_scope(souq.pk):
        assert recorded() == []


@pytest.mark.parametrize("role", ["none", "wasla_system"])
@pytest.mark.parametrize("table", [AuditEntry._meta.db_table, AuditSeal._meta.db_table])
@pytest.mark.parametrize("command", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_the_log(own_database: str, role: str, table: str, command: str) -> None:
    """As the application and as SYSTEM, in plain SQL, with the store's own rows in reach."""
    with psycopg.connect(app_dsn(admin_dsn(), own_database)) as application:
        application.execute("SELECT set_config('role', %s, true)", [role])
        application.execute("SELECT set_config('app.tenant', (SELECT min(id)::text FROM tenants_tenant), true)")
        assert application.execute("SELECT count(*) FROM core_auditentry").fetchone() != (0,)
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute(command.format(table))


def test_the_database_marks_every_entry_as_not_sealed(in_noor: Any) -> None:
    record(OUD, OUD)
    marked = set(UnsealedEntry.objects.values_list("entry_id", flat=True))
    assert marked == set(AuditEntry.objects.values_list("pk", flat=True))
