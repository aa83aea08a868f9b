"""Locks between launchers of one checkout. The system drops them when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from wasla_site.launcher.refusals import LaunchRefused


@contextmanager
def only_holder(path: Path, note: str, taken: str) -> Iterator[None]:
    """Nobody else holds the lock meanwhile; refused with `taken` and the holder's note when somebody does.

    A POSIX lock, because forked children must not keep it alive.
    """
    with _opened(path) as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LaunchRefused(f"{taken} ({file.read().strip()})") from error
        file.truncate(0)
        file.write(note)
        file.flush()
        yield
        file.truncate(0)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Waits until nobody else is inside."""
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Company:
    """Those who use a thing together; the last to leave is told so."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """True when nobody else is left. Joining and leaving must happen under one `one_at_a_time`."""
        with self._file:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True


def _opened(path: Path) -> TextIO:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise LaunchRefused(f"Cannot write {path}: {error.strerror}.") from error
