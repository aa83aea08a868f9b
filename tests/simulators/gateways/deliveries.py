"""Webhooks on their way: queued, delivered by a thread of their own, repeated until they are answered."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from tests.simulators.gateways.clock import Clock

TIME_LIMIT = 10.0


@dataclass
class Delivery:
    """`pauses` are the minutes before each repeat; `wants_exactly` is the only answer that ends them, None for any
    2xx."""

    gateway: str
    url: str
    body: bytes
    headers: dict[str, str]
    due: datetime
    method: str = "POST"
    pauses: tuple[float, ...] = ()
    wants_exactly: bytes | None = None
    answers: list[int] = field(default_factory=list)


class Postman:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: list[Delivery] = []
        self._under_way = 0
        self.held = False
        self.sent: list[Delivery] = []

    def post(self, delivery: Delivery) -> None:
        with self._lock:
            self._waiting.append(delivery)

    def run(self) -> None:
        while True:
            delivery = self._next()
            if delivery is None:
                time.sleep(0.01)
                continue
            self._deliver(delivery)

    def release(self, order: str, seed: int) -> None:
        """What was held goes out now: as it came, `reversed` or `shuffled`."""
        with self._lock:
            if order == "reversed":
                self._waiting.reverse()
            elif order == "shuffled":
                random.Random(seed).shuffle(self._waiting)  # noqa: S311 - an order, no secret
            now = self._clock.now()
            for number, delivery in enumerate(self._waiting):
                delivery.due = now + timedelta(microseconds=number)
            self.held = False

    def is_idle(self) -> bool:
        """Whether nothing that is due is still under way."""
        with self._lock:
            now = self._clock.now()
            is_due = not self.held and any(delivery.due <= now for delivery in self._waiting)
            return not is_due and not self._under_way

    def _next(self) -> Delivery | None:
        with self._lock:
            now = self._clock.now()
            due = [] if self.held else [delivery for delivery in self._waiting if delivery.due <= now]
            if not due:
                return None
            first = min(due, key=lambda delivery: delivery.due)
            self._waiting.remove(first)
            self._under_way += 1
            return first

    def _deliver(self, delivery: Delivery) -> None:
        status, answer = _call(delivery)
        with self._lock:
            delivery.answers.append(status)
            if len(delivery.answers) == 1:
                self.sent.append(delivery)
            is_heard = 200 <= status < 300 and delivery.wants_exactly in {None, answer}
            if not is_heard and len(delivery.answers) <= len(delivery.pauses):
                delivery.due = self._clock.now() + timedelta(minutes=delivery.pauses[len(delivery.answers) - 1])
                self._waiting.append(delivery)
            self._under_way -= 1


def _call(delivery: Delivery) -> tuple[int, bytes]:
    address = urlsplit(delivery.url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=TIME_LIMIT)
    target = address.path + (f"?{address.query}" if address.query else "")
    try:
        connection.request(delivery.method, target, delivery.body, delivery.headers)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, HTTPException):
        return 0, b""
    finally:
        connection.close()
