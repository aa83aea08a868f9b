"""Making the documents again of what changed, in every store."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from threading import Lock

from django.db import connection, transaction
from django.db.models import Count, Max, Min

from commerce.core import clock
from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import open_stores
from search_index.application.hands import in_turn
from search_index.application.shares import Shares
from search_index.application.sources import OTHERS_MARKS
from search_index.application.use_cases.index_store_changes import Looked, index_store_changes

log = logging.getLogger(__name__)

# What is taken of a store at a time: enough that a request is worth its while, few enough that others soon follow.
SHARE = 300
# Of each where many wait: one has edited something, and is not to wait for what hundreds of others import.
SMALL_SHARE = 30
# What the first shares of all come to, unless that many wait that small ones are more: some seconds.
FIRST_ROUND = 1200
# Shares of the stores that have more than one, in all: some seconds, for what these change meanwhile waits.
MOST_FURTHER = 12


def index_changes(*, now: datetime, most: int = SHARE, further: int = MOST_FURTHER) -> int:
    """The index knows what changed in every store, the one that waited longest first, `most` objects of each, or fewer
    where many wait; a store that has changes meanwhile is next, and one of which it knew everything comes again. Then
    of those with more it knows `most` again by turns, `further` times in all, or until another store has changes too.

    For the latter a second hand comes along, in a thread: one reads and writes in PostgreSQL while the other waits for
    the search server. A store of which the engine can't take everything now has no further turn.

    Returns how many objects were looked at. A change for which there is no share any more is kept for the next run, a
    closed store's until it opens. One store's defect, or one object's, is logged and stops no other's.
    """
    waiting = _waiting(now)
    shares = Shares(waiting, most, first=_first_share(len(waiting), most))
    looked_at = _index_first(shares, now)
    shares.allow(further)
    if not shares.are_left():
        return looked_at
    turn = Lock()
    with ThreadPoolExecutor(max_workers=1) as second:
        beside = second.submit(copy_context().run, _in_a_thread, shares, turn, now)
        looked_at += _index_further(shares, turn, now)
        return looked_at + beside.result()


def _waiting(now: datetime) -> dict[int, int]:
    """How many changes by store."""
    with system_scope(), transaction.atomic():
        waiting = ChangedObject.objects.filter(changed_at__lte=now, tenant__in=open_stores())
        documents = waiting.exclude(kind__in=OTHERS_MARKS).values("tenant_id")
        counted = documents.annotate(oldest=Min("changed_at"), changes=Count("pk")).order_by("oldest")
        return dict(counted.values_list("tenant_id", "changes"))


def _first_share(stores: int, most: int) -> int:
    return min(most, max(SMALL_SHARE, FIRST_ROUND // max(1, stores)))


def _index_first(shares: Shares, now: datetime) -> int:
    waited = set(shares.stores)
    looked_at = 0
    for tenant_id in shares.first_round():
        until = now if tenant_id in waited else _later(now)
        waited.discard(tenant_id)
        looked_at += _index_share(tenant_id, shares, until, shares.first)
        if shares.are_to_come():
            shares.come(_others(shares, since=now))
    return looked_at


def _in_a_thread(shares: Shares, turn: Lock, now: datetime) -> int:
    try:
        return _index_further(shares, turn, now)
    finally:
        connection.close()


def _index_further(shares: Shares, turn: Lock, now: datetime) -> int:
    looked_at = 0
    with in_turn(turn):
        for tenant_id in shares.by_turns():
            looked_at += _index_share(tenant_id, shares, _later(now), shares.most)
            if _has_another(shares, since=now):
                shares.allow(0)
    return looked_at


def _has_another(shares: Shares, *, since: datetime) -> bool:
    """Whether a store has changes that had none when the run began or when it was done: the next run begins with it."""
    return bool(_others(shares, since=since))


def _others(shares: Shares, *, since: datetime) -> list[int]:
    """The stores that have changes since then, and had no share in this run or were done before, those that waited
    longest first."""
    with system_scope(), transaction.atomic():
        new = ChangedObject.objects.filter(changed_at__gt=since, changed_at__lte=clock.now(), tenant__in=open_stores())
        of_others = new.exclude(kind__in=OTHERS_MARKS).values("tenant_id")
        rows = of_others.annotate(oldest=Min("changed_at"), newest=Max("changed_at")).order_by("oldest")
        changed = list(rows.values_list("tenant_id", "newest"))
    return [tenant_id for tenant_id, newest in changed if shares.is_awaited(tenant_id, newest)]


def _later(now: datetime) -> datetime:
    """This moment, in a run that began at `now`: what a store edits during its own import is among its newest."""
    return max(now, clock.now())


def _index_share(tenant_id: int, shares: Shares, until: datetime, most: int) -> int:
    looked = Looked(0, has_room=False)
    with tenant_scope(tenant_id):
        try:
            looked = index_store_changes(now=until, most=most)
        except Exception:
            log.exception("the changes of store %s were not indexed", tenant_id)
    if not looked.has_room:
        shares.leave(tenant_id)
    elif looked.changes < most:
        shares.done(tenant_id, until)
    return looked.changes
