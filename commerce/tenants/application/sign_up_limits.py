"""How often stores may be opened on the platform's own host: by one address, and by all together."""

from datetime import datetime, timedelta

from commerce.core.limits import Limit, count_try_at_platform

WINDOW = timedelta(minutes=15)
PER_ADDRESS = Limit("sign-up-address", 30, WINDOW)
ON_PLATFORM = Limit("sign-up-platform", 1000, WINDOW)


def count_sign_up(*, address: str, now: datetime) -> None:
    """The try is counted, whatever comes of it, before anything is looked up. Refuses TooManyTries.

    `address` is the client's. Raises RuntimeError inside a transaction.
    """
    count_try_at_platform([(PER_ADDRESS, address), (ON_PLATFORM, "")], now=now)
