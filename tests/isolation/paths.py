"""Every way the ORM has to a row. Each is tried on one row of a store, in the scope of another or of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Model, Subquery

from commerce.core.owned import OwnedWrites
from commerce.core.scope import ScopeMismatch, system_scope, tenant_scope
from tests.isolation.exceptions import GLOBAL_TABLES
from tests.support.rows import Planted

REFUSALS = (ScopeMismatch, DatabaseError, ObjectDoesNotExist, ValidationError)

READING: dict[str, Callable[[Any, int], Any]] = {
    "all": lambda rows, pk: [row for row in rows.all() if row.pk == pk],
    "iterator": lambda rows, pk: [row for row in rows.iterator() if row.pk == pk],
    "values": lambda rows, pk: [row for row in rows.values("pk") if row["pk"] == pk],
    "values_list": lambda rows, pk: pk in rows.values_list("pk", flat=True),
    "get": lambda rows, pk: rows.get(pk=pk),
    "first": lambda rows, pk: rows.filter(pk=pk).first(),
    "exists": lambda rows, pk: rows.filter(pk=pk).exists(),
    "exclude": lambda rows, pk: rows.exclude(pk=0).filter(pk=pk).exists(),
    "count": lambda rows, pk: rows.filter(pk=pk).count(),
    "aggregate": lambda rows, pk: rows.filter(pk=pk).aggregate(n=Count("pk"))["n"],
    "annotate": lambda rows, pk: list(rows.annotate(n=F("pk")).filter(n=pk)),
    "in_bulk": lambda rows, pk: rows.in_bulk([pk]),
    "union": lambda rows, pk: list(rows.filter(pk=pk).values("pk").union(rows.filter(pk=pk).values("pk"))),
    "subquery": lambda rows, pk: list(rows.filter(pk__in=rows.filter(pk=pk).values("pk"))),
    "outer": lambda rows, pk: [x for x in rows.values_list(Subquery(rows.filter(pk=pk).values("pk"))) if x[0]],
    "lock": lambda rows, pk: list(rows.select_for_update().filter(pk=pk)),
}

CHANGING: dict[str, Callable[[Any, Model], Any]] = {
    "update": lambda rows, row: rows.filter(pk=row.pk).update(**some_value(row)),
    "delete": lambda rows, row: rows.filter(pk=row.pk).delete(),
    "bulk_update": lambda rows, row: rows.bulk_update([row], list(some_value(row))),
    "bulk_create": lambda rows, row: None if row._meta.parents else rows.bulk_create([copy_of(row)]),
    "create": lambda rows, row: copy_of(row).save(),
    "save": lambda rows, row: row.save(),
    "save_base": lambda rows, row: row.save_base(raw=True),
    "save_over": lambda rows, row: without_tenant(row).save(),
    "delete_row": lambda rows, row: row.delete(),
}


def tenant_models() -> list[type[Model]]:
    """Every model with a table of tenants' rows; a new one joins by itself."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return [model for model in models if model._meta.db_table not in GLOBAL_TABLES]


def is_owned(model: type[Model]) -> bool:
    """Ours: with a scope in Python. Wagtail's own tables have row security alone."""
    return issubclass(model, OwnedWrites)


def managers_of(model: type[Model]) -> Iterator[tuple[str, Any]]:
    yield from ((manager.name, manager) for manager in model._meta.managers)
    yield "_base_manager", model._base_manager


def some_value(row: Model) -> dict[str, Any]:
    """A column of the row with the value it has: writing it changes nothing but the row's version."""
    fields = [field for field in row._meta.local_concrete_fields if not field.primary_key and field.name != "tenant"]
    field = next((field for field in fields if not field.is_relation), fields[0])
    return {field.name: getattr(row, field.name)}


def without_tenant(row: Model) -> Model:
    """The row as a form would build it that was sent another's id."""
    again = copy_of(row)
    again.pk = row.pk
    if is_owned(type(row)):
        again.tenant_id = None  # type: ignore[attr-defined]
    return again


def copy_of(row: Model) -> Model:
    """A row yet to be written, of the same store."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def planted_row(model: type[Model], store: Planted) -> Model:
    """The store's row, read in the store's own scope."""
    with tenant_scope(store.tenant_id):
        return model._base_manager.get(pk=store.row)


def sees(path: Callable[[Any, int], Any], rows: Any, pk: int) -> bool:
    try:
        with transaction.atomic():
            return bool(path(rows, pk))
    except (ObjectDoesNotExist, DatabaseError):
        return False


def changes(path: Callable[[Any, Model], Any], rows: Any, row: Model, tenant_id: int) -> bool:
    """Whether any row of that store is another afterwards; what was done is undone."""
    with transaction.atomic():
        before = versions(row, tenant_id)
        try:
            with transaction.atomic():
                path(rows, copy(row))
        except REFUSALS:
            return False
        after = versions(row, tenant_id)
        transaction.set_rollback(True)
    return before != after


def versions(row: Model, tenant_id: int) -> list[Any]:
    """Where PostgreSQL keeps each row of the store: writing one moves it, even when nothing is changed."""
    found = []
    with system_scope(), connection.cursor() as cursor:
        for model in (type(row), *row._meta.all_parents):
            table = model._meta.db_table
            cursor.execute(
                f'SELECT array_agg(ctid ORDER BY ctid)::text FROM "{table}" WHERE tenant_id = %s', [tenant_id]
            )
            found += cursor.fetchall()
    return found
