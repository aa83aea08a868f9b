"""Connections to the search server on which the limit of a call is one of all of it."""

from __future__ import annotations

import io
import socket
import time
from functools import partial
from http.client import HTTPResponse
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import connection


class WholeCalls(HTTPConnection):
    """A call ends when its time is over, however far its answer has got: with a TimeoutError, at which urllib3 closes
    the connection, so that nobody reads the rest of the answer as his own.

    By themselves sockets wait that long for each packet, each address of a name and each step: a byte a second would
    hold whoever asked.
    """

    @property
    def timeout(self) -> float | None:
        """Seconds. urllib3 gives them to a connection when a call begins, and before its answer is read what of them
        is left by then."""
        return self._timeout

    @timeout.setter
    def timeout(self, seconds: float | None) -> None:
        self._timeout, self._since = seconds, time.monotonic()

    def _new_conn(self) -> socket.socket:
        try:
            return self._reached()
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"no address of {self.host} answers in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host} can't be reached: {error}") from error

    def _reached(self) -> socket.socket:
        """The first address that answers. Each has its share of what is left: where one is silent others may answer.
        Encrypting has what they leave."""
        family = connection.allowed_gai_family()
        found = socket.getaddrinfo(self._dns_host.strip("[]"), self.port, family, socket.SOCK_STREAM)
        for untried, (*_, address) in zip(range(len(found), 0, -1), found, strict=True):
            seconds = _left(self._end) / untried
            try:
                sock = connection.create_connection(
                    (str(address[0]), int(address[1])), seconds, socket_options=self.socket_options
                )
            except OSError:
                if untried == 1:
                    raise
            else:
                sock.settimeout(_left(self._end))
                return sock
        raise OSError("the name has no address")

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_left(self._end))
        super().send(data)

    def getresponse(self) -> Any:
        self.response_class = cast(type[HTTPResponse], partial(_Response, end=self._end))
        return super().getresponse()

    @property
    def _end(self) -> float:
        if not isinstance(self._timeout, int | float):
            raise TypeError("a call of the search server has a limit")
        return self._since + self._timeout


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


def _left(end: float) -> float:
    """Never nought, which would mean not to wait at all."""
    if (left := end - time.monotonic()) <= 0:
        raise TimeoutError("the time of the call is over")
    return left
