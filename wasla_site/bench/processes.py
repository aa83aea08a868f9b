"""A worker process with one database, asked one thing at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Self

from wasla_site.launcher.places import CHECKOUT


class WorkerFailed(RuntimeError):
    """The worker ended; what it said of the reason stands on the standard error output."""


class Worker:
    """Each database has its own process, as in life: what a process remembers of one size never serves another."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "wasla_site.bench.worker"]
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The worker ends by itself when nothing more can be asked."""
        self._process.communicate()

    def ask(self, question: str, **facts: Any) -> Any:
        """The answer of the function of this name in `wasla_site.bench.answers`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"question": question, "facts": facts}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise WorkerFailed(question) from error
        answer = self._process.stdout.readline()
        if not answer:
            raise WorkerFailed(question)
        return json.loads(answer)
