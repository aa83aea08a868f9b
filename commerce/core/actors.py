"""Who acts. Plain Python, so that rules can name actors; an actor's name is the one it had when it acted.

Edges say who acts, as they say whose rows there are: the request's middleware, the gateways' address, sign-up,
`manage.py`, the worker. What is recorded with nobody acting is a defect and raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    CUSTOMER = "customer"
    GUEST = "guest"
    STAFF = "staff"
    SYSTEM = "system"
    GATEWAY = "gateway"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the person's, the gateway's code or the command's name; empty for the system and for guests, whose key is
    a secret. `name` is empty for shoppers: what is recorded outlives their accounts."""

    kind: ActorKind
    id: str = ""
    name: str = ""


SYSTEM = Actor(ActorKind.SYSTEM)
GUEST = Actor(ActorKind.GUEST)


class ActorUnset(RuntimeError):
    """Something was to be recorded and no edge has said who does it. A defect."""


_current: ContextVar[Callable[[], Actor] | None] = ContextVar("actor", default=None)


def current_actor() -> Actor:
    """Who acts; raises ActorUnset when no edge has said."""
    ask = _current.get()
    if ask is None:
        raise ActorUnset("nobody acts here")
    return ask()


@contextmanager
def acting_as(actor: Actor | Callable[[], Actor]) -> Iterator[None]:
    """Inside, this one acts. A function is asked at every record: a request learns late who sent it."""
    known = actor
    token = _current.set((lambda: known) if isinstance(known, Actor) else known)
    try:
        yield
    finally:
        _current.reset(token)
