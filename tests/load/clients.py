"""Clients that all begin together: threads of several processes, each with a connection of its own, as a site is
served."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from django.db import connection

from commerce.core.actors import GUEST, acting_as
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.load.figures import Attempt, Run, Waited

THREADS = 5
PATIENCE_SECONDS = 60
# Forked, so that what was imported and asked before is there in every process, as in a site that has served a while.
_forking = get_context("fork")


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many clients who share so many attempts, or go on until the others are done. Each attempt is told its number,
    and answers in a word, or with its calls of a gateway besides. Each client's connection has served an `opening`
    before, as those of a site have."""

    clients: int
    act: Callable[[int], str | Waited]
    attempts: int | None = None
    opening: Callable[[int], object] = lambda number: None
    numbers: Any = field(default_factory=lambda: _forking.Value("q", 0))
    openings: Any = field(default_factory=lambda: _forking.Value("q", 0))

    def open(self) -> None:
        self.opening(_next(self.openings))

    def next_number(self) -> int | None:
        number = _next(self.numbers)
        return None if self.attempts is not None and number >= self.attempts else number

    def threads(self) -> Sequence[int]:
        """Of each of its processes."""
        return [min(THREADS, self.clients - first) for first in range(0, self.clients, THREADS)]


def _next(numbers: Any) -> int:
    with numbers.get_lock():
        number = int(numbers.value)
        numbers.value += 1
    return number


@dataclass(frozen=True, slots=True)
class _Stage:
    """What all processes know from their beginning."""

    crowds: Sequence[Crowd]
    together: Any
    over: Any


_stage: _Stage


def run(crowd: Crowd, *, beside: Crowd | None = None) -> Run:
    """What became of the crowd's attempts, and of those of the crowd beside it, which all began at the same instant.

    A client that ends by an error ends the run with it. Works in Noor.
    """
    connection.close()
    crowds = [crowd] if beside is None else [crowd, beside]
    stage = _Stage(crowds, _forking.Barrier(1 + sum(each.clients for each in crowds)), _forking.Event())
    shares = [(number, threads) for number, each in enumerate(crowds) for threads in each.threads()]
    with ProcessPoolExecutor(len(shares), _forking, _enter, (stage,)) as pool:
        made = [(number, pool.submit(_share, number, threads)) for number, threads in shares]
        try:
            stage.together.wait(PATIENCE_SECONDS)
            begun = time.monotonic()
            attempts = [attempt for number, share in made if number == 0 for attempt in share.result()]
        finally:
            stage.over.set()
        return Run(begun, attempts, [attempt for number, share in made if number for attempt in share.result()])


def _enter(stage: _Stage) -> None:
    global _stage  # noqa: PLW0603 - what a process inherits when it is forked can't be sent to it
    _stage = stage


def _share(number: int, threads: int) -> list[Attempt]:
    """What one process does of the crowd's attempts."""
    with ThreadPoolExecutor(threads) as pool:
        clients = [pool.submit(_client, _stage.crowds[number]) for _ in range(threads)]
        return [attempt for client in clients for attempt in client.result()]


def _client(crowd: Crowd) -> list[Attempt]:
    made: list[Attempt] = []
    try:
        with tenant_scope(Tenant.objects.get(slug="noor").pk), acting_as(GUEST):
            crowd.open()
            _stage.together.wait(PATIENCE_SECONDS)
            while not _stage.over.is_set() and (number := crowd.next_number()) is not None:
                made.append(_attempt(crowd, number))
    finally:
        connection.close()
    return made


def _attempt(crowd: Crowd, number: int) -> Attempt:
    begun = time.monotonic()
    try:
        told = crowd.act(number)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told as what became of this attempt
        told = f"{type(error).__name__}: {error}".splitlines()[0]
    ended = time.monotonic()
    if isinstance(told, Waited):
        return Attempt(told.answer, begun, ended, told.calls)
    return Attempt(told, begun, ended)
