"""Whose rows these are: the scope every tenant query runs in.

A scope is UNSET (tenant queries raise), one tenant, or SYSTEM (explicit, rare, listed). Only edges open it: the host
middleware, the task wrapper, the event bus, a command's option, a test fixture.

Inside a database transaction the scope is told to PostgreSQL as well (`app.tenant`, and the role `wasla_system`), with
settings local to the transaction; `commerce.core.database` does the same for transactions begun later in the scope.
Both settings outlive a released savepoint, so leaving a scope restores what was there before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection
from psycopg import Connection
from psycopg.pq import TransactionStatus

SYSTEM_ROLE = "wasla_system"


class ScopeUnset(RuntimeError):
    """A tenant's rows were asked for and no edge has said whose. A defect."""


class ScopeMismatch(RuntimeError):
    """A row of one tenant was to be written in the scope of another. A defect."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`tenant_id` is the tenant; in SYSTEM it is only the one with which new rows are stamped, or None."""

    tenant_id: int | None
    is_system: bool = False


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope:
    """The open scope; raises ScopeUnset when there is none."""
    scope = _current.get()
    if scope is None:
        raise ScopeUnset("no tenant scope is open")
    return scope


def scope_if_open() -> Scope | None:
    return _current.get()


def current_tenant_id() -> int:
    """The tenant of the open scope; raises ScopeUnset when none is open or SYSTEM names no tenant."""
    tenant_id = current_scope().tenant_id
    if tenant_id is None:
        raise ScopeUnset("the SYSTEM scope has no tenant")
    return tenant_id


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[None]:
    """Inside, only rows of this tenant exist. `None` is refused: a tenant is never optional."""
    if not isinstance(tenant_id, int) or isinstance(tenant_id, bool) or tenant_id <= 0:
        raise ScopeUnset(f"{tenant_id!r} is no tenant")
    with _scope(Scope(tenant_id)):
        yield


@contextmanager
def system_scope(*, stamp: int | None = None) -> Iterator[None]:
    """Inside, rows of every tenant exist. `stamp` is the tenant that new rows without a model field get.

    For the few uses listed in docs/architecture.md; read (tenant_id, id) pairs here and open each tenant's own scope.
    """
    with _scope(Scope(stamp, is_system=True)):
        yield


@contextmanager
def closed_scope() -> Iterator[None]:
    """Inside, no scope is open, as where no edge has said whose rows are meant. For what is made for every store: no
    statement is sent inside, so the database is told nothing."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def _scope(scope: Scope) -> Iterator[None]:
    before = _current.get()
    token = _current.set(scope)
    try:
        if before != scope:
            tell_database(scope)
        yield
    finally:
        _current.reset(token)
        if before != scope:
            tell_database(before)


def tell_database(scope: Scope | None) -> None:
    """Set the running transaction's tenant and role; nothing to do outside one, or in an aborted one."""
    if not connection.in_atomic_block or connection.connection is None:
        return
    if connection.connection.info.transaction_status == TransactionStatus.INERROR:
        return
    stamp_transaction(connection.connection, scope)


def stamp_transaction(raw_connection: Connection, scope: Scope | None) -> None:
    """Say the scope to PostgreSQL for the rest of the running transaction."""
    role = SYSTEM_ROLE if scope is not None and scope.is_system else "none"
    tenant = "" if scope is None or scope.tenant_id is None else str(scope.tenant_id)
    with raw_connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true), set_config('app.tenant', %s, true)", (role, tenant))
