"""One deadline over all requests of an adapter's call: who waits, waits for the call."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from commerce.payments.infrastructure.transport import client
from commerce.payments.infrastructure.transport.deadlines import deadline_of_call

P = ParamSpec("P")
R = TypeVar("R")
Adapter = TypeVar("Adapter", bound=type)

# Those that go over the network.
_CALLS = ("start", "find", "find_all", "capture", "void", "refund", "find_operation", "close_page")


def within_one_deadline(adapter: Adapter) -> Adapter:
    """Each of its calls is over after `client.ALL_SECONDS`, however many requests it makes: those for which no time is
    left are not sent."""
    for name in _CALLS:
        setattr(adapter, name, _limited(getattr(adapter, name)))
    return adapter


def _limited(call: Callable[P, R]) -> Callable[P, R]:
    @wraps(call)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with deadline_of_call(client.ALL_SECONDS):
            return call(*args, **kwargs)

    return limited
