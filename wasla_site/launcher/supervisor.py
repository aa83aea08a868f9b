"""Keeps the demo's processes together: when one stops or a signal comes, all stop."""

import http.client
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from wasla_site.launcher.console import say

READY_SECONDS = 90
PATIENCE_SECONDS = 10


class Supervisor(Manager):
    """Honcho's manager, which also remembers why it stopped and does not wait for ever."""

    def __init__(self) -> None:
        super().__init__(Printer(sys.stdout))
        self.failure: str | None = None

    def add(self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.add_process(name, f"exec {shlex.join(command)}", env=dict(environment), cwd=str(folder))

    def terminate(self) -> None:
        """Ends all processes. Honcho calls it when a process has stopped and at SIGINT and SIGTERM."""
        if not self._all_started():
            raise KeyboardInterrupt  # Honcho does not know their numbers yet: the launcher ends them.
        if not self._terminating:
            self.failure = self.failure or self._who_stopped()
            impatience = threading.Timer(PATIENCE_SECONDS, self.kill)
            impatience.daemon = True
            impatience.start()
        super().terminate()

    def _who_stopped(self) -> str | None:
        for name, process in self._processes.items():
            if process.get("returncode") is not None:
                return f"The {name} stopped with status {process['returncode']}; its last words are above."
        return None

    def greet_when_ready(self, port: int, greeting: Callable[[], str]) -> None:
        """Shows the greeting once the site answers; ends everything when it does not do so in time."""
        threading.Thread(target=self._wait_and_greet, args=(port, greeting), daemon=True).start()

    def _wait_and_greet(self, port: int, greeting: Callable[[], str]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        answer = "no answer"
        while time.monotonic() < deadline:
            answer = _health(port)
            if answer == "200":
                say(greeting())
                return
            time.sleep(0.1)
        self.failure = f"The site did not become ready in {READY_SECONDS} s: /healthz gave {answer}."
        os.kill(os.getpid(), signal.SIGTERM)


def _health(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return f"{error}"
    finally:
        connection.close()
