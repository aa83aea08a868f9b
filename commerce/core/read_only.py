"""Transactions that PostgreSQL lets read and nothing else, whatever the code inside them tries.

For showing the store as it would be: a page that is only looked at must not be able to change what it shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import InternalError, connection
from psycopg import Connection
from psycopg.errors import ReadOnlySqlTransaction

_is_on: ContextVar[bool] = ContextVar("reading_only", default=False)


@contextmanager
def reading_only() -> Iterator[None]:
    """Inside, every transaction is READ ONLY: the running one from now to its end, and each that begins.

    PostgreSQL lets none of them become READ WRITE again once it has read a row. Statements outside a transaction are
    refused by `commerce.core.database`, because nothing would hold them.
    """
    token = _is_on.set(True)
    try:
        if connection.in_atomic_block and connection.connection is not None:
            bind_transaction(connection.connection)
        yield
    finally:
        _is_on.reset(token)


def is_reading_only() -> bool:
    return _is_on.get()


def bind_transaction(raw_connection: Connection) -> None:
    """The running transaction changes nothing any more. In a savepoint it holds until that is released."""
    with raw_connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def was_refused(error: BaseException | None) -> bool:
    """Whether PostgreSQL refused a statement because its transaction only reads."""
    return isinstance(error, InternalError) and isinstance(error.__cause__, ReadOnlySqlTransaction)
