"""Whether a server that says nothing keeps silent to one pool or to all."""

from __future__ import annotations

from threading import Lock


class Silence:
    """Calls in a row that nobody answered in their time, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._untold = 0
        self._first: int | None = None
        self._is_of_several = False

    def unanswered(self, pool: int) -> int:
        """A call for this pool was not answered; returns how many calls speak against the server itself that were not
        told before. None while all are one pool's: that may have too much to do, and others be quick."""
        with self._lock:
            self._untold += 1
            if self._first is None:
                self._first = pool
            self._is_of_several |= pool != self._first
            if not self._is_of_several:
                return 0
            told, self._untold = self._untold, 0
            return told

    def answered(self) -> None:
        """Somebody was, whichever pool's the call was."""
        with self._lock:
            self._untold, self._first, self._is_of_several = 0, None, False
