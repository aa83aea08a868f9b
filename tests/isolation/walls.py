"""Taking walls away, to see what the others hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import FullResultSet

from commerce.core.owned import InScope
from tests.support.databases import owner_of
from tests.support.rows import tenant_tables


def switch_scope_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Managers add no condition, and writes are not looked at."""

    def no_condition(*_: Any) -> None:
        raise FullResultSet

    monkeypatch.setattr(InScope, "as_sql", no_condition)
    monkeypatch.setattr("commerce.core.owned.stamp", lambda row: None)


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
