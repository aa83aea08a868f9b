"""The PostgreSQL backend of every process: transactions know their scope, and statements outside both are refused.

Django's own backend with three additions. A transaction begun in a scope starts with that scope's `app.tenant` and
role; one begun where rows are only read is READ ONLY; a statement that names a tenant table with no scope open, or
outside a transaction, raises before it is sent, as any does outside a transaction where rows are only read.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from commerce.core.read_only import bind_transaction, is_reading_only
from commerce.core.scope import ScopeUnset, scope_if_open, stamp_transaction

_guarded: set[str] = set()
_tables: re.Pattern[str] | None = None


class OutsideTransaction(RuntimeError):
    """A statement outside a transaction, where PostgreSQL knows no tenant and holds nothing to reading. A defect."""


def guard_tables(names: Iterable[str]) -> None:
    """From now on statements naming these tables too need a scope and a transaction."""
    global _tables  # noqa: PLW0603 - one compiled pattern for the life of the process
    _guarded.update(names)
    _tables = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _guarded))) + r")\b")


def guarded_tables() -> frozenset[str]:
    return frozenset(_guarded)


def guard_statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse what row security would answer with silence: no rows, because no tenant was said."""
    if _tables is not None and (named := _tables.search(str(sql))):
        if scope_if_open() is None:
            raise ScopeUnset(f"{named[0]} was asked for with no tenant scope open")
        if not context["connection"].in_atomic_block:
            raise OutsideTransaction(f"{named[0]} was asked for outside a transaction")
    if is_reading_only() and not context["connection"].in_atomic_block:
        raise OutsideTransaction("rows are only read here, and no transaction would hold this statement to it")
    return execute(sql, params, many, context)


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.DATABASE_ROLE_IS_OWNER:
            self.execute_wrappers.append(guard_statement)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            return
        # What the server says here, as that it is going down, is told as of any other statement.
        with self.wrap_database_errors:
            if (scope := scope_if_open()) is not None:
                stamp_transaction(self.connection, scope)
            if is_reading_only():
                bind_transaction(self.connection)
