"""Three gateways in one process, written from their contracts and not from our adapters.

`python -m tests.simulators.gateways` starts it; `make gateway-simulator` does so for people.
"""
