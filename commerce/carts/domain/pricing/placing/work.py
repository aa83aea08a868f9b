"""How much work a price may be: counted, and never timed, so that a price is the same every time and everywhere."""

from __future__ import annotations

# What one price may take for rules that share pieces. One of it is about a microsecond of a machine of these days.
MOST_WORK = 800_000


class Work:
    """So much may be done. Whoever does something notes what it was, and stops once nothing is left."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.done = 0

    def note(self, done: int) -> None:
        self.done += done

    @property
    def left(self) -> int:
        return max(0, self._most - self.done)

    @property
    def is_used_up(self) -> bool:
        return self.done >= self._most

    def part(self, numerator: int, denominator: int) -> Work:
        """A part of what is left, to be noted here once it is done."""
        return Work(self.left * numerator // denominator)
