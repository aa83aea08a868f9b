"""Making the documents again of what changed, in every store."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from threading import Lock

from django.db import connection, transaction
from django.db.models import Count, Min

from commerce.core import clock
from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from search_index.application.hands import in_turn
from search_index.application.shares import Shares
from search_index.application.sources import OTHERS_MARKS
from search_index.application.use_cases.index_store_changes import Looked, index_store_changes

log = logging.getLogger(__name__)

# What is taken of a store at a time: enough that a request is worth its while, few enough that others soon follow.
SHARE = 300
# Shares of the stores that have more than one, in all: some seconds, for what these change meanwhile waits.
MOST_FURTHER = 12


def index_changes(*, now: datetime, most: int = SHARE, further: int = MOST_FURTHER) -> int:
    """The index knows what changed in every store, the store that waited longest first, `most` objects of each; then of
    those that have more `most` again by turns, `further` times in all, or until another store has changes too.

    For the latter a second hand comes along, in a thread: one reads and writes in PostgreSQL while the other waits for
    the search server. A store of which the engine can't take everything now has no further turn.

    Returns how many objects were looked at. A change made meanwhile is kept for the next run. One store's defect, or
    one object's, is logged and stops no other's.
    """
    shares = Shares(_waiting(now), most)
    looked_at = sum(_index_share(tenant_id, shares, now) for tenant_id in shares.first_round())
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
        waiting = ChangedObject.objects.filter(changed_at__lte=now).exclude(kind__in=OTHERS_MARKS).values("tenant_id")
        counted = waiting.annotate(oldest=Min("changed_at"), changes=Count("pk")).order_by("oldest")
        return dict(counted.values_list("tenant_id", "changes"))


def _in_a_thread(shares: Shares, turn: Lock, now: datetime) -> int:
    try:
        return _index_further(shares, turn, now)
    finally:
        connection.close()


def _index_further(shares: Shares, turn: Lock, now: datetime) -> int:
    looked_at = 0
    with in_turn(turn):
        for tenant_id in shares.by_turns():
            looked_at += _index_share(tenant_id, shares, now)
            if _has_another(shares, since=now):
                shares.allow(0)
    return looked_at


def _has_another(shares: Shares, *, since: datetime) -> bool:
    """Whether a store has changes that had none when the run began: the next run begins with it."""
    with system_scope(), transaction.atomic():
        new = ChangedObject.objects.filter(changed_at__gt=since, changed_at__lte=clock.now())
        return new.exclude(kind__in=OTHERS_MARKS).exclude(tenant_id__in=shares.stores).exists()


def _index_share(tenant_id: int, shares: Shares, now: datetime) -> int:
    looked = Looked(0, has_room=False)
    with tenant_scope(tenant_id):
        try:
            looked = index_store_changes(now=now, most=shares.most)
        except Exception:
            log.exception("the changes of store %s were not indexed", tenant_id)
    if not looked.has_room:
        shares.leave(tenant_id)
    return looked.changes
