from collections.abc import Callable

import pytest

from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.till import Till
from tests.simulators.gateways.fixtures import simulator, simulator_process
from tests.simulators.gateways.running import Simulator

__all__ = ["simulator", "simulator_process"]

OpenTill = Callable[..., Till]


@pytest.fixture
def till(at_noor: Tenant, simulator: Simulator, settings: pytest.FixtureRequest) -> OpenTill:
    """Noor's till at a gateway, its webhooks on their way to us; events are heard and counted."""
    settings.EVENT_HANDLERS = "tests.commerce.payments.failures.till.HANDLERS"  # type: ignore[attr-defined]
    return lambda gateway, **more: Till(simulator, gateway, **more)
