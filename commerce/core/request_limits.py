"""How often something may be asked: counters in the cache, for what is asked at every key stroke and does nothing.

What is tried is counted in PostgreSQL (`limits`), where no try is forgotten. There each question of a shopper would
write a row and wait for the row that counts the whole store. Here a counter is one addition in the cache that all
processes share; without one each process counts alone, and while it does not answer nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core.cache import cache

from commerce.core.limits import Limit, TooManyTries, Try, key_of


def count_request(requests: Iterable[Try], *, now: datetime) -> None:
    """One more request of each of these subjects is counted, in their order, in the open scope's store.

    Refuses TooManyTries at the first that has none left, and those after it are not counted: one machine does not use
    up what the whole store has. Windows begin at full multiples of their length.
    """
    for limit, subject in requests:
        number = int(now.timestamp() // limit.window.total_seconds())
        if _counted(f"requests:{key_of(limit, subject)}:{number}", limit) > limit.most:
            raise TooManyTries(ends_at=_end(number, limit.window), now=now)


def _counted(key: str, limit: Limit) -> int:
    """With this one; nought where the cache keeps nothing."""
    cache.add(key, 0, timeout=2 * limit.window.total_seconds())
    try:
        return int(cache.incr(key))
    except ValueError:
        return 0


def _end(number: int, window: timedelta) -> datetime:
    return datetime.fromtimestamp((number + 1) * window.total_seconds(), tz=UTC)
