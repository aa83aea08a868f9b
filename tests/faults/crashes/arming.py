"""Makes the functions at the points deadly: who passes one when its time has come kills its own process, at once."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection

from tests.faults.crashes.points import Point

HITS, TRUCE = "hits", "truce"


def fatal_passes(point: Point, seed: int, deaths: int) -> tuple[int, ...]:
    """The passes, of all processes together, at which somebody dies, in order. Where one is to die, it is at the first:
    a short run has no time to wait for the third return."""
    if deaths == 1:
        return (1,)
    dice = random.Random(f"{seed}:{point.name}")  # noqa: S311 - a place, no secret
    passes, at = [], 0
    for _ in range(deaths):
        at += dice.randint(1, point.gap)
        passes.append(at)
    return tuple(passes)


class Toll:
    """Counts the passes of one point over all processes, without a lock that a dead process could hold.

    Each thread of each process appends to one file by a descriptor of its own: after its byte is written, that
    descriptor stands where the byte lies, which is the pass's number. Who has a fatal pass may be killed by somebody
    else before it dies of that: then the next one does.
    """

    def __init__(self, point: Point, folder: Path, fatal: tuple[int, ...]) -> None:
        self._point, self._fatal = point, fatal
        self._folder = folder
        self._passes = folder / f"passes of {point.name}"
        self._deaths = folder / f"deaths at {point.name}"
        self._own = threading.local()

    def take(self) -> None:
        """A pass, if it is of the kind that counts here."""
        if self._point.is_open not in {None, connection.in_atomic_block}:
            return
        if self._is_fatal(self._number()) and not (self._folder / TRUCE).exists():
            self._note_hit()
            os.kill(os.getpid(), signal.SIGKILL)
            threading.Event().wait()

    def _number(self) -> int:
        if getattr(self._own, "process", None) != os.getpid():
            self._own.file = os.open(self._passes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            self._own.process = os.getpid()
        os.write(self._own.file, b".")
        return os.lseek(self._own.file, 0, os.SEEK_CUR)

    def _is_fatal(self, number: int) -> bool:
        deaths = self._deaths.stat().st_size if self._deaths.exists() else 0
        return deaths < len(self._fatal) and number >= self._fatal[deaths]

    def _note_hit(self) -> None:
        _append(self._folder / HITS, f"{os.getpid()}\t{self._point.name}\n")
        _append(self._deaths, ".")


def _append(path: Path, text: str) -> None:
    os.write(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), text.encode())


def arm(points: Iterable[Point], folder: Path, seed: int, deaths: int) -> None:
    """In this process and in all that it forks. Call it when everything is imported: names that modules took from
    another are replaced too."""
    for point in points:
        toll = Toll(point, folder, fatal_passes(point, seed, deaths))
        for target in point.targets:
            _arm(target, point, toll)


def _arm(target: str, point: Point, toll: Toll) -> None:
    module_name, _, path = target.partition(":")
    owner: Any = import_module(module_name)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    deadly = _deadly(original, point, toll)
    setattr(owner, name, deadly)
    for module in list(sys.modules.values()):
        for known_as, value in list(vars(module).items()):
            if value is original:
                setattr(module, known_as, deadly)


def _deadly(original: Callable[..., Any], point: Point, toll: Toll) -> Callable[..., Any]:
    @wraps(original)
    def passed(*args: Any, **kwargs: Any) -> Any:
        if point.when == "before":
            toll.take()
        result = original(*args, **kwargs)
        if point.when == "after":
            toll.take()
        return result

    return passed


def hits(folder: Path) -> dict[str, int]:
    """How often each point killed somebody."""
    counted: dict[str, int] = {}
    if (folder / HITS).exists():
        for line in (folder / HITS).read_text().splitlines():
            name = line.split("\t")[1]
            counted[name] = counted.get(name, 0) + 1
    return counted
