"""Every model of a tenant × every way to its rows: in another store's scope nothing, in none an error."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import Model

from commerce.core.scope import ScopeUnset, tenant_scope
from tests.isolation.conftest import Tried
from tests.isolation.paths import (
    CHANGING,
    READING,
    changes,
    managers_of,
    planted_row,
    sees,
    tenant_models,
)
from tests.support.rows import Planted

MODELS = tenant_models()
Stores = tuple[Planted, Planted]


def label(model: type[Model]) -> str:
    return model._meta.label


every_model = pytest.mark.parametrize("model", MODELS, ids=label)


def test_the_matrix_has_not_shrunk() -> None:
    assert len(MODELS) >= 54
    assert len(READING) >= 16
    assert len(CHANGING) >= 9


@every_model
def test_souq_reads_nothing_of_noor(model: type[Model], planted: Stores, tried: Tried) -> None:
    noor, souq = planted
    with tenant_scope(souq.tenant_id), transaction.atomic():
        for name, rows in managers_of(model):
            seen = {path for path, read in READING.items() if sees(read, rows, noor.row)}
            assert seen == set(), f"through {name}"
            tried("reading another store's row", len(READING))


@every_model
def test_each_way_sees_ones_own_row(model: type[Model], planted: Stores) -> None:
    """Or the test above would be content with ways that lead nowhere. Append-only rows can't be locked."""
    noor, _ = planted
    with tenant_scope(noor.tenant_id), transaction.atomic():
        unseen = {path for path, read in READING.items() if not sees(read, model._base_manager, noor.row)}
    assert unseen <= {"lock"}


@every_model
def test_souq_changes_nothing_of_noor(model: type[Model], planted: Stores, tried: Tried) -> None:
    noor, souq = planted
    with transaction.atomic():
        row = planted_row(model, noor)
        with tenant_scope(souq.tenant_id):
            for name, rows in managers_of(model):
                changed = {path for path, change in CHANGING.items() if changes(change, rows, row, noor.tenant_id)}
                assert changed == set(), f"through {name}"
                tried("changing another store's row", len(CHANGING))


@every_model
def test_souq_can_not_load_noors_row_again(model: type[Model], planted: Stores) -> None:
    noor, souq = planted
    with transaction.atomic():
        row = planted_row(model, noor)
        with tenant_scope(souq.tenant_id), pytest.raises(model.DoesNotExist):  # type: ignore[attr-defined]
            row.refresh_from_db()


@every_model
def test_without_a_scope_everything_raises(model: type[Model], planted: Stores, tried: Tried) -> None:
    noor, _ = planted
    with transaction.atomic():
        row = planted_row(model, noor)
        for _name, rows in managers_of(model):
            for read in READING.values():
                with pytest.raises(ScopeUnset), transaction.atomic():
                    read(rows, noor.row)
            for path, change in CHANGING.items():
                if not (path == "bulk_create" and model._meta.parents):
                    with pytest.raises(ScopeUnset), transaction.atomic():
                        change(rows, row)
            with pytest.raises(ScopeUnset):
                rows.all().explain()
            tried("asking without a scope", len(READING) + len(CHANGING) + 1)
