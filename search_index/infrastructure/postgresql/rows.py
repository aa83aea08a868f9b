"""Statements of our own."""

from __future__ import annotations

from typing import Any

from django.db import connection

from search_index.infrastructure.postgresql.narrowing import Condition


def rows_of(statement: Condition) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return cursor.fetchall()
