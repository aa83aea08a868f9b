"""The base of every tenant-owned model: a tenant key, a manager that knows the scope, writes that check it.

The tenant condition is a *lookup resolved when SQL is compiled*, never a value taken when a queryset is built: Wagtail
keeps form classes and their querysets for the life of the process, and a value would serve the first store to all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Never, TypeVar

from django.core.exceptions import FullResultSet
from django.db import models
from django.db.models import F, Lookup

from commerce.core import blanks
from commerce.core.scope import ScopeMismatch, current_scope, current_tenant_id

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


class InScope(Lookup):
    """`tenant_id` is the scope's, asked at the moment the SQL is compiled.

    `lookup_name` and `prepare_rhs` let Wagtail's search, joins and form fields treat it as an ordinary filter.
    """

    lookup_name = "exact"
    prepare_rhs = False

    def __init__(self, column: str = "tenant_id", *, shared_rows: bool = False) -> None:
        super().__init__(F(column), None)
        self.shared_rows = shared_rows

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`column = tenant`; no condition in SYSTEM; raises ScopeUnset with no scope.

        In a statement that is kept, the tenant is a blank.
        """
        if not blanks.are_left() and current_scope().is_system:
            raise FullResultSet
        column, params = self.process_lhs(compiler, connection)
        tenant_id = blanks.TENANT if blanks.are_left() else current_tenant_id()
        if self.shared_rows:
            return f"({column} = %s OR {column} IS NULL)", (*params, tenant_id, *params)
        return f"{column} = %s", (*params, tenant_id)


class TenantQuerySet(models.QuerySet[M]):
    """A queryset whose bulk writes are stamped and checked, and which has no raw SQL."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        objs = list(objs)
        for row in objs:
            stamp(row)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        for row in objs:
            stamp(row)
        return super().bulk_update(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"tenant", "tenant_id"} & kwargs.keys():
            raise ScopeMismatch("a row never changes its tenant")
        return super().update(**kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Never:
        raise ScopeMismatch("raw SQL knows no scope")


class ScopedManager(models.Manager[M]):
    """Gives every queryset the scope's condition: `objects = ScopedManager.from_queryset(ProductQuerySet)()`."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(InScope())


def stamp(row: models.Model) -> None:
    """Give a new row the scope's tenant; raises ScopeMismatch when it is another's."""
    scope = current_scope()
    tenant_id: int | None = getattr(row, "tenant_id", None)
    if tenant_id is None and scope.tenant_id is not None:
        row.tenant_id = scope.tenant_id  # type: ignore[attr-defined]
    elif not scope.is_system and tenant_id != scope.tenant_id:
        raise ScopeMismatch(f"{row._meta.label} of tenant {tenant_id} in the scope of tenant {scope.tenant_id}")


class OwnedWrites(models.Model):
    """Saving and deleting that refuse another tenant's row. For models that bring their own tenant field."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        stamp(self)  # Wagtail's pages validate themselves in `save`, and need their tenant for it.
        super().save(*args, **kwargs)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Every way to write one row ends here, also what loads fixtures, which goes round `save`."""
        stamp(self)
        super().save_base(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        stamp(self)
        return super().delete(*args, **kwargs)

    def _do_update(self, base_qs: Any, *args: Any, **kwargs: Any) -> Any:
        if any(field.name == "tenant" for field in base_qs.model._meta.local_fields):
            base_qs = base_qs.filter(tenant_id=self.tenant_id)  # type: ignore[attr-defined]
        return super()._do_update(base_qs, *args, **kwargs)


class TenantOwned(OwnedWrites):
    """A row of one tenant: every query of `objects` is scoped and every write is checked.

    `_base_manager` stays plain, because Django follows keys and cascades through it; row security and the composite
    keys stand behind it.
    """

    # No index on the tenant alone: the unique (tenant_id, id) serves for it, and a planner that has it to choose scans
    # a whole store where an index that begins with the tenant would have found the row.
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )

    objects: ClassVar = ScopedManager.from_queryset(TenantQuerySet)()

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A key from one tenant's row to a row of the same tenant.

    Django's own constraint is left out: `ProtectTenantTable` makes the composite (tenant_id, x_id) one instead.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, list(args), kwargs
