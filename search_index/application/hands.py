"""Two hands at one work: one reads and puts together while what the other made is with the search server.

Without turns they fall into step: they begin at once, share one interpreter, come to the server at once and wait for it
both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

_own: ContextVar[Lock | None] = ContextVar("turn", default=None)


@contextmanager
def in_turn(turn: Lock) -> Iterator[None]:
    """Nobody else who works by this turn is at it meanwhile, but for while it is lent."""
    token = _own.set(turn)
    try:
        with turn:
            yield
    finally:
        _own.reset(token)


@contextmanager
def turn_is_lent() -> Iterator[None]:
    """Whoever waits for another server lets the other hand work, and goes on when that waits or is done.

    Nothing happens where there are no turns. To be used with no transaction open: the other hand may want its rows.
    """
    turn = _own.get()
    if turn is None:
        yield
        return
    turn.release()
    try:
        yield
    finally:
        turn.acquire()
