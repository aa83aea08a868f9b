"""The walls one at a time: what the others still stop when one is gone, and that without them the probes do leak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model

from commerce.catalog.models import Product
from commerce.core.scope import ScopeUnset, tenant_scope
from tests.isolation.conftest import Tried
from tests.isolation.paths import CHANGING, READING, changes, is_owned, managers_of, planted_row, sees, tenant_models
from tests.isolation.walls import without_row_security
from tests.support.rows import Planted

Stores = tuple[Planted, Planted]
MODELS = tenant_models()
OURS = [model for model in MODELS if is_owned(model)]


@pytest.fixture
def row_security_off(planted_database: tuple[str, Planted, Planted]) -> Iterator[None]:
    with without_row_security(planted_database[0]):
        yield


def read(model: type[Model], rows: Any, store: Planted) -> set[str]:
    return {f"{model._meta.label} {path}" for path, ask in READING.items() if sees(ask, rows, store.row)}


def changed(model: type[Model], rows: Any, store: Planted) -> set[str]:
    """The row itself is read in its own store's scope, as if it had been kept from there."""
    row = planted_row(model, store)
    return {f"{model._meta.label} {path}" for path, do in CHANGING.items() if changes(do, rows, row, store.tenant_id)}


@pytest.mark.long
@pytest.mark.usefixtures("scope_off")
def test_row_security_alone(planted: Stores, tried: Tried) -> None:
    noor, souq = planted
    with tenant_scope(souq.tenant_id), transaction.atomic():
        for model in MODELS:
            for _, rows in managers_of(model):
                assert read(model, rows, noor) | changed(model, rows, noor) == set()
                tried("without the scope", len(READING) + len(CHANGING))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM catalog_product WHERE id = %s", [noor.row])
            assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("row_security_off")
def test_the_scope_alone(planted: Stores, tried: Tried) -> None:
    """Through the models' managers nothing is reached."""
    noor, souq = planted
    with tenant_scope(souq.tenant_id), transaction.atomic():
        for model in OURS:
            reached = read(model, model.objects, noor) | changed(model, model.objects, noor)  # type: ignore[attr-defined]
            assert reached == set()
            tried("without row security", len(READING) + len(CHANGING))


@pytest.mark.usefixtures("row_security_off")
def test_what_only_row_security_stops(planted: Stores) -> None:
    """Wagtail's own tables, the plain manager that Django follows keys with, and SQL by hand."""
    noor, souq = planted
    with tenant_scope(souq.tenant_id), transaction.atomic():
        assert all(sees(READING["get"], model._base_manager, noor.row) for model in MODELS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM catalog_product WHERE id = %s", [noor.row])
            assert cursor.fetchone() == (1,)


def changeable() -> set[str]:
    """The models whose rows the application may change as a whole: history may only be added to."""
    may = "has_table_privilege(current_user, c.oid, 'UPDATE')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname FROM pg_class c WHERE relkind = 'r' AND {may}")
        tables = {name for (name,) in cursor.fetchall()}
    found = {model._meta.label for model in OURS if model._meta.db_table in tables}
    assert len(found) > 40
    return found


@pytest.mark.usefixtures("scope_off", "row_security_off")
def test_without_both_every_probe_reaches_the_other_store(planted: Stores) -> None:
    """The proof of the probes: what they did not reach above, they reach here."""
    noor, souq = planted
    with tenant_scope(souq.tenant_id), transaction.atomic():
        for model in MODELS:
            missing = set(READING) - {path.partition(" ")[2] for path in read(model, model._base_manager, noor)}
            assert missing <= {"lock"}, f"{model._meta.label}: append-only rows can't be locked"
        writable = {path for model in OURS for path in changed(model, model.objects, noor)}  # type: ignore[attr-defined]
    assert {path.partition(" ")[2] for path in writable} == set(CHANGING) - {"save_over"}
    assert changeable() <= {path.partition(" ")[0] for path in writable if path.endswith(" update")}


def count_products() -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_product")
        return cursor.fetchone()[0]


def test_the_guard_makes_a_forgotten_scope_loud(planted: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    for ask in (count_products, Product._base_manager.count):
        with pytest.raises(ScopeUnset), transaction.atomic():
            ask()
    monkeypatch.setattr(connections["default"], "execute_wrappers", [])
    for ask in (count_products, Product._base_manager.count):
        assert ask() == 0, "row security is silent where the guard raises"
