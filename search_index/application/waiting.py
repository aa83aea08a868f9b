"""How long somebody has waited for an answer, however many questions it puts to the search engines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# All questions of one answer, and what is added for who answers in the place of an engine that failed.
ANSWER_SECONDS = 1.2
BESIDE_SECONDS = 0.2


@dataclass(slots=True)
class Waiting:
    """Since `began`, on the monotonic clock. `has_failed`: the engine gave no whole answer to one of the questions, or
    was not asked because it had failed others."""

    began: float = field(default_factory=time.monotonic)
    has_failed: bool = False

    def seconds_left(self) -> float:
        """Below nought when its time is over."""
        return self.began + ANSWER_SECONDS - time.monotonic()

    def seconds_left_beside(self) -> float:
        """For who answers in the engine's place, or always."""
        return self.seconds_left() + (BESIDE_SECONDS if self.has_failed else 0.0)


_open: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def one_answer() -> Iterator[None]:
    """Whatever the engines are asked within is waited for together; within another answer, as a part of that."""
    if _open.get() is not None:
        yield
        return
    token = _open.set(Waiting())
    try:
        yield
    finally:
        _open.reset(token)


def waiting() -> Waiting:
    """That of the open answer; where none is open, one that begins now."""
    return _open.get() or Waiting()
