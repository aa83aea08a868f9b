"""How long the search server may take."""

from __future__ import annotations

import time

from search_index.application.ports import SearchUnavailable
from search_index.application.waiting import waiting

# A call that somebody waits for; all calls of one answer; a call of work that nobody waits for.
INTERACTIVE_SECONDS = 0.8
ANSWER_SECONDS = 1.2
INDEXING_SECONDS = 30.0


class Deadline:
    """Of the open answer, since it began; where none is open, of one that begins now."""

    def __init__(self) -> None:
        self._ends = waiting().began + ANSWER_SECONDS

    def seconds(self) -> float:
        """What the next call may take; raises SearchUnavailable when nothing is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise SearchUnavailable("no time is left")
        return min(left, INTERACTIVE_SECONDS)
