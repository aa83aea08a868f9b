"""The simulator in tests, for conftests to import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from commerce.core.breakers import Breakers
from commerce.payments.infrastructure.transport import client
from tests.simulators.gateways.running import Simulator, running_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[Simulator]:
    with running_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: Simulator, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The three gateways as on their first day, where our adapters look for them, and no breaker knows of a failure:
    accounts of other tests have the same numbers."""
    simulator_process.control("reset")
    monkeypatch.setattr(client, "breakers", Breakers())
    settings.GATEWAY_HOSTS = simulator_process.hosts
    return simulator_process
