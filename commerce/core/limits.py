"""How often something may be tried: counters of a store, and of the platform's own host, in PostgreSQL, so that they
hold in every process and mode.

A try is counted before it is made, by one upsert in a short transaction of its own. What reads first and counts later
lets a hundred tries at once pass; what counts in the request's transaction forgets when that is rolled back, and holds
a row while passwords are hashed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from commerce.core.errors import Refusal
from commerce.core.models import PlatformTriesWindow, TriesWindow
from commerce.core.scope import current_tenant_id, system_scope, tenant_scope

SWEPT_AT_ONCE = 1000

_COUNT = """
    INSERT INTO {table} AS seen ({whose}, count, ends_at)
    VALUES ({values}, 1, %(ends_at)s)
    ON CONFLICT ({whose}) DO UPDATE SET
        count = CASE WHEN seen.ends_at <= %(now)s THEN 1 ELSE least(seen.count, %(most)s) + 1 END,
        ends_at = CASE WHEN seen.ends_at <= %(now)s THEN excluded.ends_at ELSE seen.ends_at END
    RETURNING count, ends_at
"""
_COUNT_IN_STORE = _COUNT.format(table="core_trieswindow", whose="tenant_id, key", values="%(tenant)s, %(key)s")
_COUNT_AT_PLATFORM = _COUNT.format(table="core_platformtrieswindow", whose="key", values="%(key)s")
_GIVE_BACK = """
    UPDATE core_trieswindow SET count = count - 1
    WHERE tenant_id = %(tenant)s AND key = %(key)s AND ends_at > %(now)s AND count > 0
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of one subject in a `window`, which begins with the first of them. `name` is the kind."""

    name: str
    most: int
    window: timedelta


class TooManyTries(Refusal):
    """`minutes` until trying makes sense again, at least 1; `seconds` for a Retry-After header."""

    code = "too_many_tries"

    def __init__(self, *, ends_at: datetime, now: datetime) -> None:
        self.seconds = max(1, ceil((ends_at - now).total_seconds()))
        super().__init__(minutes=ceil(self.seconds / 60))


Try = tuple[Limit, str]


def count_try(tries: Iterable[Try], *, now: datetime) -> None:
    """One more try of each of these subjects is counted, in their order.

    Refuses TooManyTries at the first that has none left, and those after it are not counted: hammering one account
    does not use up what the whole store has. Give them in the same order everywhere, for the counters are locked in
    it, and the widest last. Raises RuntimeError inside a transaction.
    """
    _count(_COUNT_IN_STORE, {"tenant": current_tenant_id()}, tries, now)


def count_try_at_platform(tries: Iterable[Try], *, now: datetime) -> None:
    """As `count_try`, of what is done on the platform's own host and is no store's."""
    _count(_COUNT_AT_PLATFORM, {}, tries, now)


def _count(statement: str, whose: dict[str, int], tries: Iterable[Try], now: datetime) -> None:
    refused_until = None
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for limit, subject in tries:
            facts = {"most": limit.most, "ends_at": now + limit.window}
            cursor.execute(statement, whose | _facts(limit, subject, now) | facts)
            count, ends_at = cursor.fetchone()
            if count > limit.most:
                refused_until = ends_at
                break
    if refused_until is not None:
        raise TooManyTries(ends_at=refused_until, now=now)


def give_back(tries: Iterable[Try], *, now: datetime) -> None:
    """The tries turned out to be none: they are counted no more."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for limit, subject in tries:
            cursor.execute(_GIVE_BACK, {"tenant": current_tenant_id()} | _facts(limit, subject, now))


def forget_tries(limit: Limit, subject: str) -> None:
    """All tries are left again."""
    with transaction.atomic(durable=True):
        TriesWindow.objects.filter(key=key_of(limit, subject)).delete()


def forget_windows(*, now: datetime) -> int:
    """Windows that are over are gone, in every store and the platform's own; returns how many."""
    with system_scope(), transaction.atomic():
        over = list(TriesWindow.objects.over(now).values_list("tenant_id", "id")[:SWEPT_AT_ONCE])
    ids: dict[int, list[int]] = {}
    for tenant_id, window_id in over:
        ids.setdefault(tenant_id, []).append(window_id)
    for tenant_id, window_ids in ids.items():
        with tenant_scope(tenant_id), transaction.atomic():
            TriesWindow.objects.over(now).filter(pk__in=window_ids).delete()
    return len(over) + _forget_windows_of_platform(now)


def _forget_windows_of_platform(now: datetime) -> int:
    over = PlatformTriesWindow.objects.filter(ends_at__lte=now).order_by("ends_at", "id")[:SWEPT_AT_ONCE]
    forgotten, _ = PlatformTriesWindow.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()
    return forgotten


def _facts(limit: Limit, subject: str, now: datetime) -> dict[str, Any]:
    return {"key": key_of(limit, subject), "now": now}


def key_of(limit: Limit, subject: str) -> str:
    """What people typed is not kept, only something that is the same for the same."""
    return f"{limit.name}:{salted_hmac('commerce.core.limits', subject, algorithm='sha256').hexdigest()[:40]}"
