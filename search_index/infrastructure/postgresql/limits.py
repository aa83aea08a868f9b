"""PostgreSQL's part of an answer ends when the answer's time is over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

# Of two statements the second one gets the first one's limit as long as no more than this has gone by.
UNTOLD_SECONDS = 0.05


class OutOfTime(Exception):
    """A statement was cut off, or not begun."""


@contextmanager
def in_time(left: Callable[[], float]) -> Iterator[None]:
    """A transaction in which each statement ends when no seconds are left; raises OutOfTime where one would go on.

    Where a transaction is open already it keeps its own limit: with what is cut off it could not go on.
    """
    if connection.in_atomic_block:
        yield
        return
    try:
        with transaction.atomic(), connection.execute_wrapper(_Limit(left)):
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise OutOfTime from error
        raise


class _Limit:
    """Tells PostgreSQL, before a statement, what is left; this limit is the transaction's and ends with it."""

    def __init__(self, left: Callable[[], float]) -> None:
        self._left, self._told = left, math.inf

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        left = self._left()
        if left <= 0:
            raise OutOfTime
        if left < self._told - UNTOLD_SECONDS:
            self._told = left
            with context["connection"].cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{math.ceil(left * 1000)}ms"])
        return execute(sql, params, many, context)
