"""Where rows are only read, PostgreSQL itself refuses to write, in every transaction and by every way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import InternalError, connection, transaction

from commerce.catalog.models import Category
from commerce.core.database.base import OutsideTransaction
from commerce.core.read_only import reading_only, was_refused
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.models import Tenant


@pytest.fixture
def noor(own_database: str) -> Iterator[Tenant]:
    tenant = Tenant.objects.get(slug="noor")
    with tenant_scope(tenant.pk):
        yield tenant


def create() -> object:
    return Category.objects.create(name_ar="بخور", slug="incense")


def lock() -> object:
    return list(Category.objects.select_for_update())


def say_it_plainly() -> object:
    with connection.cursor() as cursor:
        return cursor.execute("DELETE FROM catalog_category")


def number() -> object:
    with connection.cursor() as cursor:
        return cursor.execute("SELECT nextval('catalog_category_id_seq')")


def become_system() -> object:
    with system_scope():
        return Category.objects.update(slug="incense")


def in_a_savepoint() -> object:
    with transaction.atomic():
        return create()


WAYS = [create, lock, say_it_plainly, number, become_system, in_a_savepoint]


@pytest.mark.parametrize("write", WAYS)
def test_a_transaction_begun_inside_writes_nothing(noor: Tenant, write: Callable[[], object]) -> None:
    with reading_only(), pytest.raises(InternalError) as refusal, transaction.atomic():
        write()
    assert was_refused(refusal.value)


@pytest.mark.parametrize("write", WAYS)
def test_a_running_transaction_writes_nothing_any_more(noor: Tenant, write: Callable[[], object]) -> None:
    def read_and_write() -> None:
        with transaction.atomic():
            assert Category.objects.count() >= 0
            with reading_only():
                write()

    with pytest.raises(InternalError) as refusal:
        read_and_write()
    assert was_refused(refusal.value)


@pytest.mark.parametrize("write", WAYS)
def test_outside_of_it_the_same_is_done(noor: Tenant, write: Callable[[], object]) -> None:
    """Or the refusals above would prove nothing; also right after reading, on the same connection."""
    with reading_only(), transaction.atomic():
        assert Category.objects.count() >= 0
    with transaction.atomic():
        write()


def test_nobody_makes_it_writable_again(noor: Tenant) -> None:
    def write_after_all() -> None:
        with reading_only(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM catalog_category")
            cursor.execute("SET TRANSACTION READ WRITE")

    with pytest.raises(InternalError):
        write_after_all()


def test_no_statement_goes_outside_a_transaction(noor: Tenant) -> None:
    with reading_only(), pytest.raises(OutsideTransaction):
        Tenant.objects.filter(slug="noor").update(plan="starter")


def test_another_error_is_not_taken_for_it(noor: Tenant) -> None:
    assert not was_refused(ValueError())
    assert not was_refused(None)
