from tests.simulators.gateways.fixtures import simulator, simulator_process

__all__ = ["simulator", "simulator_process"]
