"""The simulator's process, by the clock of the run: what goes on at the gateways takes no longer there than here.

It is the world outside, so nobody kills it: its journal is the truth the shops are held against.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tests.faults.crashes.shop_clock import ShopClock
from tests.simulators.gateways.__main__ import main
from tests.simulators.gateways.clock import Clock


def live_by(clock: ShopClock) -> None:
    def now(self: Clock) -> datetime:
        return clock.now()

    Clock.now = now  # type: ignore[method-assign]


if __name__ == "__main__":
    live_by(ShopClock(Path(sys.argv.pop(1))))
    sys.exit(main())
