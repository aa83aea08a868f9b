"""Real workers and clocks of Celery, as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults.hearing import BOOK
from tests.support.databases import ROOT, admin_dsn
from wasla_site.launcher.roles import app_dsn

PATIENCE = 60
CELERY = [sys.executable, "-m", "celery", "-A", "wasla_site.celery"]
WORKER = [*CELERY, "worker", "--concurrency=2"]
BEAT = [*CELERY, "beat"]


@dataclass
class Hands:
    """Where the processes find database and Redis, and the book in which they write what they do."""

    database: str
    redis_url: str
    folder: Path
    story_seconds: float = 0

    @property
    def book(self) -> Path:
        return self.folder / "heard"

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": app_dsn(admin_dsn(), self.database),
            "REDIS_URL": self.redis_url,
            BOOK: str(self.book),
            "TESTS_STORY_SECONDS": str(self.story_seconds),
        }

    def heard(self, word: str) -> list[list[str]]:
        lines = self.book.read_text().splitlines() if self.book.exists() else []
        return [words[1:] for line in lines if (words := line.split())[0] == word]

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """The process in a session of its own; it and its children are killed afterwards, without farewells."""
        log = self.folder / f"{command[-1].strip('-')}-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(), stdout=output, stderr=output, start_new_session=True
            )
            try:
                yield process
            finally:
                children = children_of(process.pid)
                process.kill()
                for child in children:
                    with suppress(psutil.NoSuchProcess):
                        child.kill()
                process.wait(PATIENCE)

    def words(self) -> str:
        """What the processes said, for a test that fails."""
        return "\n".join(f"{path.name}: {path.read_text(errors='replace')}" for path in self.folder.glob("*.log"))

    def wait_until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """Seconds until it was so."""
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() < began + seconds, self.words()
            time.sleep(0.02)
        return time.monotonic() - began


def children_of(number: int) -> list[psutil.Process]:
    try:
        return psutil.Process(number).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
