"""The same requests with row security taken away: another database, and transactions to which no scope is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from commerce.core.database.base import guard_statement

BARE_DATABASE = "BARE_DATABASE"


@contextmanager
def bare_database() -> Iterator[None]:
    """Django's connection leads to the database that BARE_DATABASE names, over Django's own backend.

    In one process, so that both ways of asking share all that a process has and only row security differs.
    """
    walled = connections["default"]
    connections["default"] = _bare_connection()
    try:
        yield
    finally:
        connections["default"] = walled


@cache
def _bare_connection() -> DatabaseWrapper:
    bare = DatabaseWrapper({**connections["default"].settings_dict, "NAME": os.environ[BARE_DATABASE]}, "default")
    bare.execute_wrappers.append(guard_statement)  # the scope's wall, not row security's
    return bare
