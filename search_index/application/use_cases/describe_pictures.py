"""Describing the pictures that are marked, of every store."""

from __future__ import annotations

import logging
from collections import deque
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from commerce.core.models import ChangedObject
from commerce.core.scope import system_scope, tenant_scope
from commerce.media.application.picture_marks import PICTURE
from commerce.tenants.application.queries import open_stores
from search_index.application.ports import picture_embedders
from search_index.application.use_cases.describe_store_pictures import describe_store_pictures

log = logging.getLogger(__name__)


def describe_pictures(*, now: datetime, most: int = 4, batches: int = 4) -> int:
    """Marked pictures of open stores have descriptions; returns how many were looked at.

    At most `batches` of `most`, which is about a second, for other sweeps wait meanwhile: the store that waited longest
    first, and every store's first batch before any store's second. Safe to run twice at once. One store's defect is
    logged and stops no other's. Raises why an embedder can't be used before anything is claimed.
    """
    picture_embedders()
    looked_at, waiting = 0, deque(_waiting(now))
    while waiting and batches:
        tenant_id = waiting.popleft()
        batch = _batch(tenant_id, now, most)
        looked_at, batches = looked_at + batch, batches - 1
        if batch == most:
            waiting.append(tenant_id)
    return looked_at


def _batch(tenant_id: int, now: datetime, most: int) -> int:
    with tenant_scope(tenant_id):
        try:
            return describe_store_pictures(now=now, most=most)
        except Exception:
            log.exception("the pictures of store %s were not described", tenant_id)
            return 0


def _waiting(now: datetime) -> list[int]:
    with system_scope(), transaction.atomic():
        marked = ChangedObject.objects.filter(kind=PICTURE, changed_at__lte=now, tenant__in=open_stores())
        by_store = marked.values("tenant_id")
        return list(by_store.annotate(oldest=Min("changed_at")).order_by("oldest").values_list("tenant_id", flat=True))
