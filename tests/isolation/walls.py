"""Taking walls away, to see what the others hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import FullResultSet

from commerce.core.blanks import TENANT, filled
from commerce.core.owned import InScope
from tests.support import databases
from tests.support.databases import owner_of
from tests.support.rows import tenant_tables

COMPOSITE_KEYS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'f' AND array_length(conkey, 1) = 2 AND connamespace = 'public'::regnamespace
"""


def switch_scope_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Managers add no condition, and writes are not looked at."""
    read_without_scope(monkeypatch)
    monkeypatch.setattr("commerce.core.owned.stamp", lambda row: None)


def read_without_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    """Managers add no condition; what is written is still stamped."""

    def no_condition(*_: Any) -> None:
        raise FullResultSet

    def kept_without_condition(compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        text, parameters = _without_tenant(compiler.text, compiler.parameters)
        return text, filled(parameters, compiler.values)

    monkeypatch.setattr(InScope, "as_sql", no_condition)
    monkeypatch.setattr("commerce.core.kept_statements._Compiler.as_sql", kept_without_condition)


def _without_tenant(text: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """A statement that was made when its condition stood, and what belongs in it, without that."""
    left, asked = list(parameters), iter(parameters)

    def any_tenant(found: re.Match[str]) -> str:
        if next(asked) is not TENANT or not found["column"]:
            return found[0]
        left.remove(TENANT)
        return f"{found['column']} = {found['column']}"

    return re.sub(r'(?:(?P<column>"?\w+"?\."tenant_id") = )?%s', any_tenant, text), tuple(left)


def open_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wasla_site.dashboard.gate.is_allowed", lambda name: True)


@contextmanager
def without_row_security(database: str) -> Iterator[None]:
    _switch(database, "DISABLE")
    try:
        yield
    finally:
        _switch(database, "ENABLE")


def _switch(database: str, word: str) -> None:
    with owner_of(database) as owner:
        for table in tenant_tables(owner):
            owner.execute(f'ALTER TABLE "{table}" {word} ROW LEVEL SECURITY')


def drop_composite_keys(database: str) -> None:
    with owner_of(database) as owner:
        for table, name in owner.execute(COMPOSITE_KEYS).fetchall():
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _in_every_database(take_away: Callable[[str], None]) -> Callable[[pytest.MonkeyPatch], None]:
    """Every database that a test will get is without the wall."""

    def prepare(monkeypatch: pytest.MonkeyPatch) -> None:
        clone = databases.clone

        def clone_without(template: str, name: str) -> None:
            clone(template, name)
            take_away(name)

        monkeypatch.setattr(databases, "clone", clone_without)

    return prepare


def row_security_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody looks: the application would refuse to serve from such tables."""
    monkeypatch.setattr("commerce.core.database.role.role_problems", lambda raw: [])
    _in_every_database(lambda database: _switch(database, "DISABLE"))(monkeypatch)


# How each wall is away for a whole run of tests.
WALLS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "scope": switch_scope_off,
    "gate": open_the_gate,
    "row security": row_security_away,
    "composite keys": _in_every_database(drop_composite_keys),
}
