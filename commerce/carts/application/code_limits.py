"""How often a store may be asked for a code it has not: by one shopper, by one address, and by all together.

Codes are guessed where nobody counts. A guest is a new one with every cookie they throw away, so their address counts
as well, with room for a household or an office.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from commerce.carts.domain.values import Shopper
from commerce.core.limits import Limit, Try, count_try, give_back

WINDOW = timedelta(minutes=15)
PER_SHOPPER = Limit("code-shopper", 10, WINDOW)
PER_ADDRESS = Limit("code-address", 50, WINDOW)
IN_STORE = Limit("code-store", 2000, WINDOW)


def count_code(shopper: Shopper, *, address: str, now: datetime) -> None:
    """The try is counted, before the code is looked up. Refuses TooManyTries.

    `address` is the client's. Raises RuntimeError inside a transaction.
    """
    count_try(_tries(shopper, address), now=now)


def forgive_code(shopper: Shopper, *, address: str, now: datetime) -> None:
    """The code is the store's: it was no guess."""
    give_back(_tries(shopper, address), now=now)


def _tries(shopper: Shopper, address: str) -> list[Try]:
    return [(PER_SHOPPER, shopper.actor), (PER_ADDRESS, address), (IN_STORE, "")]
