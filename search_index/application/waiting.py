"""How long somebody has waited for an answer, however many questions it puts to the search engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Waiting:
    """Since `began`, on the monotonic clock. `has_failed`: the engine gave no whole answer to one of the questions."""

    began: float = field(default_factory=time.monotonic)
    has_failed: bool = False


_open: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def one_answer() -> Iterator[None]:
    """Whatever the engine is asked within is waited for together; within another answer, as a part of that."""
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
