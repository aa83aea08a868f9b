import pytest

from tests.commerce.payments.gateways.counter import Counter
from tests.simulators.gateways.fixtures import simulator, simulator_process
from tests.simulators.gateways.running import Simulator

__all__ = ["counter", "simulator", "simulator_process"]


@pytest.fixture(params=["hyperpay", "hyperpay_mada", "paytabs", "moyasar"])
def counter(request: pytest.FixtureRequest, simulator: Simulator) -> Counter:
    """Noor's account with each gateway in turn, by mada's channel as well, or with those that a test names."""
    return Counter(simulator, request.param)
