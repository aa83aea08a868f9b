"""A proxy that misbehaves: it stands between a client and a real server, on a free port of this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto

CHUNK = 65536


class Manner(Enum):
    """PASS hands everything on. BLACK_HOLE takes what comes and never answers. RESET hangs up on everybody. SLOW and
    LATE wait before they hand on each packet (`PAUSES`): the one is too slow for a limit of a second, the other is not.
    DRIP hands answers on in `DROPS` pieces with a pause before each: no piece is late, and the whole is.
    """

    PASS = auto()
    BLACK_HOLE = auto()
    SLOW = auto()
    LATE = auto()
    RESET = auto()
    DRIP = auto()


# In seconds; a question and its answer wait twice.
PAUSES = {Manner.SLOW: 0.7, Manner.LATE: 0.3, Manner.DRIP: 0.2}
DROPS = 20


class FaultProxy:
    """Its manner may change at any moment, for open connections too. `server` is (host, port) or a socket's path."""

    def __init__(self, server: tuple[str, int] | str) -> None:
        self.server = server
        self.manner = Manner.PASS
        self.port = 0
        self.swallowed = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), "the proxy did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)
        assert not self._thread.is_alive(), "the proxy did not stop"

    async def _run(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = listener.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        listener.close()
        for writer in self._writers:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if self.manner is Manner.RESET:
            writer.transport.abort()
            return
        if isinstance(self.server, str):
            answers, server = await asyncio.open_unix_connection(self.server)
        else:
            answers, server = await asyncio.open_connection(*self.server)
        self._writers.add(server)
        await asyncio.gather(self._hand_on(reader, server), self._hand_on(answers, writer, drops=DROPS))

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, drops: int = 1) -> None:
        with suppress(ConnectionError):
            while packet := await reader.read(CHUNK):
                if self.manner is Manner.RESET:
                    break
                if self.manner is Manner.BLACK_HOLE:
                    self.swallowed += len(packet)
                    continue
                size = -(-len(packet) // drops) if self.manner is Manner.DRIP else len(packet)
                for start in range(0, len(packet), size):
                    await asyncio.sleep(PAUSES.get(self.manner, 0))
                    writer.write(packet[start : start + size])
                    await writer.drain()
        writer.transport.abort()


@contextmanager
def proxy_to(server: tuple[str, int] | str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(server)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
