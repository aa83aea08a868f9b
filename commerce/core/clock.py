"""The one clock. Read at the edge, once; rules take the instant as a parameter.

What an editor looks at is no matter of the clock: see `commerce.tenants.interfaces.instants`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_as_of: ContextVar[datetime | None] = ContextVar("as_of", default=None)


def now() -> datetime:
    """The present instant in UTC, or the one it was set to (see `as_of`)."""
    return _as_of.get() or datetime.now(UTC)


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Inside, `now()` answers `instant`: time passes without waiting. Refuses (ValueError) one without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _as_of.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _as_of.reset(token)
