"""The simulator's time: the machine's, plus what was skipped."""

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def start_over(self) -> None:
        self._ahead = timedelta()

    def set(self, instant: datetime) -> None:
        self._ahead = instant - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)
