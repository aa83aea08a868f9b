"""Everything the simulator holds, behind one lock."""

from __future__ import annotations

import secrets
import threading
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.simulators.gateways.bank import Bank
from tests.simulators.gateways.clock import Clock
from tests.simulators.gateways.deliveries import Delivery, Postman
from tests.simulators.gateways.faults import Faults
from tests.simulators.gateways.merchants import Merchant, known


@dataclass
class Session:
    """A checkout, a page or an invoice: what a payer can pay at."""

    id: str
    gateway: str
    merchant: Merchant
    minor: int
    currency: str
    key: str
    is_hold: bool
    made_at: datetime
    lives: timedelta
    facts: dict[str, Any] = field(default_factory=dict)
    payments: list[str] = field(default_factory=list)
    is_cancelled: bool = False


class World:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.postman = Postman(self.clock)
        self.beginnings = 0
        self.start_over()

    def start_over(self) -> None:
        """As on the first day, at the machine's own time."""
        with self.lock:
            self.beginnings += 1
            self.clock.start_over()
            self.bank = Bank(self.clock)
            self.faults = Faults()
            self.merchants = known()
            self.sessions: dict[str, Session] = {}
            self.calls: list[str] = []
            self.asks: dict[str, list[datetime]] = defaultdict(list)
            self.hooks: dict[str, dict[str, Any]] = {}
            self.postman.held = False
            self.postman.sent.clear()

    def merchant(self, gateway: str, name: str, value: str) -> Merchant | None:
        """The one whose fact this is."""
        found = (one for one in self.merchants if one.gateway == gateway and one.facts.get(name) == value)
        return next(found, None) if value else None

    def is_alive(self, session: Session) -> bool:
        return not session.is_cancelled and self.clock.now() < session.made_at + session.lives

    def takes_cards(self, session: Session) -> bool:
        """Whether its page is open, by its time or by what is switched on."""
        if session.is_cancelled:
            return False
        return self.is_alive(session) or self.faults.take("late_success", session.gateway, "pay") is not None

    def stays_open(self, session: Session) -> bool:
        """Though it was paid or refused."""
        return self.faults.take("page_stays_open", session.gateway, "pay") is not None

    def is_throttled(self, name: str, most: int, seconds: float) -> bool:
        """Counts an ask; whether there were too many in the window."""
        now = self.clock.now()
        recent = [at for at in self.asks[name] if now - at < timedelta(seconds=seconds)]
        self.asks[name] = [*recent, now]
        return len(recent) >= most

    def post_webhook(self, delivery: Delivery, forged: Delivery | None = None) -> None:
        """On its way, with whatever was switched on for it."""
        gateway = delivery.gateway
        if self.faults.take("webhook_never", gateway, "webhook"):
            return
        late = self.faults.take("webhook_late", gateway, "webhook")
        if late:
            delivery.due += timedelta(seconds=float(late.value))
        copies = self.faults.take("webhook_duplicate", gateway, "webhook")
        if forged is not None:
            self.postman.post(forged)
        for _ in range(int(copies.value) if copies else 1):
            self.postman.post(Delivery(**{**vars(delivery), "answers": []}))


def new_uuid() -> str:
    return str(uuid.uuid4())


def new_hex() -> str:
    return secrets.token_hex(16)
