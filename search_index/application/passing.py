"""Failures of the database that say nothing about what was written."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

# Classes of SQLSTATE: the connection was lost, two waited for each other, there was no room, a lock was held too long,
# somebody ended the statement or the server.
PASSING = frozenset({"08", "40", "53", "55", "57"})


def is_passing(error: Exception) -> bool:
    """Whether the same may succeed later. A connection that was lost has no SQLSTATE; what is too large for an index
    has one, and stays too large."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state[:2] in PASSING
