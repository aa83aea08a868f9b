"""What a request costs the machine, whatever else it does meanwhile: CPU of the web process and of its PostgreSQL."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def cpu_ms(act: Callable[[], object]) -> float:
    """CPU in ms that `act` takes of this process and of the server process of Django's connection, on this machine."""
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    began = _spent_ms(backend)
    act()
    return _spent_ms(backend) - began


def _spent_ms(backend: Path) -> float:
    """The first of the kernel's figures is ns on the CPU; those of psutil have steps of 10 ms."""
    return time.process_time() * 1e3 + int(backend.read_text().split()[0]) / 1e6
