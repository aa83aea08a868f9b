"""Which statements go to PostgreSQL: all of them, as libpq sees them leave, transaction control and scope included."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg.pq import Trace

_SENT = re.compile(r"^F\t\d+\t(?:Query|Parse)\t ?(.*?)\n(?=[FB]\t|\Z)", re.MULTILINE | re.DOTALL)


def statements_of(act: Callable[[], object]) -> list[str]:
    """What `act` sends over Django's connection."""
    connection.ensure_connection()
    pgconn = connection.connection.pgconn
    with tempfile.NamedTemporaryFile("w+") as record:
        pgconn.trace(record.fileno())
        pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            act()
        finally:
            pgconn.untrace()
        with open(record.name) as whole:
            return _SENT.findall(whole.read())


@contextmanager
def slowest_statement(found: dict[str, Any]) -> Iterator[None]:
    """Inside, `found` gets the slowest statement of Django's connection: its `ms` and its `sql`."""

    def measure(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - began) * 1000
            if ms > found.get("ms", -1):
                found.update(ms=ms, sql=str(sql))

    with connection.execute_wrapper(measure):
        yield
