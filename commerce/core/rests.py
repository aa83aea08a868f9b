"""What does not answer is left alone for a while, so that nobody else waits for it. In this process only."""

from datetime import datetime, timedelta


class Rest:
    """Begins with a failure and ends by itself; the first to come afterwards tries again."""

    def __init__(self, length: timedelta) -> None:
        self.length = length
        self._until: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        return self._until is not None and now < self._until

    def end(self) -> None:
        self._until = None

    def begin(self, now: datetime) -> None:
        self._until = now + self.length
