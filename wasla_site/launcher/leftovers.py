"""Finds and ends the processes of one demo, also when the launcher that started them was killed."""

import contextlib
import os
from pathlib import Path

import psutil

MARK = "WASLA_DEMO"
PATIENCE_SECONDS = 5


def mark(data: Path) -> dict[str, str]:
    """The environment by which the processes of the demo over this data folder are known."""
    return {MARK: str(data.resolve())}


def end_processes(data: Path) -> int:
    """No marked process of this data folder runs any longer. Returns how many there were."""
    found = _marked(data)
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=PATIENCE_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE_SECONDS)
    return len(found)


def _marked(data: Path) -> list[psutil.Process]:
    ours = []
    wanted = str(data.resolve())
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == wanted:
                ours.append(process)
    return ours
