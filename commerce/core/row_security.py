"""Migration operations that put a table behind its walls: row security, composite keys, append-only grants.

Three roles, and every line found by trying. The owner needs a policy of its own: under
FORCE, data migrations would else touch nothing in silence and a composite key would be called valid over bad rows.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from commerce.core.owned import TenantForeignKey

OWNER_ROLE = "wasla_owner"
APP_ROLE = "wasla_app"
SYSTEM_ROLE = "wasla_system"

# no sub-select around it: PostgreSQL then knows the tenant while it plans, and plans in half the time (decision 0021)
THIS_TENANT = "nullif(current_setting('app.tenant', true), '')::bigint"


def protect(editor: BaseDatabaseSchemaEditor, table: str, *, shared_rows: bool = False) -> None:
    """Row security on `table`: the owner and SYSTEM see all, everyone else the rows of `app.tenant`.

    With `shared_rows`, rows of no tenant (the root of a tree) can be read by all and written in SYSTEM only.
    """
    own = f"tenant_id = {THIS_TENANT}"
    for statement in (
        f'CREATE POLICY owner_all ON "{table}" TO {OWNER_ROLE} USING (true) WITH CHECK (true)',
        f'CREATE POLICY system_all ON "{table}" TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)',
        f'CREATE POLICY tenant_rows ON "{table}" TO {APP_ROLE} USING ({own}) WITH CHECK ({own})',
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
    ):
        editor.execute(statement)
    if shared_rows:
        editor.execute(f'CREATE POLICY shared_rows ON "{table}" FOR SELECT TO {APP_ROLE} USING (tenant_id IS NULL)')


def add_composite_key(editor: BaseDatabaseSchemaEditor, table: str, column: str, target: str) -> None:
    """(tenant_id, column) must name a row of `target` with the same tenant. Checked at commit; deletion is Django's."""
    name = composite_key_name(table, column)
    editor.execute(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (tenant_id, "{column}") '
        f'REFERENCES "{target}" (tenant_id, id) DEFERRABLE INITIALLY DEFERRED'
    )


def composite_key_name(table: str, column: str) -> str:
    return f"{table}_{column}_same_tenant"[:63]


def make_referable(editor: BaseDatabaseSchemaEditor, table: str, column: str = "id") -> None:
    """A unique (tenant_id, column), for composite keys to point at."""
    editor.execute(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{f"{table}_tenant_{column}"[:63]}" UNIQUE (tenant_id, "{column}")'
    )


class _ForwardOnly(Operation):
    """Walls are not taken down by migrating back: the table goes with its model."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.forwards(app_label, schema_editor, to_state)

    def database_backwards(self, *args: Any) -> None:
        pass

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        raise NotImplementedError


class ProtectTenantTable(_ForwardOnly):
    """All walls of one tenant-owned model: unique (tenant_id, id), row security, a composite key per TenantForeignKey.

    `shared_rows`: rows of no tenant (a tree's root) exist, readable by all.
    """

    def __init__(self, model_name: str, *, shared_rows: bool = False) -> None:
        self.model_name = model_name
        self.shared_rows = shared_rows

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"shared_rows": True} if self.shared_rows else {}
        return self.__class__.__qualname__, [self.model_name], kwargs

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        make_referable(schema_editor, table)
        protect(schema_editor, table, shared_rows=self.shared_rows)
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                add_composite_key(schema_editor, table, field.column, field.related_model._meta.db_table)

    def describe(self) -> str:
        return f"Protect {self.model_name} with row security and composite keys"


class AddCompositeKey(_ForwardOnly):
    """The composite key of one TenantForeignKey added to a table that is already protected."""

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model_name, self.field_name], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.field_name)
        related: type[models.Model] = field.related_model
        add_composite_key(schema_editor, model._meta.db_table, field.column, related._meta.db_table)

    def describe(self) -> str:
        return f"Composite key of {self.model_name}.{self.field_name}"


class DroppedWith(_ForwardOnly):
    """Rows go with the row their key names, though nobody may delete them: PostgreSQL does it, as their table's owner.

    For append-only rows about something that may go for good. The key is a protected model's TenantForeignKey, which
    Django leaves alone (DO_NOTHING).
    """

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model_name, self.field_name], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        table, field = model._meta.db_table, model._meta.get_field(self.field_name)
        target = field.related_model._meta.db_table
        name = composite_key_name(table, field.column)
        schema_editor.execute(
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}" '
            f'FOREIGN KEY (tenant_id, "{field.column}") REFERENCES "{target}" (tenant_id, id) '
            f"ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )

    def describe(self) -> str:
        return f"Drop {self.model_name} with its {self.field_name}"


class _Revoking(_ForwardOnly):
    """Rights that the application and SYSTEM have to no row of this table."""

    rights: str
    description: str

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model_name], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'REVOKE {self.rights} ON "{table}" FROM {APP_ROLE}, {SYSTEM_ROLE}')

    def describe(self) -> str:
        return self.description.format(self.model_name)


class AppendOnly(_Revoking):
    """The application and SYSTEM may add rows to this table and read them, never change or delete one."""

    rights = "UPDATE, DELETE, TRUNCATE"
    description = "Make {} append-only"


class NeverDeleted(_Revoking):
    """The application and SYSTEM may add rows to this table, read and change them, and delete none."""

    rights = "DELETE, TRUNCATE"
    description = "Never delete a {}"


class FixedExcept(_ForwardOnly):
    """The application and SYSTEM may add rows and change these columns of them, nothing else, and delete none."""

    def __init__(self, model_name: str, field_names: list[str]) -> None:
        self.model_name = model_name
        self.field_names = field_names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model_name, self.field_names], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        meta = state.apps.get_model(app_label, self.model_name)._meta
        columns = ", ".join(f'"{meta.get_field(name).column}"' for name in self.field_names)
        roles = f"{APP_ROLE}, {SYSTEM_ROLE}"
        schema_editor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{meta.db_table}" FROM {roles}')
        schema_editor.execute(f'GRANT UPDATE ({columns}) ON "{meta.db_table}" TO {roles}')

    def describe(self) -> str:
        return f"Fix every column of {self.model_name} but {', '.join(self.field_names)}"


class StampForeignTable(_ForwardOnly):
    """Gives a table whose model can't have the field (Wagtail's own) a database-only `tenant_id`, and walls.

    Its default is the transaction's tenant, so Wagtail writes as before and rows are stamped right; a row written with
    no tenant is refused. `shared_rows`: the column may be empty (a tree's root).
    """

    def __init__(self, table: str, *, primary_key: str = "id", shared_rows: bool = False) -> None:
        self.table = table
        self.primary_key = primary_key
        self.shared_rows = shared_rows

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"primary_key": self.primary_key, "shared_rows": self.shared_rows}
        return self.__class__.__qualname__, [self.table], kwargs

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        null = "" if self.shared_rows else "NOT NULL"
        schema_editor.execute(
            f'ALTER TABLE "{self.table}" ADD COLUMN tenant_id bigint {null} '
            f"DEFAULT {THIS_TENANT} "
            f"REFERENCES tenants_tenant (id) DEFERRABLE INITIALLY DEFERRED"
        )
        make_referable(schema_editor, self.table, self.primary_key)
        protect(schema_editor, self.table, shared_rows=self.shared_rows)

    def describe(self) -> str:
        return f"Stamp {self.table} with its tenant"


class JoinTables(_ForwardOnly):
    """A composite key besides the simple one that a foreign model's own key has: both rows are the same tenant's."""

    def __init__(self, table: str, column: str, target: str) -> None:
        self.table = table
        self.column = column
        self.target = target

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.column, self.target], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        add_composite_key(schema_editor, self.table, self.column, self.target)

    def describe(self) -> str:
        return f"Composite key of {self.table}.{self.column}"


class NeverWritten(_ForwardOnly):
    """The application may read and clear this table, which is empty, and never write a row: a feature nobody has."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        schema_editor.execute(f'REVOKE INSERT, UPDATE ON "{self.table}" FROM {APP_ROLE}, {SYSTEM_ROLE}')

    def describe(self) -> str:
        return f"Never write {self.table}"


class DenyTable(_ForwardOnly):
    """The application gets no right on a stock table that our own model replaces."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        schema_editor.execute(f'REVOKE ALL ON "{self.table}" FROM {APP_ROLE}, {SYSTEM_ROLE}')

    def describe(self) -> str:
        return f"Deny {self.table} to the application"
