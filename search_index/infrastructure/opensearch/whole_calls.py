"""Connections to the search server on which the limit of a call is one of all of it."""

from __future__ import annotations

import io
import socket
import time
from functools import partial
from http.client import HTTPResponse
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection


class WholeCalls(HTTPConnection):
    """A call ends when its time is over, however far its answer has got: with a TimeoutError, at which urllib3 closes
    the connection, so that nobody reads the rest of the answer as his own.

    By themselves sockets wait that long for each packet: a byte a second would hold whoever asked.
    """

    def request(self, *args: Any, **options: Any) -> None:
        self._end = _end_of(self.timeout)
        super().request(*args, **options)

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_left(self._end))
        super().send(data)

    def getresponse(self) -> Any:
        """`timeout` is what connecting and sending have left by now."""
        self.response_class = cast(type[HTTPResponse], partial(_Response, end=_end_of(self.timeout)))
        return super().getresponse()


class EncryptedWholeCalls(WholeCalls, HTTPSConnection):
    """The same by TLS."""


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, end: float, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_UntilTheEnd(self.fp.detach(), sock, end))


class _UntilTheEnd(io.RawIOBase):
    """What a socket receives, for each piece of which there is only the time that those before it left."""

    def __init__(self, received: io.RawIOBase, sock: socket.socket, end: float) -> None:
        self._received, self._sock, self._end = received, sock, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(_left(self._end))
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()


def _end_of(seconds: float | None) -> float:
    if seconds is None:
        raise ValueError("a call of the search server has a limit")
    return time.monotonic() + seconds


def _left(end: float) -> float:
    """Never nought, which would mean not to wait at all."""
    if (left := end - time.monotonic()) <= 0:
        raise TimeoutError("the time of the call is over")
    return left
