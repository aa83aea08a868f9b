"""What is done after the commit is done in the store it was said in."""

import pytest
from django.db import connection, transaction

from commerce.core.commits import after_commit
from commerce.core.database.base import OutsideTransaction
from commerce.core.models import ChangedObject
from commerce.core.scope import ScopeUnset, current_tenant_id, system_scope, tenant_scope

SEEN: list[tuple[int, int]] = []


def look() -> None:
    SEEN.append((current_tenant_id(), ChangedObject.objects.count()))


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    SEEN.clear()


def mark(number: int) -> None:
    ChangedObject.objects.create(kind="bell", object_id=number, changed_at="2026-11-01T00:00Z")


def test_it_reads_the_stores_rows_although_scope_and_transaction_are_gone(own_database: str) -> None:
    with transaction.atomic():
        with tenant_scope(1):
            mark(1)
            after_commit(look)
        with tenant_scope(2):
            after_commit(look)
        assert SEEN == []
    assert SEEN == [(1, 1), (2, 0)]
    assert not connection.in_atomic_block


def test_what_is_rolled_back_is_followed_by_nothing(own_database: str) -> None:
    with tenant_scope(1), transaction.atomic():
        after_commit(look)
        transaction.set_rollback(True)
    assert SEEN == []


def test_djangos_own_hook_would_have_neither(own_database: str) -> None:
    """The negative control, and why `tests/architecture` lets nobody use it."""
    with pytest.raises(OutsideTransaction), tenant_scope(1), transaction.atomic():
        transaction.on_commit(look)
    with pytest.raises(ScopeUnset), transaction.atomic(), tenant_scope(1):
        transaction.on_commit(look)


def test_it_is_said_in_a_store(own_database: str) -> None:
    with pytest.raises(ScopeUnset):
        after_commit(look)
    with pytest.raises(ScopeUnset), system_scope():
        after_commit(look)
