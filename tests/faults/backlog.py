"""A server that connecting never gets through to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

# A connection of this machine that is not there by then never will be.
PATIENCE = 0.3


@contextmanager
def full_backlog() -> Iterator[int]:
    """The port of a server whose backlog is full: the kernel drops whoever knocks and says nothing."""
    with ExitStack() as open_ones:
        listening = open_ones.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = int(listening.getsockname()[1])
        for _ in range(16):
            waiting = open_ones.enter_context(socket.socket())
            waiting.settimeout(PATIENCE)
            try:
                waiting.connect(("127.0.0.1", port))
            except TimeoutError:
                yield port
                return
        raise AssertionError("the backlog does not fill")
