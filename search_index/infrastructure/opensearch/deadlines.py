"""How long the search server may take."""

from __future__ import annotations

from search_index.application.ports import SearchUnavailable
from search_index.application.waiting import waiting

# A call that somebody waits for; a call of work that nobody waits for.
INTERACTIVE_SECONDS = 0.8
INDEXING_SECONDS = 30.0


class Deadline:
    """Of the open answer, since it began; where none is open, of one that begins now."""

    def __init__(self) -> None:
        self._answer = waiting()

    def left(self) -> float:
        return self._answer.seconds_left()

    def seconds(self) -> float:
        """What the next call may take; raises SearchUnavailable when nothing is left."""
        left = self.left()
        if left <= 0:
            raise SearchUnavailable("no time is left")
        return min(left, INTERACTIVE_SECONDS)
