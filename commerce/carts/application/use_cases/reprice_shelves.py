"""Finding the prices again by which lists are sorted and filtered, in every store."""

from __future__ import annotations

import logging
from collections import deque
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from commerce.carts.application.use_cases.reprice_store_shelf import reprice_store_shelf
from commerce.catalog.application.shelf_marks import SHELF
from commerce.catalog.models import Product
from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import open_stores

log = logging.getLogger(__name__)

# Of some 0.3 s each: one worker may do every sweep, and who edits something meanwhile waits for this one.
MOST_BATCHES = 5


def reprice_shelves(*, now: datetime, most: int = 200, batches: int = MOST_BATCHES) -> int:
    """Products of every open store whose price may be another are listed by what a guest pays now; returns how many
    were priced.

    At most `batches` of `most` products, each in a transaction of its own: the store that waited longest first, and
    every store's first before any store's second. Safe to run twice at once. One store's defect is logged and stops no
    other's. A closed store's are priced when it opens again, as those are that a worker was away for.
    """
    priced, waiting = 0, deque(_waiting(now))
    while waiting and batches:
        tenant_id = waiting.popleft()
        batch = _batch(tenant_id, now, most)
        priced, batches = priced + batch, batches - 1
        if batch == most:
            waiting.append(tenant_id)
    return priced


def _batch(tenant_id: int, now: datetime, most: int) -> int:
    with tenant_scope(tenant_id):
        try:
            return reprice_store_shelf(now=now, most=most)
        except Exception:
            log.exception("the shelf of store %s was not priced", tenant_id)
            return 0


def _waiting(now: datetime) -> list[int]:
    with system_scope(), transaction.atomic():
        marked = ChangedObject.objects.filter(kind=SHELF, changed_at__lte=now, tenant__in=open_stores())
        late = Product.objects.filter(shelf_until__lte=now, tenant__in=open_stores()).values("tenant_id")
        since = dict(marked.values("tenant_id").annotate(oldest=Min("changed_at")).values_list("tenant_id", "oldest"))
        for tenant_id, oldest in late.annotate(oldest=Min("shelf_until")).values_list("tenant_id", "oldest"):
            since[tenant_id] = min(oldest, since.get(tenant_id, oldest))
    return sorted(since, key=lambda tenant_id: (since[tenant_id], tenant_id))
