"""How often customers may be registered in a store: by one address, and by all together."""

from datetime import datetime, timedelta

from commerce.core.limits import Limit, count_try

WINDOW = timedelta(minutes=15)
PER_ADDRESS = Limit("registration-address", 20, WINDOW)
IN_STORE = Limit("registration-store", 2000, WINDOW)


def count_registration(*, address: str, now: datetime) -> None:
    """The try is counted, whatever comes of it, before the e-mail is looked up. Refuses TooManyTries.

    `address` is the client's. Raises RuntimeError inside a transaction.
    """
    count_try([(PER_ADDRESS, address), (IN_STORE, "")], now=now)
