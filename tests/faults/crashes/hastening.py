"""Lets the platform live by the run's clock, and its limits of calls shrink with it.

What is written against each other stays in proportion: a call ends long before it counts as no longer under way.
"""

from __future__ import annotations

from datetime import datetime

from tests.faults.crashes.facts import Facts
from tests.faults.crashes.shop_clock import ShopClock


def hasten(facts: Facts) -> None:
    from commerce.core import breakers, clock
    from commerce.payments.infrastructure.transport import client

    shop = ShopClock(facts.clock)

    def now() -> datetime:
        return clock._as_of.get() or shop.now()

    clock.now = now
    client.ALL_SECONDS /= facts.pace
    client.READ_SECONDS /= facts.pace
    client.CONNECT_SECONDS /= facts.pace
    client._PAUSES = tuple(pause / facts.pace for pause in client._PAUSES)  # type: ignore[assignment]
    breakers.REST_SECONDS /= facts.pace
