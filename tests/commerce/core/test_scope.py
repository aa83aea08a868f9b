"""The scope in Python and in PostgreSQL: set, nested, restored, refused."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from commerce.core.database.base import OutsideTransaction
from commerce.core.models import ChangedObject
from commerce.core.scope import ScopeMismatch, ScopeUnset, current_tenant_id, system_scope, tenant_scope


def told() -> tuple[str, str]:
    """(role, app.tenant) as PostgreSQL has them now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('app.tenant', true), '')")
        role, tenant = cursor.fetchone()
    return role, tenant


def mark(number: int) -> ChangedObject:
    return ChangedObject.objects.create(kind="product", object_id=number, changed_at="2026-11-01T00:00Z")


def test_without_a_scope_tenant_rows_raise(db: None) -> None:
    for ask in (
        lambda: list(ChangedObject.objects.all()),
        ChangedObject.objects.exists,
        ChangedObject.objects.count,
        lambda: ChangedObject.objects.filter(pk=1).update(kind="x"),
        lambda: ChangedObject.objects.filter(pk=1).delete(),
        ChangedObject.objects.explain,
        ChangedObject._base_manager.first,
        lambda: mark(1),
    ):
        with pytest.raises(ScopeUnset):
            ask()


def test_a_raw_statement_without_a_scope_raises(db: None) -> None:
    with connection.cursor() as cursor, pytest.raises(ScopeUnset):
        cursor.execute("SELECT count(*) FROM core_changedobject")


@pytest.mark.parametrize("nobody", [None, 0, -1, True, "1"])
def test_a_tenant_is_never_optional(nobody: Any) -> None:
    with pytest.raises(ScopeUnset), tenant_scope(nobody):
        pass


def test_the_database_knows_the_scope_and_forgets_it(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        assert told() == ("wasla_app", str(noor.pk))
        with tenant_scope(souq.pk):
            assert told() == ("wasla_app", str(souq.pk))
        assert told() == ("wasla_app", str(noor.pk))
        with system_scope():
            assert told() == ("wasla_system", "")
        assert told() == ("wasla_app", str(noor.pk))
    assert told() == ("wasla_app", "")


def test_a_released_savepoint_leaves_no_scope_behind(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        with transaction.atomic(), tenant_scope(souq.pk):
            pass
        assert told() == ("wasla_app", str(noor.pk))


def test_an_error_inside_restores_the_outer_scope(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        with pytest.raises(DatabaseError), transaction.atomic(), tenant_scope(souq.pk), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert told() == ("wasla_app", str(noor.pk))
        assert current_tenant_id() == noor.pk


def test_a_transaction_begun_in_a_scope_knows_it(own_database: str) -> None:
    with tenant_scope(1):
        with transaction.atomic():
            assert told() == ("wasla_app", "1")
        with transaction.atomic(), system_scope(stamp=2):
            assert told() == ("wasla_system", "2")
    assert told() == ("wasla_app", "")


def test_a_tenant_table_outside_a_transaction_raises(own_database: str) -> None:
    with tenant_scope(1), pytest.raises(OutsideTransaction):
        ChangedObject.objects.count()


def test_rows_are_stamped_and_seen_by_their_tenant_only(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        row = mark(7)
        assert row.tenant_id == noor.pk
    with tenant_scope(souq.pk):
        assert not ChangedObject.objects.filter(object_id=7).exists()
        assert ChangedObject._base_manager.filter(object_id=7).count() == 0, "row security stands behind the manager"
    with system_scope():
        assert ChangedObject.objects.filter(object_id=7).count() == 1


def test_another_tenants_row_is_neither_saved_nor_deleted(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        row = mark(7)
    with tenant_scope(souq.pk):
        for attempt in (
            row.save,
            row.delete,
            lambda: ChangedObject.objects.bulk_create([row]),
            lambda: ChangedObject.objects.bulk_update([row], ["kind"]),
        ):
            with pytest.raises(ScopeMismatch):
                attempt()
        with pytest.raises(ScopeMismatch):
            ChangedObject.objects.update(tenant=noor)


def test_a_queryset_asks_for_the_tenant_when_it_runs_not_when_it_is_built(noor: Any, souq: Any) -> None:
    """Wagtail keeps form classes: a queryset built for one store serves the next one too."""
    with tenant_scope(noor.pk):
        kept = ChangedObject.objects.all()
        mark(7)
        assert kept.count() == 1
    with tenant_scope(souq.pk):
        assert kept.all().count() == 0
