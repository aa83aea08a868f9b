"""A limit on a whole call of an adapter, however many its requests and however their bytes trickle in: httpx limits
each read, and a byte a second passes that."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore


class Deadline:
    """The instant on the machine's own clock at which a call is given up."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._at - time.monotonic())

    def within(self, limit: float | None) -> float:
        return self.left() if limit is None else min(limit, self.left())


_current: ContextVar[Deadline | None] = ContextVar("gateway_deadline", default=None)


@contextmanager
def deadline_of_call(seconds: float) -> Iterator[Deadline]:
    """The deadline of the adapter's call that is being made; where none is, one so many seconds from now."""
    known = _current.get()
    if known is not None:
        yield known
        return
    begun = Deadline(seconds)
    token = _current.set(begun)
    try:
        yield begun
    finally:
        _current.reset(token)


class DeadlineBackend(httpcore.NetworkBackend):
    """Connections on which no wait goes beyond the deadline, nor that for a connection beyond its limit, over however
    many addresses. Looking up a name is the resolver's own wait."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if not self._deadline.left():
            raise httpcore.ConnectTimeout
        connecting = Deadline(self._deadline.within(timeout))
        addresses = _addresses_of(host, port)
        for number, address in enumerate(addresses):
            # A share for each that is left: a silent one takes nothing from those that would answer.
            limit = connecting.left() / (len(addresses) - number)
            if not limit:
                raise httpcore.ConnectTimeout
            try:
                stream = self._sockets.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number + 1 == len(addresses):
                    raise
            else:
                return _Stream(stream, self._deadline)
        raise httpcore.ConnectError


def _addresses_of(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError from error
    return list(dict.fromkeys(str(address[0]) for *_facts, address in found))


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._deadline.left():
            raise httpcore.ReadTimeout
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not self._deadline.left():
            raise httpcore.WriteTimeout
        self._stream.write(buffer, self._deadline.within(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._deadline.within(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()
