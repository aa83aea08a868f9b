"""Statements that are made once.

To make SQL of a queryset takes Python several times what PostgreSQL takes to answer it, and it is the same text each
time but for what is asked. The text is kept, with a blank for every value; whose rows are meant is asked of the open
scope whenever it is sent, so that it serves every store.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import QuerySet
from django.db.models.sql import Query

from commerce.core.blanks import TENANT, Blank, filled, leaving_blanks
from commerce.core.scope import ScopeUnset, closed_scope, current_scope, current_tenant_id


def kept_statement(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Gives the rows that the queryset of `build` finds, for the values that are said by name. One statement.

    `build` is asked once in each thread, for a process's connections are its threads'; it gets a `Blank` for each
    value. No scope is open meanwhile: what would belong to one store (a tenant's id, a row that is read) raises
    ScopeUnset, instead of being kept for all. In SYSTEM, where the condition would be another, the statement raises it.
    """
    names = tuple(signature(build).parameters)
    made = local()

    def rows(**values: Any) -> list[Any]:
        if current_scope().is_system:
            raise ScopeUnset("a kept statement is of one store, and SYSTEM is open")
        if not hasattr(made, "queryset"):
            made.queryset = _made(lambda: build(**{name: Blank(name) for name in names}))
        return _answers(made.queryset, values)

    return rows


class _Compiler(SQLCompiler):
    """Makes its text at once, and later says what belongs in the blanks."""

    values: dict[str, Any]

    def __init__(self, query: Query) -> None:
        super().__init__(query, connections[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)
        self.text, self.parameters = super().as_sql()

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return self.text, filled(self.parameters, self.values)


class _Query(Query):
    """Has its compiler already."""

    compiler_made: _Compiler

    def get_compiler(self, *_: Any, **__: Any) -> _Compiler:
        return self.compiler_made


def _made(build: Callable[[], QuerySet[Any]]) -> QuerySet[Any]:
    with closed_scope(), leaving_blanks():
        queryset = build()
        compiler = _Compiler(queryset.query)
        queryset = queryset.all()
    # As `Query.chain` changes what a query is; another query would make a queryset of values forget how it tells them.
    query: Any = queryset.query
    query.__class__ = _Query
    query.compiler_made = compiler
    return queryset


def _answers(queryset: QuerySet[Any], values: dict[str, Any]) -> list[Any]:
    compiler: Any = queryset.query.get_compiler()
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.values = values | {TENANT.name: current_tenant_id()}
    return list(queryset.all())
