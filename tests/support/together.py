"""Several things at the same instant: the one way in which tests start threads that are to meet."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from threading import Barrier, Lock
from typing import Any

import psycopg
from django.db import connection

from commerce.core import clock
from commerce.core.errors import Refusal
from tests.support.databases import admin_dsn

Act = Callable[[], Any]
# Called with how many have begun, when each has: it returns when the next may.
Come = Callable[[int], None]

LONGEST = 60.0
_PAUSE = 0.02


def at_once(*acts: Act, meanwhile: AbstractContextManager[Come | None] | None = None) -> list[Any]:
    """What each act answered, in their order; what one raised is raised here, when all have ended.

    Each runs in a thread with a connection of its own and stands where the test stands: in its store, at this instant,
    as who acts in it. All are let go together, or, where `meanwhile` says when each has come to where it is held,
    when that is left.
    """
    barrier = Barrier(len(acts))
    pool = ThreadPoolExecutor(len(acts))
    with pool, clock.as_of(clock.now()), meanwhile or nullcontext() as come:
        begun: list[Future[Any]] = []
        for act in acts:
            wait = (lambda: None) if come else (lambda: barrier.wait(LONGEST))
            begun.append(pool.submit(copy_context().run, _go, act, wait))
            if come is not None:
                come(len(begun))
    return [each.result() for each in begun]


def _go(act: Act, wait: Act) -> Any:
    try:
        connection.ensure_connection()
        wait()
        return act()
    finally:
        connection.close()


def outcomes(*acts: Act) -> list[str]:
    """As `at_once`: "done", or the code of the refusal, of each."""
    return at_once(*(_told(act) for act in acts))


def _told(act: Act) -> Act:
    def told() -> str:
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return "done"

    return told


class Meeting:
    """A place in the code where so many come before any goes on; who is held back by a lock of those who came is not
    waited for. So two really meet where a guard lets them, and none waits longer than it must where one holds."""

    def __init__(self, parties: int) -> None:
        self._parties, self._come, self._lock = parties, 0, Lock()
        self._database = str(connection.settings_dict["NAME"])

    def pass_by(self) -> None:
        """Who will not come any more is not waited for."""
        with self._lock:
            self._come += 1

    def come(self) -> None:
        self.pass_by()
        until(lambda: self._come + len(held_back(self._database)) >= self._parties)


def until(is_so: Callable[[], bool], *, seconds: float = 20.0, what: str = "it") -> None:
    """Returns as soon as it is so; AssertionError when it does not come to be."""
    over = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < over, f"{what} did not come to be"
        time.sleep(_PAUSE)


def held_back(database: str) -> Sequence[Any]:
    """Who waits for a lock there."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with psycopg.connect(admin_dsn(), autocommit=True) as watcher:
        return watcher.execute(query, [database]).fetchall()
