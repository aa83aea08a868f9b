"""Whoever speaks to another server with a transaction open fails the test, whatever client it is: of HTTP, of mail, of
a search, of Redis.

PostgreSQL's own client opens its connections in C and is not seen here. The transaction in which a test stands by
itself is none of ours: what counts is opened inside it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import connection

MAILBOX = f"{__name__}.Mailbox"

_here = local()
# Sweeps log what fails and go on, so what was seen is kept as well, of all threads.
_seen: list[str] = []


class CalledInsideTransaction(AssertionError):
    """A transaction held its locks while somebody elsewhere was waited for, and could undo the record of it."""


@contextmanager
def standing_here() -> Iterator[None]:
    """The transactions that are open now are the test's own."""
    before = _own()
    _here.own = len(connection.atomic_blocks)
    try:
        yield
    finally:
        _here.own = before


def require_no_transaction(whom: str) -> None:
    """Raises CalledInsideTransaction, and remembers it."""
    if len(connection.atomic_blocks) > _own():
        _seen.append(whom)
        raise CalledInsideTransaction(f"{whom} was called with a transaction open")


def calls_inside() -> list[str]:
    """Who was called so since the last time this was asked."""
    told = list(_seen)
    _seen.clear()
    return told


def watch(patch: pytest.MonkeyPatch) -> None:
    """From now on every connection by TCP is looked at."""
    connect = socket.socket.connect

    def looked_at(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):
            try:
                require_no_transaction(f"{address[0]}:{address[1]}")
            except CalledInsideTransaction:
                self.close()
                raise
        connect(self, address)

    patch.setattr(socket.socket, "connect", looked_at)


def _own() -> int:
    return getattr(_here, "own", 0)


class Mailbox(locmem.EmailBackend):
    """Django's own of tests, which opens no connection that could be seen."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        require_no_transaction("the mail server")
        return super().send_messages(messages)
