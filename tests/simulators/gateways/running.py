"""The simulator as a process of its own, and its control door."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[3]


class Simulator:
    """`hosts` is what `GATEWAY_HOSTS` should say."""

    def __init__(self, line: str) -> None:
        pairs = line.strip().removeprefix("GATEWAY_HOSTS=").split(",")
        self.hosts = dict(pair.split("=", 1) for pair in pairs)
        self.address = self.hosts["hyperpay"].removesuffix("/hyperpay")

    def control(self, door: str, /, **facts: Any) -> Any:
        # The address is the process's own.
        request = Request(f"{self.address}/control/{door}", json.dumps(facts).encode(), method="POST")  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def fault(self, kind: str, gateway: str = "", operation: str = "", **more: Any) -> None:
        self.control("faults", kind=kind, gateway=gateway, operation=operation, **more)

    def calls(self, gateway: str, operation: str) -> int:
        """How often it was asked since the reset."""
        return list(self.control("calls")).count(f"{gateway} {operation}")

    def journal(self) -> list[dict[str, Any]]:
        return list(self.control("journal"))

    def holds(self) -> list[str]:
        """The keys under which their payers paid what is held, neither taken nor let go."""
        return list(self.control("holds"))

    def deliveries(self) -> list[dict[str, Any]]:
        """The webhooks that were sent since the reset, once they are all out."""
        return list(self.control("quiet"))


@contextmanager
def running_simulator() -> Iterator[Simulator]:
    command = [sys.executable, "-m", "tests.simulators.gateways", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Simulator(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=10)
