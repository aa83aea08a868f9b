"""Circuit breakers: who does not answer is left alone for a while, and costs nobody any waiting."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

FAILURES = 5
REST_SECONDS = 30.0
# Beyond so many accounts the one unused for longest is forgotten: it then counts as sound.
MOST = 10_000


@dataclass(slots=True)
class _State:
    failures: int = 0
    rests_until: float = 0.0


class Breakers:
    """Counts of failures in a row, by account (of a gateway, of a server), in this process: what is shared could be
    down itself. `now` is in seconds on any steady clock."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, _State] = OrderedDict()
        self._lock = Lock()

    def lets_through(self, account: str, now: float) -> bool:
        """False while the account rests. After the rest one call may try, and the others wait for what it finds."""
        with self._lock:
            state = self._of(account)
            if state.failures < FAILURES:
                return True
            if now < state.rests_until:
                return False
            state.rests_until = now + REST_SECONDS
            return True

    def succeeded(self, account: str) -> None:
        with self._lock:
            self._of(account).failures = 0

    def failed(self, account: str, now: float) -> None:
        with self._lock:
            state = self._of(account)
            state.failures += 1
            if state.failures >= FAILURES:
                state.rests_until = now + REST_SECONDS

    def _of(self, account: str) -> _State:
        state = self._states.setdefault(account, _State())
        self._states.move_to_end(account)
        if len(self._states) > MOST:
            self._states.popitem(last=False)
        return state
