"""A server that takes its time."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time

BODY = b'{"timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":0},"hits":[]}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
ANSWER = HEAD + BODY
PAUSE, DROP = 0.3, 5


class Dripping:
    """A server that sends its answers in small pieces, from `at` on of each, none of them late; and from whom.

    `unread` counts the pieces that nobody was there to get; whom it could not agree with on encryption it never
    accepted.
    """

    def __init__(self, at: int, *, encrypted: ssl.SSLContext | None = None) -> None:
        self.at, self.accepted, self.unread = at, 0, 0
        self._listening, self._encrypted = socket.create_server(("127.0.0.1", 0)), encrypted
        self.port = int(self._listening.getsockname()[1])
        self.url = f"{'https' if encrypted else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _run(self) -> None:
        while True:
            try:
                connection = self._listening.accept()[0]
            except OSError:
                return
            try:
                if self._encrypted:
                    connection = self._encrypted.wrap_socket(connection, server_side=True)
            except OSError:
                continue
            self.accepted += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while self._is_asked(connection):
                connection.sendall(ANSWER[: self.at])
                for start in range(self.at, len(ANSWER), DROP):
                    time.sleep(PAUSE)
                    try:
                        connection.sendall(ANSWER[start : start + DROP])
                    except OSError:
                        self.unread += 1
                        return

    @staticmethod
    def _is_asked(connection: socket.socket) -> bool:
        """All of the question is here: its body may come behind its head, and is no question of its own."""
        asked = b""
        while not _is_whole(asked):
            try:
                more = connection.recv(65536)
            except OSError:
                return False
            if not more:
                return False
            asked += more
        return True


def _is_whole(asked: bytes) -> bool:
    head, ended, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return bool(ended) and len(body) >= (int(length[1]) if length else 0)
